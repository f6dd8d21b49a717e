import { describe, expect, it } from "vitest";
import type { LogRow, Rebalance, Session } from "../../fund/model";
import { entriesOf, filtered } from "./entries";

let block = 0n;
function row(event: string, args: Record<string, unknown> = {}, tx = `0x${(block + 1n).toString(16)}`): LogRow {
  block += 1n;
  return {
    event,
    contract: "vault",
    args,
    block,
    time: Number(block) * 60,
    tx: tx as LogRow["tx"],
    logIndex: 0,
    sequence: block,
  };
}
function session(tx: string, asset: number): Session {
  const leg = {
    asset,
    buy: true,
    amountIn: 1n,
    amountOut: 1n,
    price: 1n,
    value: 1n,
    cost: 0n,
    slippageBps: 0,
    time: 0,
    tx: tx as LogRow["tx"],
    sequence: 1n,
  };
  return {
    number: 1n,
    time: 0,
    tx: tx as LogRow["tx"],
    legs: [leg],
    failed: [],
    navBefore: 1n,
    navAfter: 1n,
    turnover: 1n,
    cost: 0n,
  };
}
function rebalance(epoch: bigint, sessions: Session[], bull = true, switched = false): Rebalance {
  return {
    epoch,
    time: Number(epoch),
    bull,
    gauge: 60_000_000n,
    dataHash: "0x1",
    dataUri: "",
    targets: [],
    cameIn: [],
    left: [],
    sessions,
    fills: [],
    turnover: 0n,
    turnoverPart: 0,
    cost: 0n,
    switched,
  };
}

describe("entriesOf", () => {
  it("groups what belongs to a rebalance and joins quiet reviews into one line", () => {
    block = 0n;
    const rows = [
      row("Activated", { epoch: 1n }),
      row("LegTraded", { asset: 4n }, "0xa"),
      row("SessionClosed", { epoch: 1n }, "0xa"),
      row("Activated", { epoch: 2n }),
      row("Activated", { epoch: 3n }),
      row("Entered"),
      row("Activated", { epoch: 4n }),
      row("SessionClosed", { epoch: 4n }, "0xb"),
    ];
    const entries = entriesOf(rows, [
      rebalance(1n, [session("0xa", 4)]),
      rebalance(2n, []),
      rebalance(3n, []),
      rebalance(4n, [session("0xb", 5)]),
    ]);
    expect(entries.map((entry) => entry.key.split("-0x")[0])).toEqual(["epoch-4", "Entered", "quiet-2", "epoch-1"]);
    expect(entries.find((entry) => entry.type === "quiet")?.rebalances).toHaveLength(2);
  });
  it("ends a quiet run at a switch of the regime", () => {
    const entries = entriesOf([], [rebalance(1n, []), rebalance(2n, [], false), rebalance(3n, [], false)]);
    expect(entries.filter((entry) => entry.type === "quiet")).toHaveLength(2);
  });
  it("leaves out events without a number, which repeat a numbered one, and nothing else", () => {
    block = 0n;
    const entries = entriesOf([{ ...row("Deposit"), sequence: null }, row("Entered"), row("SomethingNew")], []);
    expect(entries.map((entry) => entry.key.split("-")[0])).toEqual(["SomethingNew", "Entered"]);
  });
  it("shows a decision that has no group and a proposal that never took effect", () => {
    block = 0n;
    const entries = entriesOf([row("Proposed", { epoch: 9n }), row("Activated", { epoch: 8n })], []);
    expect(entries).toHaveLength(2);
  });
  it("joins neighbours of one kind of bookkeeping", () => {
    block = 0n;
    const entries = entriesOf([row("FeesAccrued"), row("FeesAccrued"), row("Entered"), row("FeesAccrued")], []);
    expect(entries.map((entry) => entry.type)).toEqual(["row", "row", "run"]);
  });
});

describe("filtered", () => {
  it("finds kinds and assets", () => {
    block = 0n;
    const entries = entriesOf(
      [
        row("Entered"),
        row("ClaimBooked", { asset: 7n }),
        row("FeesSet"),
        row("ExitedInKind", { assets: [3n, 7n] }),
        row("HeldSet"),
      ],
      [rebalance(1n, [session("0xa", 7)]), rebalance(2n, [session("0xb", 8)], false, true)],
    );
    const count = (kind: Parameters<typeof filtered>[1], assets: number[] | null = null) =>
      filtered(entries, kind, assets && new Set(assets)).length;
    expect(count("all")).toBe(6);
    expect(count("rebalance")).toBe(2);
    expect(count("switch")).toBe(1);
    expect(count("flow")).toBe(2);
    expect(count("batch")).toBe(1);
    expect(count("fee")).toBe(1);
    expect(count("rule")).toBe(1);
    expect(count("all", [7])).toBe(3);
    expect(count("all", [])).toBe(0);
  });
});
