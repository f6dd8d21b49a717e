/** What the chart of the overview draws, from events alone. */
import { merged } from "../../charts/lanes";
import type { LaneData, Reading, Stretch } from "../../charts/lanes";
import { lastAt } from "../../charts/scale";
import type { Point, Rebalance } from "../../fund/model";

export type Range = "month" | "quarter" | "all";

const WEEK = 7 * 86_400;
export const SPANS: Readonly<Record<Exclude<Range, "all">, number>> = { month: 4 * WEEK, quarter: 12 * WEEK };
/** With fewer weeks than this the cursor stops at every reading. */
const FEW_WEEKS = 8;

/** USD 18 as a number for drawing; what is written never goes through here. */
export function drawn(usd: bigint): number {
  return Number(usd / 10n ** 10n) / 1e8;
}

export function readingsOf(points: readonly Point[]): Reading[] {
  return merged(
    points
      .filter((point) => point.sharePrice > 0n)
      .map((point) => ({ time: point.time, value: drawn(point.sharePrice) })),
  );
}

export function chartOf(
  points: readonly Point[],
  rebalances: readonly Rebalance[],
  always: readonly Reading[],
  now: number,
  range: Range,
): LaneData {
  const prices = readingsOf(points);
  const from = range === "all" ? Number.NEGATIVE_INFINITY : now - SPANS[range];
  const within = <T extends { readonly time: number }>(list: readonly T[]): T[] =>
    list.filter((each) => each.time >= from);
  return {
    prices: within(prices),
    compare: within(scaledTo(always, prices)),
    gauges: within(
      rebalances.filter(hasGauge).map((rebalance) => ({ time: rebalance.time, value: Number(rebalance.gauge) / 1e6 })),
    ),
    regimes: regimesOf(rebalances, now),
    trades: within(
      rebalances.map((rebalance) => ({
        time: rebalance.sessions[0]?.time ?? rebalance.fills[0]?.time ?? rebalance.time,
        part: rebalance.turnoverPart,
      })),
    ),
  };
}

/** The safe state was decided by nobody: it has no gauge. */
export function hasGauge(rebalance: Rebalance): boolean {
  return !/^0x0*$/.test(rebalance.dataHash);
}

/** An index of its own base, brought to the share price where both begin. */
export function scaledTo(always: readonly Reading[], prices: readonly Reading[]): Reading[] {
  const first = prices[0];
  if (first === undefined) {
    return [];
  }
  const start = always.find((reading) => reading.time >= first.time - WEEK / 2);
  if (start === undefined || start.value <= 0) {
    return [];
  }
  const times = prices.map((price) => price.time);
  const base = prices[Math.max(0, lastAt(times, start.time))]?.value ?? first.value;
  return always
    .filter((reading) => reading.time >= start.time)
    .map((reading) => ({ time: reading.time, value: (reading.value / start.value) * base }));
}

export function regimesOf(rebalances: readonly Rebalance[], now: number): Stretch[] {
  const stretches: { from: number; to: number; bull: boolean }[] = [];
  for (const { time, bull } of rebalances) {
    const last = stretches.at(-1);
    if (last?.bull === bull) {
      continue;
    }
    if (last) {
      last.to = time;
    }
    stretches.push({ from: time, to: now, bull });
  }
  return stretches;
}

/** Where the cursor may stand: at each week's decision and at the newest reading. */
export function stopsOf(data: LaneData, rebalances: readonly Rebalance[]): number[] {
  const from = data.prices[0]?.time ?? 0;
  const last = data.prices.at(-1)?.time;
  if (last === undefined) {
    return [];
  }
  const weeks = rebalances
    .map((rebalance) => rebalance.sessions[0]?.time ?? rebalance.time)
    .filter((time) => time >= from && time < last);
  const stops = weeks.length >= FEW_WEEKS ? weeks : data.prices.map((price) => price.time);
  return [...new Set([...stops, last])].sort((a, b) => a - b);
}

/** Ranges that the history does not fill are off. */
export function hasRange(points: readonly Point[], now: number, range: Exclude<Range, "all">): boolean {
  const first = points.find((point) => point.sharePrice > 0n);
  return first !== undefined && now - first.time > SPANS[range];
}

/** The decision in force at a time. */
export function inForceAt(rebalances: readonly Rebalance[], time: number): Rebalance | null {
  return (
    rebalances[
      lastAt(
        rebalances.map((rebalance) => rebalance.time),
        time,
      )
    ] ?? null
  );
}

/** Mondays, 00:00 UTC: the first one after a time. */
export function nextReview(time: number): number {
  const monday = 4 * 86_400;
  return Math.floor((time - monday) / WEEK) * WEEK + WEEK + monday;
}
