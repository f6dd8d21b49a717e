import { expect, it } from "vitest";
import { compare } from "./compare";

it("says who came, left and moved, largest first", () => {
  const before = [
    { asset: 1, weightPpm: 10_000 },
    { asset: 2, weightPpm: 500_000 },
    { asset: 3, weightPpm: 90_000 },
    { asset: 4, weightPpm: 400_000 },
  ];
  const after = [
    { asset: 1, weightPpm: 10_000 },
    { asset: 2, weightPpm: 480_000 },
    { asset: 4, weightPpm: 450_000 },
    { asset: 9, weightPpm: 60_000 },
  ];
  const found = compare(before, after);
  expect(found.came.map((move) => move.asset)).toEqual([9]);
  expect(found.left.map((move) => move.asset)).toEqual([3]);
  expect(found.moved.map((move) => move.asset)).toEqual([4, 2]);
  expect(compare([], []).moved).toEqual([]);
});
