import { amountOf } from "./legs";
import type { Fund, Log, LogRow, Point, Rebalance } from "./model";
import { Supply } from "./supply";

/** The share price over time, from what events carry, after each of them. Nothing is interpolated. */

const ONE = 10n ** 18n;
/** USD 18 from raw USDC and USD 18 of one USDC. */
const inUsd = (raw: bigint, cashPrice: bigint) => (raw * cashPrice) / 10n ** 6n;

function pointOf(row: LogRow, nav: bigint, supply: bigint, kind: Point["kind"]): Point {
  return { time: row.time, block: row.block, sharePrice: (nav * ONE) / supply, nav, kind };
}

export function pointsOf(log: Pick<Log, "rows">): Point[] {
  const points: Point[] = [];
  const supply = new Supply();
  // A dollar until a session or a fill names the price of USDC.
  let cashPrice = ONE;
  const add = (row: LogRow, nav: bigint, shares: bigint, kind: Point["kind"]) => {
    if (shares > 0n) points.push(pointOf(row, nav, shares, kind));
  };
  for (const row of log.rows) {
    switch (row.event) {
      case "Entered":
        supply.read(row);
        add(row, inUsd(amountOf(row, "total_assets") + amountOf(row, "assets"), cashPrice), supply.at(row.time), "entry");
        break;
      case "Exited":
        supply.read(row);
        add(row, inUsd(amountOf(row, "total_assets") - amountOf(row, "assets"), cashPrice), supply.at(row.time), "exit");
        break;
      case "SessionClosed":
        cashPrice = amountOf(row, "cash_price");
        add(row, amountOf(row, "nav_after"), supply.at(row.time), "session");
        break;
      case "Settled":
        // What it traded with the vault was read as an entry or an exit, with the levy that stayed in the fund.
        if (points.at(-1)?.block === row.block) break;
        add(row, inUsd(amountOf(row, "total_assets"), cashPrice), amountOf(row, "supply"), "settlement");
        break;
      case "Marked":
        add(row, amountOf(row, "nav"), supply.at(row.time), "session");
        break;
      case "AuctionFilled":
        cashPrice = amountOf(row, "cash_price");
        break;
      default:
        supply.read(row);
    }
  }
  return inOrder(points);
}

/** Of several readings at one time the last counts. */
export function inOrder(points: readonly Point[]): Point[] {
  const latest = new Map(points.map((point) => [point.time, point]));
  return [...latest.values()].sort((a, b) => a.time - b.time);
}

/** The live end of the line; null while there is no share. */
export function nowPoint(fund: Fund): Point | null {
  if (fund.supply === 0n) return null;
  return { time: fund.time, block: fund.block, sharePrice: fund.sharePrice, nav: fund.nav, kind: "now" };
}

/** With the live point at the end, which replaces a reading of the same time. */
export function withNow(points: readonly Point[], now: Point | null): readonly Point[] {
  return now === null ? points : [...points.filter(({ time }) => time < now.time), now];
}

export type Change = { readonly ratio: number; readonly from: Point } | { readonly why: "empty" | "young" | "no-reading" };

/** How far before the span's start its reading may be. */
const TOLERANCE = 0.25;

/**
 * The change since the nearest reading that is at least `span` seconds old, "start": since the first. A reading more than
 * a quarter of the span older than that is not one of this span.
 */
export function changeSince(points: readonly Point[], now: Point, span: number | "start"): Change {
  const before = points.filter(({ time }) => time < now.time);
  const [first] = before;
  if (first === undefined) return { why: "empty" };
  const from = span === "start" ? first : before.findLast(({ time }) => time <= now.time - span);
  if (from === undefined) return { why: "young" };
  if (span !== "start" && from.time < now.time - span * (1 + TOLERANCE)) return { why: "no-reading" };
  // A millionth of a percent is more than is shown.
  return { ratio: Number(((now.sharePrice - from.sharePrice) * 10n ** 12n) / from.sharePrice) / 1e12, from };
}

export type Switch = { readonly time: number; readonly bull: boolean };

/** The first regime and every change of it. */
export function switchesOf(rebalances: readonly Rebalance[]): Switch[] {
  return rebalances.filter((each, place) => place === 0 || each.switched).map(({ time, bull }) => ({ time, bull }));
}

export type GaugeAt = { readonly time: number; readonly gauge: bigint };

/** The gauge of each decision. The safe state has none. */
export function gaugesOf(rebalances: readonly Rebalance[]): GaugeAt[] {
  return rebalances.filter(({ dataHash }) => BigInt(dataHash) !== 0n).map(({ time, gauge }) => ({ time, gauge }));
}

/** At most `most` points: one of each slice of time, its last; the first and the last stay. */
export function bucket(points: readonly Point[], most: number): readonly Point[] {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length <= most) return points;
  const slices = most - 2;
  const width = (last.time - first.time) / slices;
  const kept = new Map<number, Point>();
  for (const point of points.slice(1, -1)) {
    kept.set(Math.min(slices - 1, Math.floor((point.time - first.time) / width)), point);
  }
  return [first, ...kept.values(), last];
}
