import type { ContractName, Gap, LogRow } from "../model";
import { COUNTED } from "./events";

/**
 * Every contract numbers its events from 1 on. A number that is missing is an entry that the node did not send.
 */
export type Hole = Gap & {
  /** The blocks between which the missing entries are. */
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
};

/** How many events each contract has logged, by its own count. */
export type Counts = ReadonlyMap<ContractName, bigint>;

/**
 * @param rows in the order of the chain
 * @param first the block before which there are none
 * @param last the block up to which `rows` were read and `counts` are true
 */
export function holesOf(rows: readonly LogRow[], first: bigint, last: bigint, counts: Counts): Hole[] {
  const seen = new Map<ContractName, { sequence: bigint; block: bigint }>(
    COUNTED.map((contract) => [contract, { sequence: 0n, block: first }]),
  );
  const holes: Hole[] = [];
  const note = (contract: ContractName, sequence: bigint, block: bigint) => {
    const before = seen.get(contract);
    if (before === undefined) return;
    if (sequence > before.sequence + 1n) {
      holes.push({ contract, from: before.sequence + 1n, to: sequence - 1n, fromBlock: before.block, toBlock: block });
    }
    if (sequence > before.sequence) seen.set(contract, { sequence, block });
  };
  for (const row of rows) {
    if (row.sequence !== null) note(row.contract, row.sequence, row.block);
  }
  for (const [contract, count] of counts) note(contract, count + 1n, last);
  return holes;
}

export function gapsOf(holes: readonly Hole[]): Gap[] {
  return holes.map(({ contract, from, to }) => ({ contract, from, to }));
}

/** In the order of the chain, each once. */
export function merged(one: readonly LogRow[], other: readonly LogRow[]): LogRow[] {
  const rows = new Map<string, LogRow>();
  for (const row of [...one, ...other]) rows.set(`${row.block}:${row.logIndex}`, row);
  return [...rows.values()].sort((a, b) => (a.block === b.block ? a.logIndex - b.logIndex : a.block < b.block ? -1 : 1));
}

/** Requests that a repair may cost; what is missing after them is shown as missing. */
const PATIENCE = 64;

/**
 * Asks again where numbers are missing, and in halves where they still are: a node that cut a long answer short gives
 * all of a short one.
 */
export async function repaired(
  rows: readonly LogRow[],
  holes: readonly Hole[],
  ask: (from: bigint, to: bigint) => Promise<readonly LogRow[]>,
): Promise<LogRow[]> {
  let found = [...rows];
  let left = PATIENCE;
  /** Whether entries of the hole are still missing that may lie in these blocks. */
  const isOpen = ({ contract, from, to, fromBlock, toBlock }: Hole, first: bigint, last: bigint): boolean => {
    let before = { sequence: from - 1n, block: fromBlock };
    const inside = found.filter((row) => row.contract === contract && row.sequence !== null && row.sequence >= from && row.sequence <= to);
    for (const { sequence, block } of [...inside, { sequence: to + 1n, block: toBlock }]) {
      if (sequence! > before.sequence + 1n && before.block <= last && block >= first) return true;
      before = { sequence: sequence!, block };
    }
    return false;
  };
  const fill = async (hole: Hole, first: bigint, last: bigint): Promise<void> => {
    if (left === 0 || !isOpen(hole, first, last)) return;
    left -= 1;
    found = merged(found, await ask(first, last));
    if (first === last) return;
    const middle = (first + last) / 2n;
    await fill(hole, first, middle);
    await fill(hole, middle + 1n, last);
  };
  for (const hole of holes) await fill(hole, hole.fromBlock, hole.toBlock);
  return found;
}
