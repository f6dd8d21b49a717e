/** Scales and ticks of the charts. Pure numbers: nothing here touches the page. */

export type Scale = (value: number) => number;

/** A straight map from one range to another. An empty range maps to the middle, so one reading is drawn in the centre. */
export function linear(from: readonly [number, number], to: readonly [number, number]): Scale {
  const width = from[1] - from[0];
  if (width === 0) {
    const middle = (to[0] + to[1]) / 2;
    return () => middle;
  }
  return (value) => to[0] + ((value - from[0]) / width) * (to[1] - to[0]);
}

export type Axis = {
  readonly lo: number;
  readonly hi: number;
  readonly step: number;
  readonly ticks: readonly number[];
  readonly digits: number;
};

const STEPS = [1, 2, 5, 10] as const;

/** A value axis of at most `most` steps of 1, 2 or 5 times a power of ten, with the readings inside it. */
export function valueAxis(values: readonly number[], most = 5): Axis {
  const known = values.filter((value) => Number.isFinite(value));
  let lo = known.length === 0 ? 0 : Math.min(...known);
  let hi = known.length === 0 ? 1 : Math.max(...known);
  if (hi === lo) {
    const margin = Math.abs(hi) * 0.05 || 1;
    lo -= margin;
    hi += margin;
  }
  const power = 10 ** Math.floor(Math.log10((hi - lo) / most));
  const step = (STEPS.find((factor) => span(lo, hi, factor * power) <= most) ?? 20) * power;
  const first = Math.floor(lo / step + 1e-9);
  const last = Math.ceil(hi / step - 1e-9);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, place) =>
    Number(((first + place) * step).toFixed(digits + 2)),
  );
  return { lo: first * step, hi: last * step, step, ticks, digits };
}

function span(lo: number, hi: number, step: number): number {
  return Math.ceil(hi / step - 1e-9) - Math.floor(lo / step + 1e-9);
}

export type TimeTick = { readonly time: number; readonly kind: "year" | "month" | "day" };

const DAY = 86_400;

/** Ticks of a time axis in UTC: years, months, Mondays or days, whichever leaves at least `gap` px between two of them. */
export function timeTicks(from: number, to: number, width: number, gap: number): TimeTick[] {
  if (to <= from || width <= 0) {
    return [];
  }
  const room = Math.max(1, Math.floor(width / gap));
  const days = (to - from) / DAY;
  if (days <= room) {
    return every(from, to, 1, 0);
  }
  if (days / 7 <= room && days < 84) {
    return every(from, to, 7, 4);
  }
  const months = days / 30.44;
  const stride = [1, 2, 3, 6].find((each) => months / each <= room) ?? 12 * Math.ceil(months / 12 / room);
  return monthly(from, to, stride);
}

/** Every `stride` days, counted from the day `phase` of the unix era: 4 is a Monday. */
function every(from: number, to: number, stride: number, phase: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  const first = Math.ceil((from / DAY - phase) / stride) * stride + phase;
  for (let day = first; day * DAY <= to; day += stride) {
    ticks.push({ time: day * DAY, kind: "day" });
  }
  return ticks;
}

function monthly(from: number, to: number, stride: number): TimeTick[] {
  const ticks: TimeTick[] = [];
  const start = new Date(from * 1000);
  let month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (; ; month++) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000;
    if (time > to) {
      return ticks;
    }
    if (time >= from && month % stride === 0) {
      ticks.push({ time, kind: month % 12 === 0 ? "year" : "month" });
    }
  }
}

/** An SVG path of straight pieces. A reading of null is a gap: the line is not drawn across it. */
export function path(points: readonly (readonly [number, number] | null)[]): string {
  let text = "";
  let pen = "M";
  for (const point of points) {
    if (point === null) {
      pen = "M";
      continue;
    }
    text += `${pen}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    pen = "L";
  }
  return text;
}

/** The place of the time nearest to `time` in an ascending list; -1 when there is none. */
export function nearest(times: readonly number[], time: number): number {
  if (times.length === 0) {
    return -1;
  }
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const before = times[low - 1];
  return before !== undefined && time - before <= (times[low] ?? 0) - time ? low - 1 : low;
}

/** The place of the last time that is not after `time` in an ascending list; -1 when all are later. */
export function lastAt(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
