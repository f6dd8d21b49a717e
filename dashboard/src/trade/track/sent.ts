/** A transaction that was handed to a wallet, and what the chain says of it. */
import type { Hex } from "viem";

export type SentKind =
  | "approve" | "revoke" | "buy" | "sell" | "kind" | "request-buy" | "request-sell" | "cancel" | "take-back" | "collect"
  | "claim";

export type SentState = "pending" | "confirmed" | "reverted" | "replaced" | "dropped";

export type Sent = {
  /** The first hash, or the id of a wallet's batch of calls; the entry keeps it when the hash changes. */
  readonly id: string;
  readonly chainId: number;
  readonly account: Hex;
  readonly kind: SentKind;
  /** What it gives, as shown: "1,000.00 USDC". Text of this page only. */
  readonly what: string;
  /** Null: a batch of calls, which only the wallet knows. */
  readonly hash: Hex | null;
  readonly to: Hex;
  readonly data: Hex;
  readonly nonce: number;
  /** Head when it was sent. */
  readonly sentBlock: number;
  readonly sentAt: number;
  readonly state: SentState;
  readonly block?: number;
  /** Decimal text of wei. */
  readonly cost?: string;
  /** Decimal text of what came of it by the fund's own event: shares of a purchase, raw USDC of a sale. */
  readonly got?: string;
  readonly reason?: string;
  /** The transaction that took its place. */
  readonly by?: Hex;
  readonly how?: "faster" | "cancelled" | "other";
  /** Since which block, and which second of this page, the node has not known it. */
  readonly missing?: { readonly block: number; readonly at: number };
};

/** What one look at the chain shows. */
export type Observation = {
  readonly head: number;
  /** Seconds of this page, which run on where no blocks come. */
  readonly at: number;
  readonly receipt?: { readonly ok: boolean; readonly block: number; readonly cost: bigint; readonly got?: bigint; readonly reason?: string };
  /** The node has it, in a block or waiting. */
  readonly known: boolean;
  /** Transactions of the account in blocks. */
  readonly nonce: number;
  /** The account's transaction in a block with this nonce. */
  readonly instead?: { readonly hash: Hex; readonly to: Hex | null; readonly data: Hex };
};

/** Blocks, or seconds where none come, after which a transaction that nobody knows is called dropped. */
const DROPPED_AFTER = { blocks: 2, seconds: 30 };

/** What is known after a look. A receipt settles everything, also what was called dropped or replaced before. */
export function observed(sent: Sent, look: Observation): Sent {
  const { missing: _, ...rest } = sent;
  if (look.receipt !== undefined) {
    const { ok, block, cost, got, reason } = look.receipt;
    const seen = got === undefined ? rest : { ...rest, got: got.toString() };
    const settled: Sent = { ...seen, state: ok ? "confirmed" : "reverted", block, cost: cost.toString() };
    return ok || reason === undefined ? settled : { ...settled, reason };
  }
  if (sent.nonce < look.nonce) {
    return replaced(rest, look);
  }
  if (look.known) {
    return { ...rest, state: "pending" };
  }
  const missing = sent.missing ?? { block: look.head, at: look.at };
  const gone = look.head - missing.block >= DROPPED_AFTER.blocks || look.at - missing.at >= DROPPED_AFTER.seconds;
  return { ...sent, missing, state: gone ? "dropped" : sent.state };
}

function replaced(sent: Sent, look: Observation): Sent {
  const { instead } = look;
  if (instead === undefined) {
    return { ...sent, state: "replaced", how: "other" };
  }
  const same = instead.to?.toLowerCase() === sent.to.toLowerCase() && instead.data === sent.data;
  if (same) {
    // The wallet paid more for the same call: its receipt decides.
    return { ...sent, hash: instead.hash, by: instead.hash, how: "faster", state: "pending" };
  }
  const own = instead.to?.toLowerCase() === sent.account.toLowerCase() && instead.data === "0x";
  return { ...sent, state: "replaced", by: instead.hash, how: own ? "cancelled" : "other" };
}

/** Whether there is anything left to find out. A dropped one may still turn up. */
export function open(sent: Sent): boolean {
  return sent.state === "pending" || sent.state === "dropped";
}
