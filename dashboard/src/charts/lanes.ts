/**
 * Geometry of the chart of the overview: share price, gauge and trades in three lanes over one time axis. Regimes lie
 * through all of them. Nothing here touches the page.
 */
import { lastAt, linear, path, timeTicks, valueAxis } from "./scale";
import type { Axis, Scale, TimeTick } from "./scale";

export type Reading = { readonly time: number; readonly value: number };
export type Stretch = { readonly from: number; readonly to: number; readonly bull: boolean };
export type Trade = { readonly time: number; readonly part: number };

export type LaneData = {
  /** USD of one share, ascending. */
  readonly prices: readonly Reading[];
  /** The same assets without the gauge; empty: not shown. */
  readonly compare: readonly Reading[];
  /** 0 to 100, ascending, one a decision. */
  readonly gauges: readonly Reading[];
  /** Without holes, ascending. */
  readonly regimes: readonly Stretch[];
  readonly trades: readonly Trade[];
};

export const NARROW = 560;
const TOP = 26;
const GAP = 34;
const FOOT = 26;
/** What a digit of the axis takes, at 12 px. */
const DIGIT = 7;
/** Apart from each other, end labels are legible. */
const LABEL_GAP = 15;
const LEAST_RADIUS = 1.6;
/** A full switch trades about one and a half times the fund. */
const LARGEST_PART = 1.5;
/** Seconds without a reading from which the line is a gap: two weekly reviews and a day. */
const SILENCE = 15 * 86_400;

export type Lanes = {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly priceBottom: number;
  readonly gaugeTop: number;
  readonly gaugeBottom: number;
  readonly tradeTop: number;
  readonly tradeMiddle: number;
  readonly bottom: number;
  readonly x: Scale;
  readonly y: Scale;
  readonly gaugeY: Scale;
  readonly axis: Axis;
  readonly ticks: readonly TimeTick[];
  readonly price: string;
  /** Where no price was recorded for longer than a week may be late. */
  readonly priceGaps: string;
  readonly compare: string;
  readonly gauge: string;
  readonly bands: readonly { readonly x: number; readonly w: number; readonly bull: boolean }[];
  readonly circles: readonly { readonly x: number; readonly r: number; readonly time: number }[];
  readonly ends: { readonly price: End | null; readonly compare: End | null; readonly gauge: End | null };
};

export type End = { readonly x: number; readonly y: number; readonly labelY: number; readonly value: number };

export function lanesOf(data: LaneData, width: number, digits: number): Lanes {
  const narrow = width < NARROW;
  const times = [...data.prices, ...data.gauges].map((reading) => reading.time);
  const from = times.length === 0 ? 0 : Math.min(...times);
  const to = times.length === 0 ? 1 : Math.max(...times);
  const values = [...data.prices, ...data.compare].map((reading) => reading.value);
  const axis = valueAxis(values, narrow ? 4 : 5);
  const longest = Math.max(...axis.ticks.map((tick) => tick.toFixed(axis.digits).length + 1));
  const left = Math.max(34, longest * DIGIT + 10);
  const endText = Math.max(
    ...[...data.prices.slice(-1), ...data.compare.slice(-1)].map((reading) => reading.value.toFixed(digits).length),
    6,
  );
  const right = Math.max(narrow ? 44 : 70, endText * DIGIT + 14);
  const top = TOP;
  const priceBottom = top + (narrow ? 190 : 236);
  const gaugeTop = priceBottom + GAP;
  const gaugeBottom = gaugeTop + (narrow ? 74 : 84);
  const tradeTop = gaugeBottom + GAP;
  const tradeHeight = 34;
  const bottom = tradeTop + tradeHeight;
  const x = linear([from, to], [left, width - right]);
  const y = linear([axis.lo, axis.hi], [priceBottom, top]);
  const gaugeY = linear([0, 100], [gaugeBottom, gaugeTop]);
  const [price, compare] = apart(end(data.prices, x, y), end(data.compare, x, y));
  return {
    width,
    height: bottom + FOOT,
    left,
    right,
    top,
    priceBottom,
    gaugeTop,
    gaugeBottom,
    tradeTop,
    tradeMiddle: tradeTop + tradeHeight / 2,
    bottom,
    x,
    y,
    gaugeY,
    axis,
    ticks: timeTicks(from, to, width - left - right, narrow ? 52 : 46),
    price: line(data.prices, x, y, SILENCE),
    priceGaps: gaps(data.prices, x, y),
    compare: line(data.compare, x, y),
    gauge: line(data.gauges, x, gaugeY),
    bands: data.regimes.flatMap((stretch) => {
      const start = x(Math.max(from, stretch.from));
      const stop = x(Math.min(to, stretch.to));
      return stretch.to < from || stretch.from > to || stop <= start
        ? []
        : [{ x: start, w: stop - start, bull: stretch.bull }];
    }),
    circles: data.trades
      .filter((trade) => trade.time >= from && trade.time <= to && trade.part > 0)
      .map((trade) => ({ x: x(trade.time), r: radius(trade.part, tradeHeight / 2), time: trade.time })),
    ends: { price, compare, gauge: end(data.gauges, x, gaugeY) },
  };
}

