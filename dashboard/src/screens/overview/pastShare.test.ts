import { expect, it } from "vitest";
import type { LogRow } from "../../fund";
import { rowBefore } from "./pastShare";

it("takes a block that is as old as the span, and none that misses it by more than a quarter", () => {
  const rows = [10, 60, 95].map((time) => ({ time, block: BigInt(time) }) as LogRow);
  expect(rowBefore(rows, 100, 40)?.time).toBe(60);
  expect(rowBefore(rows, 100, 41)?.time).toBeUndefined();
  expect(rowBefore(rows, 100, 100)).toBeNull();
  expect(rowBefore([], 100, 1)).toBeNull();
});
