import { describe, expect, it } from "vitest";
import type { Point, Rebalance } from "../../fund/model";
import { chartOf, hasRange, inForceAt, nextReview, regimesOf, scaledTo, stopsOf } from "./chartData";

const WEEK = 7 * 86_400;
const start = Date.UTC(2022, 6, 18) / 1000;
const USD = 10n ** 18n;
const points: Point[] = Array.from({ length: 20 }, (_, week) => ({
  time: start + week * WEEK,
  block: BigInt(week),
  sharePrice: USD + BigInt(week) * (USD / 100n),
  nav: USD,
  kind: "session" as const,
}));
function decision(week: number, bull: boolean, turnoverPart = 0.01): Rebalance {
  return {
    epoch: BigInt(week + 1),
    time: start + week * WEEK,
    bull,
    gauge: bull ? 80_000_000n : 30_000_000n,
    dataHash: "0x1",
    dataUri: "",
    targets: [],
    cameIn: [],
    left: [],
    sessions: [],
    fills: [],
    turnover: 0n,
    turnoverPart,
    cost: 0n,
    switched: false,
  };
}
const weeks = points.map((_, week) => decision(week, week < 8 || week > 14));
const now = start + 19 * WEEK + 12;

describe("chartOf", () => {
  it("takes what lies in the range, and regimes without holes", () => {
    const data = chartOf(points, weeks, [], now, "quarter");
    expect(data.prices).toHaveLength(12);
    expect(data.gauges).toHaveLength(12);
    expect(regimesOf(weeks, now).map(({ bull }) => bull)).toEqual([true, false, true]);
    expect(regimesOf(weeks, now).at(-1)?.to).toBe(now);
  });
  it("11: draws nothing for a fund without a share", () => {
    const data = chartOf([{ ...points[0], sharePrice: 0n } as Point], [], [], now, "all");
    expect(data.prices).toEqual([]);
    expect(stopsOf(data, [])).toEqual([]);
  });
  it("has no gauge for the safe state, which nobody decided", () => {
    expect(chartOf(points, [{ ...decision(0, false), dataHash: "0x0000" }], [], now, "all").gauges).toEqual([]);
  });
});

it("stops the cursor by week, or at every reading of a young fund", () => {
  expect(stopsOf(chartOf(points, weeks, [], now, "all"), weeks)).toHaveLength(20);
  expect(stopsOf(chartOf(points.slice(0, 3), weeks.slice(0, 1), [], now, "all"), weeks.slice(0, 1))).toHaveLength(3);
});
it("24: switches off ranges that the history does not fill", () => {
  expect(hasRange(points, now, "quarter")).toBe(true);
  expect(hasRange(points.slice(-3), now, "month")).toBe(false);
  expect(hasRange([], now, "month")).toBe(false);
});
it("brings the comparison to the price where both begin", () => {
  const scaled = scaledTo(
    [
      { time: start - 10 * WEEK, value: 2 },
      { time: start, value: 4 },
      { time: start + WEEK, value: 6 },
    ],
    [{ time: start, value: 1 }],
  );
  expect(scaled).toEqual([
    { time: start, value: 1 },
    { time: start + WEEK, value: 1.5 },
  ]);
  expect(scaledTo([], [{ time: start, value: 1 }])).toEqual([]);
});
it("knows the decision in force and the next Monday", () => {
  expect(inForceAt(weeks, start - 1)).toBeNull();
  expect(inForceAt(weeks, start + WEEK + 5)?.epoch).toBe(2n);
  expect(nextReview(start)).toBe(start + WEEK);
  expect(nextReview(start - 1)).toBe(start);
  expect(new Date(nextReview(1_679_292_012) * 1000).toISOString()).toBe("2023-03-27T00:00:00.000Z");
});
