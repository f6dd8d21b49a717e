/** The lines of the list: entries, and what lies inside the open ones. One line is one virtual row. */
import type { Leg, LogRow, Rebalance, Session } from "../../fund";
import { touches } from "./entries";
import type { Entry } from "./entries";

export type Item =
  | { readonly type: "entry"; readonly key: string; readonly entry: Entry; readonly open: boolean }
  | { readonly type: "proof"; readonly key: string; readonly rebalance: Rebalance }
  | { readonly type: "session"; readonly key: string; readonly session: Session; readonly batch: bigint | null }
  | { readonly type: "leg-head"; readonly key: string }
  | {
      readonly type: "leg";
      readonly key: string;
      readonly leg: Leg;
      readonly rebalance: Rebalance;
      readonly last: boolean;
    }
  | { readonly type: "failed"; readonly key: string; readonly row: LogRow }
  | { readonly type: "nested"; readonly key: string; readonly row: LogRow };

/** `batches`: the batch that a transaction settled, by its hash. */
export function itemsOf(
  entries: readonly Entry[],
  open: ReadonlySet<string>,
  assets: ReadonlySet<number> | null,
  batches: ReadonlyMap<string, bigint>,
): Item[] {
  return entries.flatMap((entry): Item[] => {
    const isOpen = open.has(entry.key);
    const head: Item = { type: "entry", key: entry.key, entry, open: isOpen };
    if (!isOpen) {
      return [head];
    }
    if (entry.type === "rebalance") {
      return [head, ...inside(entry.rebalance, assets, batches)];
    }
    return entry.type === "run" ? [head, ...[...entry.rows].reverse().map(nested)] : [head];
  });
}

function nested(row: LogRow): Item {
  return { type: "nested", key: `row-${row.tx}-${row.logIndex}`, row };
}

function inside(
  rebalance: Rebalance,
  assets: ReadonlySet<number> | null,
  batches: ReadonlyMap<string, bigint>,
): Item[] {
  const several = rebalance.sessions.length > 1;
  const items: Item[] = [{ type: "proof", key: `proof-${rebalance.epoch}`, rebalance }];
  for (const session of rebalance.sessions) {
    const legs = session.legs
      .filter((leg) => assets === null || assets.has(leg.asset))
      .sort((a, b) => (a.value === b.value ? 0 : a.value < b.value ? 1 : -1));
    const failed = session.failed.filter((row) => assets === null || touches(row, assets));
    if (legs.length === 0 && failed.length === 0) {
      continue;
    }
    const key = `${rebalance.epoch}-${session.number}`;
    const batch = batches.get(session.tx) ?? null;
    if (several || batch !== null) {
      items.push({ type: "session", key: `session-${key}`, session, batch });
    }
    items.push({ type: "leg-head", key: `legs-${key}` });
    legs.forEach((leg, place) =>
      items.push({ type: "leg", key: `leg-${key}-${leg.sequence}`, leg, rebalance, last: place === legs.length - 1 }),
    );
    for (const row of failed) {
      items.push({ type: "failed", key: `failed-${row.tx}-${row.logIndex}`, row });
    }
  }
  for (const fill of rebalance.fills) {
    if (assets === null || touches(fill, assets)) {
      items.push(nested(fill));
    }
  }
  return items;
}

export function batchesOf(rows: readonly LogRow[]): Map<string, bigint> {
  return new Map(
    rows.flatMap((row): [string, bigint][] =>
      row.event === "Settled" && typeof row.args["batch"] === "bigint" ? [[row.tx, row.args["batch"]]] : [],
    ),
  );
}
