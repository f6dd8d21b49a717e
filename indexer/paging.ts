// Pages end between blocks: what is asked from `next` on follows what was given, whatever a reorganisation did meanwhile.

export type Page<Row> = {
  readonly rows: readonly Row[];
  /** The block to ask from for more; null at the end. */
  readonly next: bigint | null;
};

/** @param read rows between two blocks, in order, at most so many where a number is given */
export async function paged<Row extends { readonly block: bigint }>(
  limit: number,
  from: bigint,
  to: bigint,
  read: (from: bigint, to: bigint, most?: number) => PromiseLike<readonly Row[]>,
): Promise<Page<Row>> {
  const found = await read(from, to, limit + 1);
  const last = found.at(-1);
  if (found.length <= limit || last === undefined) return { rows: found, next: null };
  const rows = found.filter(({ block }) => block < last.block);
  if (rows.length > 0) return { rows, next: last.block };
  // One block that is longer than a page is given whole.
  return { rows: await read(last.block, last.block), next: last.block + 1n };
}
