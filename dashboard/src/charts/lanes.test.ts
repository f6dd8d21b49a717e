import { describe, expect, it } from "vitest";
import { lanesOf, merged, radius, valueAt } from "./lanes";
import type { LaneData } from "./lanes";

const WEEK = 7 * 86_400;
const start = Date.UTC(2022, 6, 18) / 1000;
const weeks = Array.from({ length: 36 }, (_, week) => start + week * WEEK);

const data: LaneData = {
  prices: weeks.map((time, week) => ({ time, value: 1 + Math.sin(week / 5) * 0.3 })),
  compare: weeks.map((time, week) => ({ time, value: 1 + Math.sin(week / 5) * 0.31 })),
  gauges: weeks.map((time, week) => ({ time, value: (week * 7) % 100 })),
  regimes: [
    { from: start, to: start + 10 * WEEK, bull: true },
    { from: start + 10 * WEEK, to: start + 26 * WEEK, bull: false },
    { from: start + 26 * WEEK, to: start + 35 * WEEK, bull: true },
  ],
  trades: weeks.map((time, week) => ({ time, part: week % 10 === 0 ? 1.46 : 0.003 })),
};

describe("lanesOf", () => {
  it("keeps everything inside the chart at every width", () => {
    for (const width of [280, 328, 559, 560, 760, 1500]) {
      const lanes = lanesOf(data, width, 4);
      for (const { time, value } of data.prices) {
        expect(lanes.x(time)).toBeGreaterThanOrEqual(lanes.left);
        expect(lanes.x(time)).toBeLessThanOrEqual(width - lanes.right + 0.01);
        expect(lanes.y(value)).toBeGreaterThanOrEqual(lanes.top - 0.01);
        expect(lanes.y(value)).toBeLessThanOrEqual(lanes.priceBottom + 0.01);
      }
      expect(lanes.bands.map((band) => band.bull)).toEqual([true, false, true]);
      expect(lanes.bands.reduce((sum, band) => sum + band.w, 0)).toBeCloseTo(width - lanes.left - lanes.right, 3);
    }
  });
  it("keeps the labels at the end of the lines apart", () => {
    const { ends } = lanesOf(data, 760, 4);
    expect(Math.abs((ends.price?.labelY ?? 0) - (ends.compare?.labelY ?? 0))).toBeGreaterThanOrEqual(15);
  });
  it("draws one reading, and none", () => {
    const one = { prices: [{ time: start, value: 1 }], compare: [], gauges: [], regimes: [], trades: [] };
    expect(lanesOf(one, 328, 4).ends.price?.value).toBe(1);
    expect(lanesOf({ ...one, prices: [] }, 328, 4).price).toBe("");
  });
  it("24: draws a gap as a gap", () => {
    const silent = { ...data, prices: [...data.prices.slice(0, 10), ...data.prices.slice(24)] };
    const lanes = lanesOf(silent, 760, 4);
    expect(lanes.price.match(/M/g)).toHaveLength(2);
    expect(lanes.priceGaps.match(/M/g)).toHaveLength(1);
    expect(lanesOf(data, 760, 4).priceGaps).toBe("");
  });
  it("leaves out regimes and trades outside the range shown", () => {
    const last = { ...data, prices: data.prices.slice(-5), compare: [], gauges: data.gauges.slice(-5) };
    const lanes = lanesOf(last, 760, 4);
    expect(lanes.bands).toHaveLength(1);
    expect(lanes.circles).toHaveLength(5);
  });
});

describe("readings", () => {
  it("merges readings of one moment", () => {
    expect(
      merged([
        { time: 1, value: 1 },
        { time: 1, value: 2 },
        { time: 2, value: 3 },
      ]).map((reading) => reading.value),
    ).toEqual([2, 3]);
  });
  it("holds a value until the next reading", () => {
    expect(
      [0, 1, 5, 9].map((time) =>
        valueAt(
          [
            { time: 1, value: 10 },
            { time: 6, value: 20 },
          ],
          time,
        ),
      ),
    ).toEqual([null, 10, 10, 20]);
  });
  it("draws a ring whose area is the part traded", () => {
    const full = radius(1.5, 17);
    expect(radius(0.75, 17) ** 2 / full ** 2).toBeCloseTo(0.5);
    expect(radius(0.000001, 17)).toBe(1.6);
    expect(radius(9, 17)).toBe(17);
  });
});
