import { describe, expect, test } from "vitest";
import { encodeAbiParameters, encodeEventTopics, numberToHex } from "viem";
import { indexTraderAbi } from "global-100-abi/indexTrader";
import type { Client } from "../../chain/client";
import { sourceOf } from "./source";

const address = (digit: string) => `0x${digit.repeat(40)}` as const;
const deployment = {
  block: 0n, vault: address("a"), queue: address("2"), auctions: address("3"), router: address("4"), lens: address("5"),
  trader: address("6"), strategy: address("7"), registry: address("8"), policy: address("9"), usdc: address("1"),
} as const;
const hash = (number: number) => numberToHex(number, { size: 32 });

function log(block: number, stamped: boolean) {
  return {
    address: address("6"),
    topics: encodeEventTopics({ abi: indexTraderAbi, eventName: "LegTraded", args: { session: 3n, asset: 2n } }),
    data: encodeAbiParameters(
      [{ type: "uint256" }, { type: "bool" }, { type: "uint256" }, { type: "uint256" }, { type: "uint256" }],
      [BigInt(block), true, 100n, 50n, 2n],
    ),
    blockNumber: numberToHex(block), blockHash: hash(block), transactionHash: "0x2", logIndex: "0x0",
    ...(stamped ? { blockTimestamp: numberToHex(1_000 + block) } : {}),
  };
}

function clientOf(logs: readonly object[]) {
  const blocks: string[] = [];
  const client = {
    request: async () => logs,
    getBlock: async ({ blockHash }: { blockHash: `0x${string}` }) => {
      blocks.push(blockHash);
      return { hash: blockHash, timestamp: 1_000n + BigInt(blockHash) };
    },
  } as unknown as Client;
  return { blocks, client };
}

describe("sourceOf", () => {
  test("the time comes with the log", async () => {
    const { blocks, client } = clientOf([log(5, true)]);
    const [row] = await sourceOf(client, deployment).rows(0n, 9n);
    expect(row).toMatchObject({ time: 1_005, sequence: 5n });
    expect(blocks).toEqual([]);
  });
  test("or from its block, each asked once", async () => {
    const { blocks, client } = clientOf([log(5, false), log(5, false), log(7, false)]);
    const source = sourceOf(client, deployment);
    expect((await source.rows(0n, 9n)).map(({ time }) => time)).toEqual([1_005, 1_005, 1_007]);
    await source.rows(0n, 9n);
    expect(blocks).toEqual([hash(5), hash(7)]);
  });
});
