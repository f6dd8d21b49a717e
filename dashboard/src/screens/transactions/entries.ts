/** From the log and the rebalances to the entries of the screen: groups, quiet runs and single rows, newest first. */
import type { LogRow, Rebalance } from "../../fund/model";

export type Kind = "all" | "rebalance" | "switch" | "flow" | "batch" | "fee" | "rule";

export type Entry =
  | { readonly type: "rebalance"; readonly key: string; readonly at: Place; readonly rebalance: Rebalance }
  | { readonly type: "quiet"; readonly key: string; readonly at: Place; readonly rebalances: readonly Rebalance[] }
  | { readonly type: "row"; readonly key: string; readonly at: Place; readonly row: LogRow; readonly kind: Kind }
  | {
      readonly type: "run";
      readonly key: string;
      readonly at: Place;
      readonly rows: readonly LogRow[];
      readonly kind: Kind;
    };

/** Where an entry stands in the order of the chain. */
export type Place = { readonly block: bigint; readonly logIndex: number; readonly time: number };

const FLOW = new Set(["Entered", "Exited", "ExitedInKind"]);
const BATCH = new Set([
  "Requested",
  "Cancelled",
  "Claimed",
  "Returned",
  "Locked",
  "Settled",
  "ClaimBooked",
  "ClaimPaid",
]);
const FEE = new Set(["FeesAccrued", "FeesSet", "FeesAnnounced", "Distributed", "SplitSet"]);
/** Told by their group. */
const GROUPED = new Set(["LegTraded", "LegFailed", "SessionClosed", "Activated", "SafeStateForced", "AuctionFilled"]);
/** Bookkeeping that follows other entries; shown among rules and keys alone. */
const TECHNICAL = new Set(["HeldSet", "Marked", "RateTaken", "DistanceReported", "TermsSet", "ReferenceMoved"]);
export function kindOf(event: string): Kind {
  return FLOW.has(event) ? "flow" : BATCH.has(event) ? "batch" : FEE.has(event) ? "fee" : "rule";
}

export function entriesOf(rows: readonly LogRow[], rebalances: readonly Rebalance[]): Entry[] {
  const groups = rebalances.filter(traded);
  const inGroup = new Set(groups.flatMap((group) => group.sessions.map((session) => session.tx)));
  const known = new Set(rebalances.map((rebalance) => rebalance.epoch));
  const places = new Map<string, Place>();
  const decided = new Map<bigint, Place>();
  for (const row of rows) {
    const place = { block: row.block, logIndex: row.logIndex, time: row.time };
    places.set(row.tx, place);
    const epoch = row.args["epoch"];
    if ((row.event === "Activated" || row.event === "SafeStateForced") && typeof epoch === "bigint") {
      decided.set(epoch, place);
    }
  }
  const entries: Entry[] = [
    ...groups.map(
      (rebalance): Entry => ({
        type: "rebalance",
        key: `epoch-${rebalance.epoch}`,
        at: placeOf(rebalance, places, decided),
        rebalance,
      }),
    ),
    ...quietRuns(rebalances, places, decided),
    ...singles(rows, known, inGroup),
  ];
  return entries.sort((a, b) => later(a.at, b.at));
}

/** Newer places first. */
function later(a: Place, b: Place): number {
  return a.block === b.block ? b.logIndex - a.logIndex : a.block < b.block ? 1 : -1;
}

export function traded(rebalance: Rebalance): boolean {
  return rebalance.sessions.length > 0 || rebalance.fills.length > 0;
}

function placeOf(rebalance: Rebalance, places: ReadonlyMap<string, Place>, decided: ReadonlyMap<bigint, Place>): Place {
  // The first session, not the last: sales for a batch days later do not move the decision to another week.
  const first = rebalance.sessions[0];
  const fill = rebalance.fills[0];
  const traded = first
    ? places.get(first.tx)
    : fill
      ? { block: fill.block, logIndex: fill.logIndex, time: fill.time }
      : undefined;
  return traded ?? decided.get(rebalance.epoch) ?? { block: 0n, logIndex: 0, time: rebalance.time };
}

