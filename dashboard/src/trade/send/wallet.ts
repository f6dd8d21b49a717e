/**
 * What the page asks of a wallet, in the wallet's own language. Four requests need no library, and nothing is sent to a
 * wallet but what stands here.
 */
import { type Hex, numberToHex, serializeTypedData, type TypedDataDefinition } from "viem";

import type { Call } from "./calls";

type Ask = (call: { method: string; params?: unknown }) => Promise<unknown>;

export type CallsStatus = { readonly state: "pending" | "confirmed" | "reverted"; readonly hash: Hex | undefined; readonly block: number | undefined };

export class Wallet {
  constructor(
    private readonly ask: Ask,
    private readonly account: Hex,
  ) {}

  async chainId(): Promise<number> {
    return Number(await this.ask({ method: "eth_chainId" }));
  }

  async sign(data: TypedDataDefinition): Promise<Hex> {
    return (await this.ask({ method: "eth_signTypedData_v4", params: [this.account, serializeTypedData(data as never)] })) as Hex;
  }

  /** By the wallet's own node; undefined where it does not say. */
  async estimate({ to, data }: Call): Promise<bigint | undefined> {
    try {
      return BigInt((await this.ask({ method: "eth_estimateGas", params: [{ from: this.account, to, data }] })) as Hex);
    } catch {
      return undefined;
    }
  }

  /** Without `gas` the wallet estimates it. */
  async send({ to, data }: Call, gas?: bigint): Promise<Hex> {
    const transaction = { from: this.account, to, data, ...(gas === undefined ? {} : { gas: numberToHex(gas) }) };
    return (await this.ask({ method: "eth_sendTransaction", params: [transaction] })) as Hex;
  }

  /** Whether it sends several calls as one (EIP-5792). One that does not know the question does not. */
  async batches(chainId: number): Promise<boolean> {
    try {
      const chain = numberToHex(chainId);
      const answer = (await this.ask({ method: "wallet_getCapabilities", params: [this.account, [chain]] })) as Record<string, unknown> | null;
      const found = answer?.[chain] as { atomic?: { status?: unknown } } | undefined;
      return found?.atomic?.status === "supported" || found?.atomic?.status === "ready";
    } catch {
      return false;
    }
  }

  /** All calls or none. @return the id under which the wallet tells what became of them */
  async sendTogether(calls: readonly Call[], chainId: number): Promise<string> {
    const bundle = { version: "2.0.0", from: this.account, chainId: numberToHex(chainId), atomicRequired: true, calls };
    const answer = (await this.ask({ method: "wallet_sendCalls", params: [bundle] })) as { id?: unknown } | string | null;
    const id = typeof answer === "string" ? answer : answer?.id;
    if (typeof id !== "string") {
      throw Object.assign(new Error("the wallet gave no id for the calls"), { code: 4200 });
    }
    return id;
  }

  async statusOf(id: string): Promise<CallsStatus> {
    const answer = (await this.ask({ method: "wallet_getCallsStatus", params: [id] })) as {
      readonly status?: unknown;
      readonly receipts?: readonly { readonly status?: unknown; readonly transactionHash?: Hex; readonly blockNumber?: Hex }[];
    };
    const receipts = answer.receipts ?? [];
    const last = receipts.at(-1);
    const found = { hash: last?.transactionHash, block: last?.blockNumber === undefined ? undefined : Number(last.blockNumber) };
    // 1xx waits, 2xx is included, 4xx to 6xx failed in whole or in part.
    const status = Number(answer.status);
    if (status < 200) {
      return { state: "pending", ...found };
    }
    const included = status < 300 && receipts.length > 0 && receipts.every((one) => Number(one.status) === 1);
    return { state: included ? "confirmed" : "reverted", ...found };
  }
}
