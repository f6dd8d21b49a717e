import { expect, it } from "vitest";
import type { Leg, LogRow, Rebalance, Session } from "../../fund";
import type { Entry } from "./entries";
import { batchesOf, itemsOf } from "./items";

const at = { block: 1n, logIndex: 0, time: 0 };
const leg = (asset: number, value: bigint): Leg => ({
  asset,
  buy: true,
  amountIn: 1n,
  amountOut: 1n,
  price: 1n,
  value,
  cost: 0n,
  slippageBps: 0,
  time: 0,
  tx: "0xa",
  sequence: BigInt(asset),
});
function session(number: bigint, tx: `0x${string}`, legs: Leg[]): Session {
  return { number, time: 0, tx, legs, failed: [], navBefore: 1n, navAfter: 1n, turnover: 1n, cost: 0n };
}
function group(sessions: Session[]): Entry {
  const rebalance: Rebalance = {
    epoch: 3n,
    time: 0,
    bull: true,
    gauge: 1n,
    dataHash: "0x1",
    dataUri: "",
    targets: [],
    cameIn: [],
    left: [],
    sessions,
    fills: [],
    turnover: 1n,
    turnoverPart: 0.1,
    cost: 0n,
    switched: false,
  };
  return { type: "rebalance", key: "epoch-3", at, rebalance };
}
const types = (entry: Entry, assets: Set<number> | null = null, batches = new Map<string, bigint>()) =>
  itemsOf([entry], new Set(["epoch-3"]), assets, batches).map((item) =>
    item.type === "leg" ? `leg ${item.leg.asset}` : item.type,
  );

it("is one line while closed, and proof and trades, largest first, while open", () => {
  const entry = group([session(1n, "0xa", [leg(4, 5n), leg(5, 9n)])]);
  expect(itemsOf([entry], new Set(), null, new Map())).toHaveLength(1);
  expect(types(entry)).toEqual(["entry", "proof", "leg-head", "leg 5", "leg 4"]);
});
it("names sessions where there are several, or one that settled a batch", () => {
  expect(types(group([session(1n, "0xa", [leg(4, 5n)]), session(2n, "0xb", [leg(5, 5n)])]))).toEqual([
    "entry",
    "proof",
    "session",
    "leg-head",
    "leg 4",
    "session",
    "leg-head",
    "leg 5",
  ]);
  expect(types(group([session(1n, "0xa", [leg(4, 5n)])]), null, new Map([["0xa", 2n]]))).toContain("session");
});
it("shows the trades of the assets asked for alone", () => {
  expect(types(group([session(1n, "0xa", [leg(4, 5n), leg(5, 9n)])]), new Set([4]))).toEqual([
    "entry",
    "proof",
    "leg-head",
    "leg 4",
  ]);
});
it("knows which transactions settled a batch", () => {
  const row = { event: "Settled", tx: "0xa", args: { batch: 2n } } as unknown as LogRow;
  expect(batchesOf([row, { ...row, event: "Locked", tx: "0xb" }])).toEqual(new Map([["0xa", 2n]]));
});
