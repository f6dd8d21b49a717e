import { describe, expect, it } from "vitest";
import { at, heightFor, layout, NARROW, openBlock } from "./layout";
import type { Box, Placed, Weighted } from "./layout";

/** Weights like the fund's: three large ones, a floor of 0.1 %. */
function fund(count: number): Weighted[] {
  const raw = Array.from({ length: count }, (_, place) => Math.max(1 / (place + 1) ** 1.5, 0.002));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight, place) => ({ id: place + 1, weight: weight / total }));
}

const area = (box: Box) => box.w * box.h;
const every = <T>(map: { tiles: readonly Placed<T>[]; block: { tiles: readonly Placed<T>[] } | null }) => [
  ...map.tiles,
  ...(map.block?.tiles ?? []),
];

describe("layout", () => {
  it("gives equal area to equal weight, within 2 %, at every width", () => {
    for (const count of [1, 2, 3, 9, 20, 100, 112]) {
      for (const width of [296, 328, 519, 520, 700, 760, 1100, 1500]) {
        const map = layout(fund(count), width, heightFor(width, false));
        const tiles = every(map);
        expect(tiles).toHaveLength(count);
        const scale = tiles.map(({ item, box }) => area(box) / item.weight);
        expect(Math.max(...scale) / Math.min(...scale)).toBeLessThan(1.02);
      }
    }
  });
  it("covers the map without overlap", () => {
    const map = layout(fund(100), 760, 470);
    const boxes = [...every(map).map(({ box }) => box), ...(map.block ? [map.block.bar] : [])];
    for (const [place, one] of boxes.entries()) {
      for (const two of boxes.slice(place + 1)) {
        const w = Math.min(one.x + one.w, two.x + two.w) - Math.max(one.x, two.x);
        const h = Math.min(one.y + one.h, two.y + two.h) - Math.max(one.y, two.y);
        expect(w > 0.01 && h > 0.01).toBe(false);
      }
      expect(one.x).toBeGreaterThanOrEqual(-0.01);
      expect(one.x + one.w).toBeLessThanOrEqual(760.01);
      expect(one.y + one.h).toBeLessThanOrEqual(470.01);
    }
    const gap = 2 * (map.block?.bar.w ?? 0);
    expect(boxes.reduce((sum, box) => sum + area(box), 0) + gap).toBeCloseTo(760 * 470, 0);
  });
  it("folds what is too small to read, and nothing else", () => {
    for (const [width, least] of [
      [328, 1900],
      [760, 2500],
    ] as const) {
      const map = layout(fund(100), width, heightFor(width, false));
      expect(map.block).not.toBeNull();
      for (const { box } of map.tiles) {
        expect(area(box)).toBeGreaterThan(least * 0.9);
      }
      for (const { box } of map.block?.tiles ?? []) {
        expect(area(box)).toBeLessThan(least);
      }
    }
  });
  it("draws three stablecoins and a single asset without a block", () => {
    for (const weights of [[0.5, 0.25, 0.25], [1]]) {
      const map = layout(
        weights.map((weight, place) => ({ id: place, weight })),
        NARROW,
        400,
      );
      expect(map.block).toBeNull();
      expect(map.tiles).toHaveLength(weights.length);
    }
  });
  it("draws nothing for a fund that holds nothing", () => {
    expect(layout([], 700, 400)).toEqual({ tiles: [], block: null });
    expect(layout([{ id: 1, weight: 0 }], 700, 400)).toEqual({ tiles: [], block: null });
  });
  it("works when every asset is small", () => {
    const map = layout(
      Array.from({ length: 112 }, (_, id) => ({ id, weight: 1 / 112 })),
      328,
      420,
    );
    expect(map.tiles).toHaveLength(0);
    expect(map.block?.tiles).toHaveLength(112);
  });
  it("opens the block over the whole map", () => {
    const small = fund(100).slice(12);
    const block = openBlock(small, 760, 470);
    expect(block.tiles).toHaveLength(small.length);
    expect(block.bar.w).toBe(760);
  });
  it("finds the tile under a point", () => {
    const map = layout(fund(20), 760, 470);
    const first = map.tiles[0];
    expect(at(map.tiles, (first?.box.x ?? 0) + 3, (first?.box.y ?? 0) + 3)).toBe(first);
    expect(at(map.tiles, -5, -5)).toBeUndefined();
  });
});
