/**
 * Reads a long range of blocks in pieces that fit the node. What a node takes is found out by trying: pieces grow while
 * they succeed and shrink when it refuses one.
 */
export type Ask<Item> = (from: bigint, to: bigint) => Promise<Item>;

export type Piece<Item> = { readonly from: bigint; readonly to: bigint; readonly item: Item };

const FIRST = 50_000n;
const LARGEST = 2_000_000n;

/** A refusal that a smaller piece may mend. A node that cannot be reached is not one. */
export function isRefusal(error: unknown): boolean {
  const found = error as { code?: unknown; status?: unknown; name?: unknown; cause?: unknown } | null;
  if (typeof found?.status === "number") return found.status !== 429 && found.status >= 400;
  if (found?.name === "TimeoutError") return true;
  if (typeof found?.code === "number") return found.code !== 429;
  return found?.cause instanceof Error ? isRefusal(found.cause) : false;
}

/** Pieces in the order of the chain. Throws what the node says of one single block. */
export async function* pieces<Item>(
  ask: Ask<Item>,
  from: bigint,
  to: bigint,
  first = FIRST,
): AsyncGenerator<Piece<Item>, void, void> {
  let size = first;
  let next = from;
  while (next <= to) {
    const last = next + size - 1n < to ? next + size - 1n : to;
    try {
      yield { from: next, to: last, item: await ask(next, last) };
      next = last + 1n;
      size = size * 2n < LARGEST ? size * 2n : LARGEST;
    } catch (error) {
      const length = last - next + 1n;
      if (length === 1n || !isRefusal(error)) throw error;
      size = length / 4n > 0n ? length / 4n : 1n;
    }
  }
}
