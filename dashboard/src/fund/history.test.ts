import type { Deployment } from "global-100-abi/addresses";
import { describe, expect, test } from "vitest";
import type { Client } from "../chain/client";
import { bucket, changeSince, gaugesOf, nowPoint, pointsOf, switchesOf, withNow } from "./history";
import type { Fund, Point } from "./model";
import { readPast, unread } from "./past";
import { rebalancesOf } from "./rebalances";
import { Chain, USD, USDC } from "./rows.fixture";
import { feeShares } from "./supply";
import { fundThen } from "./then";

const entry = (assets: number, shares: number, total: number, supply: number) => ({
  assets: BigInt(assets) * USDC, shares: BigInt(shares) * USD, fee_shares: 0n, total_assets: BigInt(total) * USDC, supply: BigInt(supply) * USD,
});
const point = (time: number, price: number): Point => ({
  time, block: BigInt(time), sharePrice: BigInt(price) * USD, nav: USD, kind: "entry",
});
const DAY = 86_400;

describe("pointsOf", () => {
  test("prices are those after the event", () => {
    const chain = new Chain()
      .after(1).log("Entered", entry(1_000, 1_000, 0, 0))
      .after(1).log("Entered", entry(1_100, 1_000, 1_100, 1_000))
      .after(1).log("Exited", { ...entry(550, 500, 2_200, 2_000) });
    expect(pointsOf(chain).map(({ sharePrice, nav, kind }) => [Number(sharePrice) / 1e18, Number(nav / USD), kind])).toEqual([
      [1, 1_000, "entry"], [1.1, 2_200, "entry"], [1.1, 1_650, "exit"],
    ]);
  });
  test("a session's price counts the fee that is due", () => {
    const year = 31_536_000;
    const chain = new Chain()
      .log("FeesSet", { management_bps: 100n, platform_bps: 10n })
      .after(1).log("Entered", entry(1_000, 1_000, 0, 0))
      .after(year).close(1, 1, 1_000n * USD, 0n, 0n);
    const due = feeShares(1_000n * USD, 100n, BigInt(year));
    expect(Number(due) / 1e18).toBeCloseTo(10.101, 3);
    expect(pointsOf(chain).at(-1)?.sharePrice).toBe((1_000n * USD * USD) / (1_000n * USD + due));
  });
  test("a fund that is wound down takes none", () => {
    const chain = new Chain()
      .log("FeesSet", { management_bps: 100n, platform_bps: 10n }).log("WoundDown", {})
      .after(1).log("Entered", entry(1_000, 1_000, 0, 0)).after(10_000_000).close(1, 1, 1_000n * USD, 0n, 0n);
    expect(pointsOf(chain).at(-1)?.sharePrice).toBe(USD);
  });
  test("of several readings at one time the last counts, and a settlement that traded is its trade", () => {
    const chain = new Chain()
      .after(1).log("Entered", entry(1_000, 1_000, 0, 0))
      .after(1).log("Entered", entry(1_000, 1_000, 1_000, 1_000))
      .log("Settled", { total_assets: 9_000n * USDC, supply: 1_000n * USD });
    expect(pointsOf(chain)).toHaveLength(2);
    expect(pointsOf(chain).at(-1)).toMatchObject({ kind: "entry", sharePrice: USD });
  });
  test("no shares, no price", () => {
    expect(pointsOf(new Chain().after(1).close(1, 1, USD, 0n, 0n))).toEqual([]);
    expect(nowPoint({ supply: 0n } as Fund)).toBeNull();
  });
});

describe("changeSince", () => {
  const points = [point(0, 1), point(5 * DAY, 2), point(13 * DAY, 3)];
  const now = point(20 * DAY, 4);
  test("the nearest reading that is old enough, with its own age", () => {
    expect(changeSince(points, now, 7 * DAY)).toEqual({ ratio: 0.333333333333, from: points[2] });
    expect(changeSince(points, now, "start")).toEqual({ ratio: 3, from: points[0] });
  });
  test("none within a quarter of the span, none at all, none old enough: why, and never a guess", () => {
    expect(changeSince(points, now, DAY)).toEqual({ why: "no-reading" });
    expect(changeSince(points, now, 30 * DAY)).toEqual({ why: "young" });
    expect(changeSince([], now, DAY)).toEqual({ why: "empty" });
    expect(changeSince([now], now, "start")).toEqual({ why: "empty" });
  });
  test("a fall", () => {
    expect(changeSince([point(0, 4)], point(DAY, 1), DAY)).toMatchObject({ ratio: -0.75 });
  });
});

