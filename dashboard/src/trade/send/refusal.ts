/** Why something was refused, from the errors of nodes and wallets, whose shapes differ. */
import { decodeErrorResult, type Hex } from "viem";

export type Refusal =
  /** A contract's reason, or what a node says of a revert without one. */
  | { readonly kind: "reverted"; readonly reason: string }
  | { readonly kind: "declined" }
  | { readonly kind: "unsupported" }
  | { readonly kind: "wrong-chain" }
  | { readonly kind: "no-gas-money" }
  | { readonly kind: "node" }
  | { readonly kind: "unknown"; readonly text: string };

const ERROR_STRING = [{ type: "error", name: "Error", inputs: [{ name: "reason", type: "string" }] }] as const;
const DECLINED = 4001;
const UNSUPPORTED = new Set([4200, -32601, -32004, 5700, 5710, 5720, 5750]);
const WRONG_CHAIN = new Set([4901, 4902]);

type Shape = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly status?: unknown;
  readonly data?: unknown;
  readonly reason?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
  readonly shortMessage?: unknown;
  readonly cause?: unknown;
};

/** The error and what caused it, outermost first. */
function chainOf(error: unknown): Shape[] {
  const chain: Shape[] = [];
  let next: unknown = error;
  while (typeof next === "object" && next !== null && chain.length < 12) {
    chain.push(next as Shape);
    next = (next as Shape).cause;
  }
  return chain;
}

export function refusalOf(error: unknown): Refusal {
  const chain = chainOf(error);
  if (chain.some((one) => one.code === DECLINED || one.name === "UserRejectedRequestError")) {
    return { kind: "declined" };
  }
  if (chain.some((one) => one.name === "ChainMismatchError" || WRONG_CHAIN.has(Number(one.code)))) {
    return { kind: "wrong-chain" };
  }
  const reason = reasonOf(chain);
  if (reason !== undefined) {
    return { kind: "reverted", reason };
  }
  const texts = chain.map((one) => `${text(one.details)} ${text(one.message)}`).join(" ");
  if (/insufficient funds|exceeds the balance of the account|gas \* price \+ value/i.test(texts)) {
    return { kind: "no-gas-money" };
  }
  if (/user (rejected|denied|cancelled)|rejected by user/i.test(texts)) {
    return { kind: "declined" };
  }
  if (chain.some((one) => UNSUPPORTED.has(Number(one.code)))) {
    return { kind: "unsupported" };
  }
  if (chain.some((one) => /^(HttpRequestError|TimeoutError|WebSocketRequestError|RestingError|OtherChainError)$/.test(text(one.name)))) {
    return { kind: "node" };
  }
  return { kind: "unknown", text: shortText(chain) };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function shortText(chain: readonly Shape[]): string {
  const found = chain.map((one) => text(one.shortMessage) || text(one.message)).find((one) => one !== "");
  return (found ?? "no reason was given").slice(0, 200);
}

function reasonOf(chain: readonly Shape[]): string | undefined {
  for (const one of chain) {
    const data = typeof one.data === "object" && one.data !== null ? (one.data as Shape).data : one.data;
    if (typeof data === "string" && data.startsWith("0x08c379a0")) {
      try {
        return decodeErrorResult({ abi: ERROR_STRING, data: data as Hex }).args[0];
      } catch {
        // Not what it looked like; the text may tell more.
      }
    }
  }
  for (const one of chain) {
    const said = /execution reverted:?\s*(?:revert:?\s*)?"?([^"\n]*)"?/i.exec(text(one.details) || text(one.message));
    if (said !== null) {
      const reason = (said[1] ?? "").replace(/[,.]\s*data:.*$/i, "").trim();
      return reason === "" ? "no reason given" : reason;
    }
  }
  return chain.some((one) => /^(ExecutionRevertedError|ContractFunctionRevertedError)$/.test(text(one.name)))
    ? "no reason given"
    : undefined;
}