function quietRuns(
  rebalances: readonly Rebalance[],
  places: ReadonlyMap<string, Place>,
  decided: ReadonlyMap<bigint, Place>,
): Entry[] {
  const runs: Rebalance[][] = [];
  let previous: Rebalance | undefined;
  for (const rebalance of rebalances) {
    if (!traded(rebalance)) {
      const run = runs.at(-1);
      if (run && previous && !traded(previous) && previous.bull === rebalance.bull) {
        run.push(rebalance);
      } else {
        runs.push([rebalance]);
      }
    }
    previous = rebalance;
  }
  return runs.flatMap((run): Entry[] => {
    const last = run.at(-1);
    return last === undefined
      ? []
      : [{ type: "quiet", key: `quiet-${run[0]?.epoch}`, at: placeOf(last, places, decided), rebalances: run }];
  });
}

/** Rows that no group tells. An event without a number repeats one that has it, in the form of a standard. Neighbours of the same event become one line. */
function singles(rows: readonly LogRow[], known: ReadonlySet<bigint>, inGroup: ReadonlySet<string>): Entry[] {
  const runs: LogRow[][] = [];
  const last = new Map<string, LogRow[]>();
  let other = "";
  for (const row of rows) {
    if (
      row.sequence === null ||
      (GROUPED.has(row.event) && !lonely(row, known)) ||
      (row.event === "Proposed" && known.has(row.args["epoch"] as bigint)) ||
      (row.event === "HeldSet" && inGroup.has(row.tx))
    ) {
      continue;
    }
    const run = last.get(row.event);
    if (run && merges(row.event) && other === row.event) {
      run.push(row);
    } else {
      const fresh = [row];
      runs.push(fresh);
      last.set(row.event, fresh);
    }
    other = row.event;
  }
  return runs.map((run): Entry => {
    const newest = run.at(-1) as LogRow;
    const at = { block: newest.block, logIndex: newest.logIndex, time: newest.time };
    const kind = kindOf(newest.event);
    const key = `${newest.event}-${run[0]?.tx}-${run[0]?.logIndex}`;
    return run.length > 1 ? { type: "run", key, at, rows: run, kind } : { type: "row", key, at, row: newest, kind };
  });
}

/** A decision or a trade whose group was not built: it must not vanish. */
function lonely(row: LogRow, known: ReadonlySet<bigint>): boolean {
  const epoch = row.args["epoch"];
  return (
    (row.event === "Activated" || row.event === "SafeStateForced") && typeof epoch === "bigint" && !known.has(epoch)
  );
}

function merges(event: string): boolean {
  return event === "FeesAccrued" || event === "AssetListed" || event === "ClaimBooked" || TECHNICAL.has(event);
}

/** What a filter leaves. `assets`: null is no filter by asset. */
export function filtered(entries: readonly Entry[], kind: Kind, assets: ReadonlySet<number> | null): Entry[] {
  return entries.filter((entry) => ofKind(entry, kind) && (assets === null || concerns(entry, assets)));
}

function ofKind(entry: Entry, kind: Kind): boolean {
  switch (entry.type) {
    case "rebalance":
      return kind === "all" || kind === "rebalance" || (kind === "switch" && entry.rebalance.switched);
    case "quiet":
      return kind === "all";
    default:
      return kind === entry.kind || (kind === "all" && !TECHNICAL.has(eventOf(entry)));
  }
}

export function eventOf(entry: Entry & { type: "row" | "run" }): string {
  return entry.type === "row" ? entry.row.event : (entry.rows[0]?.event ?? "");
}

function concerns(entry: Entry, assets: ReadonlySet<number>): boolean {
  switch (entry.type) {
    case "quiet":
      return false;
    case "rebalance": {
      const { sessions, fills, cameIn, left } = entry.rebalance;
      const touched = [...sessions.flatMap((session) => session.legs.map((leg) => leg.asset)), ...cameIn, ...left];
      return (
        touched.some((asset) => assets.has(asset)) ||
        fills.some((fill) => touches(fill, assets)) ||
        sessions.some((session) => session.failed.some((row) => touches(row, assets)))
      );
    }
    case "row":
      return touches(entry.row, assets);
    case "run":
      return entry.rows.some((row) => touches(row, assets));
  }
}

export function touches(row: LogRow, assets: ReadonlySet<number>): boolean {
  const { asset, assets: list } = row.args;
  return (
    (typeof asset === "bigint" && assets.has(Number(asset))) ||
    (Array.isArray(list) && list.some((id) => assets.has(Number(id))))
  );
}
