import { describe, expect, it } from "vitest";
import { layout } from "./layout";
import { neighbour } from "./neighbour";

const grid = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => ({ x: column * 50, y: row * 40, w: 50, h: 40 })));

describe("neighbour", () => {
  it("moves by direction in a grid and stays at the border", () => {
    expect(neighbour(grid, 4, "left")).toBe(3);
    expect(neighbour(grid, 4, "right")).toBe(5);
    expect(neighbour(grid, 4, "up")).toBe(1);
    expect(neighbour(grid, 4, "down")).toBe(7);
    expect(neighbour(grid, 2, "right")).toBe(2);
    expect(neighbour(grid, 0, "up")).toBe(0);
    expect(neighbour(grid, 99, "up")).toBe(99);
  });
  it("reaches every tile of a map from the first one", () => {
    const items = Array.from({ length: 100 }, (_, place) => ({ id: place, weight: Math.max(1 / (place + 1), 0.01) }));
    for (const width of [328, 760, 1400]) {
      const map = layout(items, width, 470);
      const boxes = [...map.tiles.map(({ box }) => box), ...(map.block ? [map.block.box] : [])];
      const seen = new Set([0]);
      const open = [0];
      for (let here = open.pop(); here !== undefined; here = open.pop()) {
        for (const direction of ["left", "right", "up", "down"] as const) {
          const next = neighbour(boxes, here, direction);
          if (!seen.has(next)) {
            seen.add(next);
            open.push(next);
          }
        }
      }
      expect(seen.size).toBe(boxes.length);
    }
  });
});
