import { expect, it } from "vitest";
import { readDecisionParts } from "./parts";

const good = {
  as_of: "2023-03-20",
  parts: { trend: 100_000_000, momentum: 100_000_000, breadth: 94_480_001 },
  universe: { coverage_ppm: 1_000_000 },
};

it("takes parts whose mean is the gauge on the chain", () => {
  expect(readDecisionParts(good, 98_160_000n)).toEqual({
    parts: { trend: 100_000_000n, momentum: 100_000_000n, breadth: 94_480_001n },
    coveragePpm: 1_000_000,
    asOf: "2023-03-20",
  });
});
it("takes parts as the keeper rounds them", () => {
  const parts = { trend: 83_129_000, momentum: 100_000_000, breadth: 80_989_900 };
  expect(readDecisionParts({ ...good, parts }, 88_039_641n).parts).not.toBeNull();
  expect(readDecisionParts({ ...good, parts }, 88_039_700n).parts).toBeNull();
});
it("allows for the rounding of the parts", () => {
  expect(
    readDecisionParts({ parts: { trend: 71_100_500, momentum: 100_000_000, breadth: 83_000_000 } }, 84_700_160n).parts,
  ).not.toBeNull();
});
it("refuses parts that lead elsewhere, and whatever is not parts", () => {
  expect(readDecisionParts(good, 98_170_000n).parts).toBeNull();
  for (const parts of [
    null,
    5,
    {},
    { trend: "1", momentum: 1, breadth: 1 },
    { trend: -1, momentum: 1, breadth: 1 },
    { trend: 100_000_001, momentum: 1, breadth: 1 },
  ]) {
    expect(readDecisionParts({ ...good, parts }, 98_160_000n).parts).toBeNull();
  }
  expect(readDecisionParts(null, 1n)).toEqual({ parts: null, coveragePpm: null, asOf: null });
  expect(readDecisionParts({ as_of: "<b>", universe: [] }, 1n)).toEqual({ parts: null, coveragePpm: null, asOf: null });
});
