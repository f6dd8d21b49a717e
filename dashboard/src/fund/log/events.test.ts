import { indexTraderAbi } from "global-100-abi/indexTrader";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { encodeAbiParameters, encodeEventTopics, numberToHex } from "viem";
import { describe, expect, test } from "vitest";
import { contractsOf, type RawLog, rowOf, TOPICS } from "./events";

const address = (digit: string) => `0x${digit.repeat(40)}` as const;
const contracts = contractsOf({
  block: 0n, vault: address("a"), queue: address("2"), auctions: address("3"), router: address("4"), lens: address("5"),
  trader: address("6"), strategy: address("7"), registry: address("8"), policy: address("9"), usdc: address("1"),
});

function raw(over: Partial<RawLog>): RawLog {
  const topics = encodeEventTopics({ abi: indexTraderAbi, eventName: "LegTraded", args: { session: 3n, asset: 2n } });
  const data = encodeAbiParameters(
    [{ type: "uint256" }, { type: "bool" }, { type: "uint256" }, { type: "uint256" }, { type: "uint256" }],
    [9n, true, 100n, 50n, 2n],
  );
  return {
    address: address("6"), topics: topics as RawLog["topics"], data, blockNumber: numberToHex(5), blockHash: "0x1",
    transactionHash: "0x2", logIndex: numberToHex(4), ...over,
  };
}

describe("rowOf", () => {
  test("a log of ours, with its number", () => {
    expect(rowOf(raw({}), contracts, 77)).toEqual({
      event: "LegTraded", contract: "trader", block: 5n, time: 77, tx: "0x2", logIndex: 4, sequence: 9n,
      args: { session: 3n, asset: 2n, sequence: 9n, buy: true, amount_in: 100n, amount_out: 50n, price: 2n },
    });
  });
  test("an address in capitals is the same", () => {
    expect(rowOf(raw({ address: "0xAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }), contracts, 0)).toBeUndefined();
    expect(rowOf(raw({ address: address("6").toUpperCase().replace("0X", "0x") as `0x${string}` }), contracts, 0)).toBeDefined();
  });
  test("another contract, another event, and data that does not fit are left out", () => {
    expect(rowOf(raw({ address: address("f") }), contracts, 0)).toBeUndefined();
    expect(rowOf(raw({ address: address("a") }), contracts, 0)).toBeUndefined();
    expect(rowOf(raw({ data: "0x12" }), contracts, 0)).toBeUndefined();
  });
  test("what has no number is not asked for", () => {
    const [transfer] = encodeEventTopics({ abi: indexVaultAbi, eventName: "Transfer" });
    expect(TOPICS).not.toContain(transfer);
    expect(TOPICS.length).toBeGreaterThan(40);
  });
});
