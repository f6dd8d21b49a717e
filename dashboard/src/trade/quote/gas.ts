/** What a route will cost in gas, asked before anything is signed. */
import type { Deployment } from "global-100-abi/addresses";
import type { Client, Hex } from "viem";
import { getGasPrice } from "viem/actions";

import { estimateGas } from "../../chain/estimate";
import { refusalOf, type Refusal } from "../send/refusal";
import { approve, buy, leaveInKind, request, sell, type Call } from "../send/calls";
import { pretendApproved } from "./slots";

export type Way = "now" | "batch" | "kind";

export type GasAnswer =
  | { readonly kind: "known"; readonly units: bigint; readonly price: bigint; /** Claim of a batch included, as an estimate of ours. */ readonly later: bigint }
  | { readonly kind: "unknown"; readonly why: Refusal };

/** A permit is checked, its nonce and the allowance are written, and the router moves the USDC once more. */
const PERMIT_GAS = 68_000n;
/** Collecting from a settled batch, with a first balance; the queue's own gas table. */
const COLLECT_GAS = 80_000n;
/** For whom gas is estimated while nobody is connected: an address without code that nobody uses. */
export const NOBODY: Hex = "0x000000000000000000000000000000000000bEEF";

export type GasQuestion = {
  readonly side: "buy" | "sell";
  readonly way: Way;
  readonly amount: bigint;
  readonly account: Hex | null;
  /** The account has the amount and lets the contract take it. */
  readonly allowed: boolean;
  readonly has: boolean;
  /** A permit is signed rather than an approval sent. */
  readonly permit: boolean;
  /** Chain time. */
  readonly now: number;
};

export async function estimate(client: Client, at: Deployment, question: GasQuestion): Promise<GasAnswer> {
  try {
    const [units, price] = await Promise.all([unitsOf(client, at, question), getGasPrice(client)]);
    if (typeof units !== "bigint") {
      return { kind: "unknown", why: units };
    }
    return { kind: "known", units, price, later: question.way === "batch" ? COLLECT_GAS : 0n };
  } catch (error) {
    return { kind: "unknown", why: refusalOf(error) };
  }
}

async function unitsOf(client: Client, at: Deployment, question: GasQuestion): Promise<bigint | Refusal> {
  const { side, way, amount, allowed, has, permit } = question;
  const account = question.account ?? NOBODY;
  const call = callOf(at, question, account);
  const token = side === "buy" ? at.usdc : at.vault;
  // Selling and leaving in kind burn the account's own shares: nothing is approved, but it must have them.
  const needsAllowance = side === "buy" || way === "batch";
  if (has && (allowed || !needsAllowance)) {
    return estimateGas(client, { account, ...call });
  }
  const pretended = await pretendApproved(client, { token, owner: account, spender: call.to, amount, balance: !has });
  if (pretended === undefined) {
    return { kind: "unsupported" };
  }
  const units = await estimateGas(client, { account, ...call, stateOverride: pretended });
  if (allowed || !needsAllowance) {
    return units;
  }
  return units + (permit ? PERMIT_GAS : await estimateGas(client, { account, ...approve(token, call.to, amount), ...(has ? {} : { stateOverride: pretended }) }));
}

function callOf(at: Deployment, { side, way, amount, now }: GasQuestion, account: Hex): Call {
  if (way === "kind") {
    return leaveInKind(at, amount, account);
  }
  if (way === "batch") {
    return request(at, side === "sell", amount, account);
  }
  const deadline = BigInt(now + 3_600);
  return side === "buy" ? buy(at, amount, 0n, account, deadline) : sell(at, amount, 0n, account, deadline);
}
