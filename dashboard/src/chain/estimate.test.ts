import type { Client } from "viem";
import { describe, expect, test } from "vitest";
import { estimateGas } from "./estimate";

describe("estimateGas", () => {
  const asked: unknown[] = [];
  const client = {
    request: async (call: unknown) => {
      asked.push(call);
      return "0x5208";
    },
  } as unknown as Client;

  test("without an override", async () => {
    expect(await estimateGas(client, { account: "0x1", to: "0x2", data: "0x" })).toBe(21_000n);
    expect(asked.pop()).toEqual({ method: "eth_estimateGas", params: [{ from: "0x1", to: "0x2", data: "0x" }] });
  });
  test("with a value, and a state that is not there yet", async () => {
    const stateOverride = [{ address: "0x3" as const, balance: 255n, stateDiff: [{ slot: "0x01" as const, value: "0x02" as const }] }];
    await estimateGas(client, { account: "0x1", to: "0x2", data: "0x", value: 1n, stateOverride });
    expect(asked.pop()).toEqual({
      method: "eth_estimateGas",
      params: [
        { from: "0x1", to: "0x2", data: "0x", value: "0x1" },
        "latest",
        { "0x3": { balance: "0xff", stateDiff: { "0x01": "0x02" } } },
      ],
    });
  });
});
