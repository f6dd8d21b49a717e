import { describe, expect, it } from "vitest";
import { classOf, LIMITS } from "./classes";
import { labelOf, LEAST_SIZE } from "./label";

const measure = (text: string) => text.length * 0.6;
const words = { symbol: "LINK", weight: "2.55%", change: "+13.4%" };

describe("labelOf", () => {
  it("writes symbol, weight and change where there is room", () => {
    const label = labelOf({ x: 0, y: 0, w: 300, h: 200 }, words, measure, false);
    expect([label.symbol?.text, label.weight?.text, label.change?.text]).toEqual(["LINK", "2.55%", "+13.4%"]);
  });
  it("leaves out what does not fit and never cuts", () => {
    for (let w = 4; w < 240; w += 3) {
      for (let h = 4; h < 160; h += 7) {
        const label = labelOf({ x: 0, y: 0, w, h }, words, measure, false);
        const lines = [label.symbol, label.weight, label.change].filter((line) => line !== undefined);
        let high = 2 * label.pad - 1;
        for (const line of lines) {
          expect(measure(line.text) * line.size).toBeLessThanOrEqual(w - 2 * label.pad);
          expect(line.size).toBeGreaterThanOrEqual(LEAST_SIZE);
          high += line.size * 1.25;
        }
        if (lines.length > 0) {
          expect(high).toBeLessThanOrEqual(h);
        }
        expect(label.change !== undefined && label.weight === undefined).toBe(false);
        expect(label.weight !== undefined && label.symbol === undefined).toBe(false);
      }
    }
  });
  it("leaves out a hostile name of 32 letters on a small tile", () => {
    expect(
      labelOf({ x: 0, y: 0, w: 60, h: 60 }, { ...words, symbol: "W".repeat(32) }, measure, false).symbol,
    ).toBeUndefined();
  });
});

describe("classOf", () => {
  it("turns at its limits", () => {
    expect([-9, -8, -4, -1, -0.99, 0, 0.99, 1, 4, 8].map((value) => classOf(value, LIMITS.week))).toEqual([
      "n3",
      "n3",
      "n2",
      "n1",
      "z",
      "z",
      "z",
      "p1",
      "p2",
      "p3",
    ]);
  });
  it("puts the unknown into the middle", () => {
    expect(classOf(null, LIMITS.week)).toBe("z");
  });
});
