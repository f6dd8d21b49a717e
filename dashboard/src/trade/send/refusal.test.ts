import { encodeErrorResult } from "viem";
import { describe, expect, it } from "vitest";

import { refusalOf } from "./refusal";

const data = encodeErrorResult({
  abi: [{ type: "error", name: "Error", inputs: [{ name: "reason", type: "string" }] }],
  errorName: "Error",
  args: ["vault: below minimum out"],
});

describe("refusals of nodes and wallets", () => {
  it.each([
    [{ code: 4001, message: "User denied" }, { kind: "declined" }],
    [{ cause: { cause: { name: "UserRejectedRequestError" } } }, { kind: "declined" }],
    [{ message: "User rejected the request." }, { kind: "declined" }],
    [{ code: -32601, message: "method not found" }, { kind: "unsupported" }],
    [{ name: "ChainMismatchError" }, { kind: "wrong-chain" }],
    [{ code: 3, data, message: "x" }, { kind: "reverted", reason: "vault: below minimum out" }],
    [{ cause: { code: 3, data: { data } } }, { kind: "reverted", reason: "vault: below minimum out" }],
    [{ details: "execution reverted: vault: zero" }, { kind: "reverted", reason: "vault: zero" }],
    [{ details: 'execution reverted: vault: zero, data: "0x08c379a0"' }, { kind: "reverted", reason: "vault: zero" }],
    [{ message: "execution reverted" }, { kind: "reverted", reason: "no reason given" }],
    [{ details: "insufficient funds for gas * price + value" }, { kind: "no-gas-money" }],
    [{ name: "HttpRequestError", message: "HTTP request failed" }, { kind: "node" }],
    [new Error("odd"), { kind: "unknown", text: "odd" }],
    ["text", { kind: "unknown", text: "no reason was given" }],
  ])("%j", (error, expected) => expect(refusalOf(error)).toEqual(expected));

  it("does not go round for ever", () => {
    const loop: { cause?: unknown } = {};
    loop.cause = loop;
    expect(refusalOf(loop).kind).toBe("unknown");
  });
});
