import { describe, expect, it } from "vitest";
import { lastAt, linear, nearest, path, timeTicks, valueAxis } from "./scale";

describe("linear", () => {
  it("maps the ends to the ends", () => {
    const scale = linear([10, 20], [0, 100]);
    expect([scale(10), scale(15), scale(20)]).toEqual([0, 50, 100]);
  });
  it("puts one reading into the middle", () => {
    expect(linear([5, 5], [0, 100])(5)).toBe(50);
  });
});

describe("valueAxis", () => {
  it("holds all readings between four to six lines", () => {
    for (const values of [
      [0.93, 1.49],
      [0.9327, 0.9329],
      [1, 1],
      [0.00012, 0.00019],
      [4, 61_000],
      [-3, 8],
    ]) {
      const axis = valueAxis(values);
      expect(axis.lo).toBeLessThanOrEqual(Math.min(...values));
      expect(axis.hi).toBeGreaterThanOrEqual(Math.max(...values));
      expect(axis.ticks.length).toBeGreaterThanOrEqual(3);
      expect(axis.ticks.length).toBeLessThanOrEqual(6);
    }
  });
  it("has digits that tell its ticks apart", () => {
    const axis = valueAxis([0.9327, 0.9329]);
    expect(new Set(axis.ticks.map((tick) => tick.toFixed(axis.digits))).size).toBe(axis.ticks.length);
  });
  it("does not fail without a reading", () => {
    expect(valueAxis([]).ticks.length).toBeGreaterThan(1);
    expect(valueAxis([Number.NaN]).ticks.length).toBeGreaterThan(1);
  });
});

describe("timeTicks", () => {
  const start = Date.UTC(2022, 6, 18) / 1000;
  it("never stands closer than the gap", () => {
    for (const days of [1, 3, 14, 40, 252, 700, 4000]) {
      for (const width of [220, 700, 1500]) {
        const to = start + days * 86_400;
        const ticks = timeTicks(start, to, width, 44);
        const px = ticks.map((tick) => ((tick.time - start) / (to - start)) * width);
        for (let place = 1; place < px.length; place++) {
          expect((px[place] ?? 0) - (px[place - 1] ?? 0)).toBeGreaterThan(38);
        }
        expect(ticks.every((tick) => tick.time >= start && tick.time <= to)).toBe(true);
      }
    }
  });
  it("names the years of a long axis", () => {
    const ticks = timeTicks(start, start + 3 * 365 * 86_400, 600, 44);
    expect(
      ticks.filter((tick) => tick.kind === "year").map((tick) => new Date(tick.time * 1000).getUTCFullYear()),
    ).toEqual([2023, 2024, 2025]);
  });
  it("is empty for a single moment", () => {
    expect(timeTicks(start, start, 600, 44)).toEqual([]);
  });
  it("puts weekly ticks on Mondays", () => {
    const ticks = timeTicks(start, start + 40 * 86_400, 600, 60);
    expect(ticks.every((tick) => new Date(tick.time * 1000).getUTCDay() === 1)).toBe(true);
  });
});

describe("path", () => {
  it("draws a gap as a gap", () => {
    expect(path([[0, 0], [1, 1], null, [2, 2], [3, 3]])).toBe("M0.0 0.0L1.0 1.0M2.0 2.0L3.0 3.0");
  });
});

describe("nearest and lastAt", () => {
  const times = [10, 20, 40];
  it("finds the neighbour on either side", () => {
    expect([0, 14, 16, 31, 99].map((time) => nearest(times, time))).toEqual([0, 0, 1, 2, 2]);
    expect(nearest([], 5)).toBe(-1);
  });
  it("finds the last one that has happened", () => {
    expect([9, 10, 39, 40].map((time) => lastAt(times, time))).toEqual([-1, 0, 1, 2]);
  });
});