describe("bucket", () => {
  const many = Array.from({ length: 5_000 }, (_, place) => point(place * 60, place + 1));
  test("at most so many, the first and the last kept, in order", () => {
    const drawn = bucket(many, 400);
    expect(drawn.length).toBeLessThanOrEqual(400);
    expect(drawn.length).toBeGreaterThan(390);
    expect(drawn[0]).toBe(many[0]);
    expect(drawn.at(-1)).toBe(many.at(-1));
    expect(drawn.every((each, place) => place === 0 || each.time > drawn[place - 1]!.time)).toBe(true);
  });
  test("few are left alone", () => {
    expect(bucket(many.slice(0, 400), 400)).toHaveLength(400);
    expect(bucket([], 400)).toEqual([]);
  });
});

describe("the past", () => {
  const chain = new Chain()
    .after(1).log("Entered", entry(1_000, 1_000, 0, 0))
    .after(DAY).decide(1, true, 60, { 2: 1_000_000 })
    .after(DAY).decide(2, true, 58, { 2: 1_000_000 })
    .after(DAY).log("SafeStateForced", { epoch: 3n, words: [1n | (1_000_000n << 16n)] });
  const rebalances = rebalancesOf(chain, new Map());
  const points = pointsOf(chain);
  test("switches and gauges", () => {
    expect(switchesOf(rebalances).map(({ bull }) => bull)).toEqual([true, false]);
    expect(gaugesOf(rebalances).map(({ gauge }) => gauge)).toEqual([60_000_000n, 58_000_000n]);
  });
  test("the fund at a time, from events alone", () => {
    const [first] = rebalances;
    expect(fundThen(rebalances, points, first!.time - 1)).toMatchObject({ rebalance: undefined, weights: [], gauge: null });
    expect(fundThen(rebalances, points, first!.time)).toMatchObject({ gauge: 60_000_000n, bull: true, point: { sharePrice: USD } });
    expect(fundThen(rebalances, points, chain.time)).toMatchObject({ gauge: null, bull: false, weights: [{ asset: 1 }] });
  });
  test("the live point ends the line and replaces a reading of its own time", () => {
    const now = { ...point(10, 5), kind: "now" as const };
    expect(withNow([point(5, 1), point(10, 2)], now).map(({ kind, time }) => [kind, time])).toEqual([["entry", 5], ["now", 10]]);
  });
});

describe("quiet weeks", () => {
  const chain = new Chain()
    .decide(1, true, 60, { 2: 1_000_000 })
    .after(1).log("Entered", entry(1_000, 1_000, 0, 0))
    .after(DAY).decide(2, true, 60, { 2: 1_000_000 }).close(2, 1, 1_000n * USD, 0n, 0n)
    .after(DAY).decide(3, true, 60, { 2: 1_000_000 });
  test("decisions without a reading are asked for, none from before the first", () => {
    expect(unread(chain.rows, pointsOf(chain))).toEqual([{ block: 3n, time: chain.time }]);
  });
  test("a node that remembers fills them in; one that does not is asked no further back", async () => {
    const asked = Array.from({ length: 25 }, (_, place) => ({ block: BigInt(place), time: place }));
    const blocks: bigint[] = [];
    const client = (remembers: bigint) => ({
      readContract: async ({ functionName, blockNumber }: { functionName: string; blockNumber: bigint }) => {
        if (functionName === "quote") return USD;
        if (functionName === "totalAssets") return 5n * USDC;
        blocks.push(blockNumber);
        if (blockNumber < remembers) throw new Error("missing trie node");
        return 10n ** 12n;
      },
    }) as unknown as Client;
    const found = await readPast(client(20n), { registry: "0x1", vault: "0x2" } as unknown as Deployment, asked);
    expect(found.map(({ block }) => block)).toEqual([20n, 21n, 22n, 23n, 24n]);
    expect(found[0]).toMatchObject({ sharePrice: USD, nav: 5n * USD, kind: "decision" });
    expect(Math.min(...blocks.map(Number))).toBe(5);
  });
});
