import type { LogRow } from "../model";
import type { RawLog } from "./events";

/** Rows that an indexer gave, and the block from which the chain is asked for the rest. */
export type Indexed = { readonly rows: readonly LogRow[]; readonly next: bigint };

/** Milliseconds. One that was silent or wrong once is not asked again in this visit. */
const PATIENCE = 5_000;

/**
 * Asks an indexer for logs in a node's form. Its last block must be the chain's too: then all before it is of the same
 * chain. That block, of which it may have a part, and all after it come from the chain; so it may be as far behind as it
 * likes.
 */
export function indexedBy(
  url: string,
  rowsOf: (logs: readonly RawLog[]) => Promise<LogRow[]>,
  hash: (block: bigint) => Promise<string | null>,
): (from: bigint, to: bigint) => Promise<Indexed> {
  let failed = false;
  return async (from, to) => {
    try {
      if (!failed) {
        const answer = await fetch(`${url}?from=${from}&to=${to}`, { signal: AbortSignal.timeout(PATIENCE) });
        const logs: RawLog[] = await answer.json();
        const last = logs.at(-1);
        if (last === undefined) return { rows: [], next: from };
        const next = BigInt(last.blockNumber);
        failed = next < from || next > to || (await hash(next)) !== last.blockHash;
        const rows = await rowsOf(logs.filter((raw) => raw.blockNumber !== last.blockNumber));
        if (!failed) return { rows, next };
      }
    } catch {
      failed = true;
    }
    return { rows: [], next: from };
  };
}
