import { describe, expect, it } from "vitest";
import { band, effect, needle, place, threshold, ticks } from "./gauge";

describe("gauge", () => {
  it("has 101 ticks from left to right", () => {
    const all = ticks(98.2);
    expect(all).toHaveLength(101);
    expect(all.filter((tick) => tick.reached)).toHaveLength(99);
    for (let point = 1; point <= 100; point++) {
      expect(all[point]?.x1).toBeGreaterThan(all[point - 1]?.x1 ?? Number.NaN);
    }
  });
  it("stands upright at 50 and flat at the ends", () => {
    expect(place(50, 100)[0]).toBeCloseTo(160);
    expect(place(0, 100)[1]).toBeCloseTo(154);
    expect(place(100, 100)[1]).toBeCloseTo(154);
  });
  it("keeps the needle on the scale whatever the value", () => {
    expect(needle(130)).toEqual(needle(100));
    expect(needle(-4)).toEqual(needle(0));
  });
  it("cuts thresholds through the ticks", () => {
    const line = threshold(45);
    const tick = ticks(0)[45];
    expect(line.y1).toBeLessThan(tick?.y1 ?? 0);
    expect(line.y2).toBeGreaterThan(tick?.y2 ?? 0);
  });
  it("draws the band as one arc", () => {
    expect(band()).toMatch(/^M[\d.]+ [\d.]+A119 119 0 0 1 [\d.]+ [\d.]+$/);
  });
  it("switches at the thresholds and nowhere between", () => {
    expect([45, 45.1, 54.9, 55].map((value) => effect(value, true))).toEqual(["leave", "keep", "keep", "keep"]);
    expect([45, 54.999999, 55].map((value) => effect(value, false))).toEqual(["keep", "keep", "enter"]);
  });
});
