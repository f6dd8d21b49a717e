/**
 * From the button to the chain: simulate, sign or approve, send. The wallet opens only after a simulation went through,
 * never on another chain, and never for more than the amount.
 */
import type { Deployment } from "global-100-abi/addresses";
import { type Client, erc20Abi, type Hex } from "viem";
import {
  call as simulateCall, getBlock, getCode, getTransaction, getTransactionCount, readContract,
} from "viem/actions";

import { estimateGas } from "../../chain/estimate";
import { pretendApproved } from "../quote/slots";
import type { Sent } from "../track/sent";
import { approve, NO_PERMIT, permitOf, type Call, type SignedPermit } from "./calls";
import type { Intent, Spending } from "./intent";
import { permitData } from "./permit";
import { refusalOf, type Refusal } from "./refusal";
import type { Wallet } from "./wallet";

export type Stage = "checking" | "signing" | "approving" | "approval-sent" | "opening" | "sent";

/** How the contract comes to be allowed to take the amount. */
export type Means = "none" | "allowance" | "permit-allowance" | "permit" | "approve" | "calls";

export type Surroundings = {
  readonly client: Client;
  readonly wallet: Wallet;
  readonly at: Deployment;
  readonly chainId: number;
  readonly onStage: (stage: Stage, means: Means) => void;
  /** Follows a transaction until it is settled. */
  readonly settle: (sent: Sent) => Promise<Sent>;
};

export type Outcome =
  | { readonly kind: "sent"; readonly sent: Sent }
  | { readonly kind: "refused"; readonly at: "check" | "sign" | "approve" | "send"; readonly refusal: Refusal; /** An approval does instead. */ readonly approvable: boolean }
  | { readonly kind: "approval-failed"; readonly sent: Sent };

/** Seconds in which the contract takes the terms. */
export const VALID_FOR = 600n;

export async function perform(around: Surroundings, intent: Intent, forceApprove = false): Promise<Outcome> {
  const { client, wallet, chainId, onStage } = around;
  onStage("checking", "none");
  try {
    if ((await wallet.chainId()) !== chainId) {
      return refused("check", { kind: "wrong-chain" });
    }
  } catch (error) {
    return refused("check", refusalOf(error));
  }
  const { spends } = intent;
  let means: Means;
  try {
    means = spends === undefined ? "none" : await meansOf(around, intent.account, spends, forceApprove);
    onStage("checking", means);
    await simulate(around, intent, means);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!(intent.kind === "kind" && refusal.kind === "node")) {
      return refused("check", refusal);
    }
    // Our node is silent. The wallet has one of its own, and leaving in kind needs nothing else of ours.
    return sendBlind(around, intent);
  }
  if (spends === undefined || means === "none" || means === "allowance") {
    return send(around, intent, intent.call(await deadlineOf(client)), means);
  }
  if (means === "permit-allowance") {
    return send(around, intent, spends.permit.call(await deadlineOf(client), NO_PERMIT), means);
  }
  if (means === "calls") {
    return sendTogether(around, intent, spends);
  }
  return means === "permit" ? byPermit(around, intent, spends) : byApproval(around, intent, spends);
}

function refused(at: "check" | "sign" | "approve" | "send", refusal: Refusal, approvable = false): Outcome {
  return { kind: "refused", at, refusal, approvable };
}

/** By the chain's clock, for only that counts. Where no block came for long, the next one is dated later than the last. */
async function deadlineOf(client: Client): Promise<bigint> {
  const [latest, pending] = await Promise.all([
    getBlock(client, { blockTag: "latest" }),
    getBlock(client, { blockTag: "pending" }).catch(() => undefined),
  ]);
  const next = pending === undefined || pending.timestamp < latest.timestamp ? latest.timestamp : pending.timestamp;
  return next + VALID_FOR;
}

async function meansOf(around: Surroundings, account: Hex, spends: Spending, forceApprove: boolean): Promise<Means> {
  const { client } = around;
  const allowance = (spender: Hex) =>
    readContract(client, { address: spends.token, abi: erc20Abi, functionName: "allowance", args: [account, spender] });
  const [direct, byRouter, code] = await Promise.all([
    allowance(spends.spender), allowance(spends.permit.spender), getCode(client, { address: account }),
  ]);
  if (direct >= spends.amount) {
    return "allowance";
  }
  if (forceApprove) {
    return "approve";
  }
  if (byRouter >= spends.amount) {
    return "permit-allowance";
  }
  if (await around.wallet.batches(around.chainId)) {
    return "calls";
  }
  // An account with code signs as a contract does, which no permit of these tokens takes.
  return code === undefined ? "permit" : "approve";
}

/** Throws the contract's reason. Where an allowance is still to come, it is pretended; where it cannot be, nothing is tried. */
async function simulate({ client }: Surroundings, intent: Intent, means: Means): Promise<void> {
  const { account, spends } = intent;
  const call = means === "permit-allowance" && spends !== undefined
    ? spends.permit.call(await deadlineOf(client), NO_PERMIT)
    : intent.call(await deadlineOf(client));
  if (spends === undefined || means === "allowance" || means === "permit-allowance") {
    await simulateCall(client, { account, ...call });
    return;
  }
  const stateOverride = await pretendApproved(client, {
    token: spends.token, owner: account, spender: call.to, amount: spends.amount, balance: false,
  }).catch(() => undefined);
  if (stateOverride !== undefined) {
    await simulateCall(client, { account, ...call, stateOverride });
  }
}

