import { describe, expect, test } from "vitest";
import { offsetsOf, sightOf } from "./sight";

const keys = Array.from({ length: 5_000 }, (_, place) => String(place));

describe("rows in sight", () => {
  const offsets = offsetsOf(keys, new Map([["1", 100]]), 40);
  test("a measured row counts as it is, the others as estimated", () => {
    expect(offsets.slice(0, 4)).toEqual([0, 40, 140, 180]);
    expect(offsets.at(-1)).toBe(5_000 * 40 + 60);
  });
  test("the rows that touch the window, and no others", () => {
    expect(sightOf(offsets, 0, 40)).toEqual({ first: 0, end: 2 });
    expect(sightOf(offsets, 39, 39)).toEqual({ first: 0, end: 1 });
    expect(sightOf(offsets, 40, 139)).toEqual({ first: 1, end: 2 });
    expect(sightOf(offsets, 100_060, 100_860)).toEqual({ first: 2_500, end: 2_521 });
  });
  test("above the list and below it there is one row", () => {
    expect(sightOf(offsets, -900, -100)).toEqual({ first: 0, end: 1 });
    expect(sightOf(offsets, 9e6, 9e6 + 800)).toEqual({ first: 4_999, end: 5_000 });
  });
  test("an empty list", () => {
    expect(sightOf(offsetsOf([], new Map(), 40), 0, 800)).toEqual({ first: 0, end: 0 });
  });
});