/** The area of a ring is the share of the fund that was traded. */
export function radius(part: number, largest: number): number {
  return Math.max(LEAST_RADIUS, Math.sqrt(Math.min(part, LARGEST_PART) / LARGEST_PART) * largest);
}

/** Readings of one moment are one reading: the last that counts. */
export function merged(readings: readonly Reading[]): Reading[] {
  const kept: Reading[] = [];
  for (const reading of readings) {
    if (kept.at(-1)?.time === reading.time) {
      kept.pop();
    }
    kept.push(reading);
  }
  return kept;
}

/** The value in force at a time: that of the last reading not after it. */
export function valueAt(readings: readonly Reading[], time: number): number | null {
  return (
    readings[
      lastAt(
        readings.map((reading) => reading.time),
        time,
      )
    ]?.value ?? null
  );
}

function line(readings: readonly Reading[], x: Scale, y: Scale, silence = Number.POSITIVE_INFINITY): string {
  const all = merged(readings).filter((reading) => Number.isFinite(reading.value));
  return path(
    all.flatMap((reading, place) => {
      const before = all[place - 1];
      const point = [x(reading.time), y(reading.value)] as const;
      return before !== undefined && reading.time - before.time > silence ? [null, point] : [point];
    }),
  );
}

export function hasGap(readings: readonly Reading[]): boolean {
  return readings.some((reading, place) => reading.time - (readings[place - 1]?.time ?? reading.time) > SILENCE);
}

/** A gap is drawn as a gap: the straight way over it is dotted, and is not a reading. */
function gaps(readings: readonly Reading[], x: Scale, y: Scale): string {
  const all = merged(readings).filter((reading) => Number.isFinite(reading.value));
  return path(
    all.flatMap((reading, place) => {
      const before = all[place - 1];
      return before === undefined || reading.time - before.time <= SILENCE
        ? []
        : [null, [x(before.time), y(before.value)] as const, [x(reading.time), y(reading.value)] as const];
    }),
  );
}

function end(readings: readonly Reading[], x: Scale, y: Scale): End | null {
  const last = readings.at(-1);
  return last === undefined ? null : { x: x(last.time), y: y(last.value), labelY: y(last.value), value: last.value };
}

/** Two labels at the end of their lines must not cover each other. */
function apart(one: End | null, two: End | null): [End | null, End | null] {
  if (one === null || two === null || Math.abs(one.labelY - two.labelY) >= LABEL_GAP) {
    return [one, two];
  }
  const middle = (one.labelY + two.labelY) / 2;
  const sign = one.labelY <= two.labelY ? -1 : 1;
  return [
    { ...one, labelY: middle + (sign * LABEL_GAP) / 2 },
    { ...two, labelY: middle - (sign * LABEL_GAP) / 2 },
  ];
}