async function byPermit(around: Surroundings, intent: Intent, spends: Spending): Promise<Outcome> {
  const { client, wallet, onStage } = around;
  const deadline = await deadlineOf(client);
  const data = await permitData(client, {
    token: spends.token, owner: intent.account, spender: spends.permit.spender, value: spends.amount, deadline,
  });
  if (data === undefined) {
    return byApproval(around, intent, spends);
  }
  onStage("signing", "permit");
  let signed: SignedPermit | undefined;
  try {
    signed = permitOf(await wallet.sign(data));
  } catch (error) {
    return refused("sign", refusalOf(error), true);
  }
  if (signed === undefined) {
    return refused("sign", { kind: "unsupported" }, true);
  }
  const call = spends.permit.call(deadline, signed);
  try {
    // With the signature the whole of it can be tried. A wrong one shows here, before any gas is paid.
    await simulateCall(client, { account: intent.account, ...call });
  } catch (error) {
    const refusal = refusalOf(error);
    return refused("check", refusal, refusal.kind === "reverted" && refusal.reason === "permit: allowance");
  }
  return send(around, intent, call, "permit");
}

async function byApproval(around: Surroundings, intent: Intent, spends: Spending): Promise<Outcome> {
  const { onStage, settle } = around;
  onStage("approving", "approve");
  const approval: Intent = { kind: "approve", what: intent.what, account: intent.account, call: () => approve(spends.token, spends.spender, spends.amount) };
  const outcome = await send(around, approval, approval.call(0n), "approve", "approval-sent");
  if (outcome.kind !== "sent") {
    return outcome.kind === "refused" ? { ...outcome, at: "approve" } : outcome;
  }
  const settled = await settle(outcome.sent);
  if (settled.state !== "confirmed") {
    return { kind: "approval-failed", sent: settled };
  }
  const call = intent.call(await deadlineOf(around.client));
  try {
    // The price may have moved while the approval waited: the agreed minimum still counts.
    await simulateCall(around.client, { account: intent.account, ...call });
  } catch (error) {
    return refused("check", refusalOf(error));
  }
  return send(around, intent, call, "approve");
}

/** Above the estimate: the state may differ when it is included. */
const SPARE_PERCENT = 20n;

function withSpare(gas: bigint): bigint {
  return gas + (gas * SPARE_PERCENT) / 100n;
}

async function send(
  { client, wallet, chainId, onStage }: Surroundings,
  intent: Intent,
  call: Call,
  means: Means,
  after: Stage = "sent",
): Promise<Outcome> {
  const { account } = intent;
  try {
    const [gas, nonce, block] = await Promise.all([
      estimateGas(client, { account, ...call }),
      getTransactionCount(client, { address: account, blockTag: "pending" }),
      getBlock(client, { blockTag: "latest" }),
    ]);
    if (after === "sent") {
      onStage("opening", means);
    }
    // A wallet may have moved to another chain since the check.
    if ((await wallet.chainId()) !== chainId) {
      return refused("send", { kind: "wrong-chain" });
    }
    const hash = await wallet.send(call, withSpare(gas));
    onStage(after, means);
    // The wallet may have queued it behind others: the node knows its number better than our guess.
    const used = await getTransaction(client, { hash }).then((one) => one.nonce, () => nonce);
    return { kind: "sent", sent: sentOf(intent, call, hash, hash, chainId, used, Number(block.number), Number(block.timestamp)) };
  } catch (error) {
    return refused("send", refusalOf(error));
  }
}

/** An exit in kind through the wallet's own node. */
async function sendBlind({ wallet, chainId, onStage }: Surroundings, intent: Intent): Promise<Outcome> {
  const call = intent.call(0n);
  onStage("opening", "none");
  try {
    const gas = await wallet.estimate(call);
    const hash = await wallet.send(call, gas === undefined ? undefined : withSpare(gas));
    onStage("sent", "none");
    return { kind: "sent", sent: sentOf(intent, call, hash, hash, chainId, Number.MAX_SAFE_INTEGER, 0, 0) };
  } catch (error) {
    return refused("send", refusalOf(error));
  }
}

function sentOf(
  intent: Intent,
  { to, data }: Call,
  id: string,
  hash: Hex | null,
  chainId: number,
  nonce: number,
  sentBlock: number,
  sentAt: number,
): Sent {
  const { kind, what, account } = intent;
  return { id, chainId, account, kind, what, hash, to, data, nonce, sentBlock, sentAt, state: "pending" };
}

async function sendTogether(around: Surroundings, intent: Intent, spends: Spending): Promise<Outcome> {
  const { client, wallet, chainId, onStage } = around;
  const block = await getBlock(client, { blockTag: "latest" });
  const call = intent.call(await deadlineOf(client));
  onStage("opening", "calls");
  try {
    const id = await wallet.sendTogether([approve(spends.token, spends.spender, spends.amount), call], chainId);
    onStage("sent", "calls");
    return { kind: "sent", sent: sentOf(intent, call, id, null, chainId, -1, Number(block.number), Number(block.timestamp)) };
  } catch (error) {
    const refusal = refusalOf(error);
    return refused("send", refusal, refusal.kind === "unsupported");
  }
}
