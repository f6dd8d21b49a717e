/**
 * What an account has with the queue and what the vault owes it, from the contracts: requests that wait, what can be
 * collected, what can be taken back, claims on assets. It does not matter which page, if any, made them.
 */
import type { Deployment } from "global-100-abi/addresses";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { requestQueueAbi } from "global-100-abi/requestQueue";

import type { Client } from "../../chain";
import type { At, Hex } from "../../fund/model";

/** As the queue counts: a day between locks, an hour until the keeper settles, two until anyone may. */
const DAY = 86_400;
const SETTLES_AFTER = 3_600;
const ANYONE_AFTER = 7_200;

export type Waiting = {
  readonly redemption: boolean;
  readonly batch: bigint;
  /** Raw USDC, or shares. */
  readonly amount: bigint;
  readonly locked: boolean;
  /** Earliest. The settlement's are 0 while the batch before holds this one up. */
  readonly locksAt: number;
  readonly settlesAt: number;
  readonly settlesForAnyoneAt: number;
  /** It may be taken back from then on; 0: now. */
  readonly cancellableAt: number;
};

export type Collectable = { readonly redemption: boolean; readonly amount: bigint; readonly pays: bigint };
export type Returned = { readonly redemption: boolean; readonly batch: bigint; readonly amount: bigint };
export type ClaimOn = { readonly asset: number; readonly amount: bigint };

export type Own = At & {
  readonly shares: bigint;
  /** Raw USDC at NAV of the shares in the account and in the queue; undefined where no price is known. */
  readonly worth: bigint | undefined;
  readonly waiting: readonly Waiting[];
  readonly collectable: readonly Collectable[];
  readonly returned: readonly Returned[];
  readonly claims: readonly ClaimOn[];
};

/** @param batches in which the account may have something to take back, by its events; the newest ones are always asked */
export async function readOwn(
  client: Client,
  at: Deployment,
  account: Hex,
  now: At,
  batches: readonly bigint[],
  assets: readonly number[],
): Promise<Own> {
  const blockNumber = now.block;
  const queue = { address: at.queue, abi: requestQueueAbi, blockNumber } as const;
  const vault = { address: at.vault, abi: indexVaultAbi, blockNumber } as const;
  const [open] = await client.readContract({ ...queue, functionName: "open_requests" });
  const before = await client.readContract({ ...queue, functionName: "batch", args: [open - 1n] });
  const asked = [...new Set([open, open - 1n, open - 2n, ...batches])].filter((id) => id > 0n);
  const sides = [false, true] as const;
  const [shares, pending, collectable, returned, claims] = await Promise.all([
    client.readContract({ ...vault, functionName: "balanceOf", args: [account] }),
    Promise.all(sides.flatMap((redemption) => [open, open - 1n].filter((id) => id > 0n).map(async (batch) => ({
      redemption, batch,
      amount: await client.readContract({ ...queue, functionName: redemption ? "pendingRedeemRequest" : "pendingDepositRequest", args: [batch, account] }),
    })))),
    Promise.all(sides.map(async (redemption) => {
      const [amount, pays] = await Promise.all([
        client.readContract({ ...queue, functionName: redemption ? "maxRedeem" : "maxDeposit", args: [account] }),
        client.readContract({ ...queue, functionName: redemption ? "maxWithdraw" : "maxMint", args: [account] }),
      ]);
      return { redemption, amount, pays };
    })),
    Promise.all(sides.flatMap((redemption) => asked.map(async (batch) => ({
      redemption, batch,
      amount: await client.readContract({
        ...queue, functionName: redemption ? "claimableCancelRedeemRequest" : "claimableCancelDepositRequest", args: [batch, account],
      }),
    })))),
    Promise.all(assets.map(async (asset) => ({
      asset, amount: await client.readContract({ ...vault, functionName: "claimable", args: [BigInt(asset), account] }),
    }))),
  ]);
  const waiting = pending.filter((one) => one.amount > 0n).map((one) => waitingOf(one, open, before, now.time));
  const queued = waiting.filter((one) => one.redemption).reduce((sum, one) => sum + one.amount, 0n);
  const back = returned.filter((one) => one.amount > 0n);
  const all = shares + queued + back.filter((one) => one.redemption).reduce((sum, one) => sum + one.amount, 0n);
  const worth = await client.readContract({ ...vault, functionName: "convertToAssets", args: [all] }).catch(() => undefined);
  return {
    ...now, shares, worth, waiting,
    collectable: collectable.filter((one) => one.pays > 0n),
    returned: back,
    claims: claims.filter((one) => one.amount > 0n),
  };
}

/** Pure: when what happens to a request in the open or the locked batch. */
export function waitingOf(
  { redemption, batch, amount }: { readonly redemption: boolean; readonly batch: bigint; readonly amount: bigint },
  open: bigint,
  before: { readonly locked_at: bigint; readonly settled_at: bigint },
  now: number,
): Waiting {
  const lockedAt = Number(before.locked_at);
  if (batch < open) {
    return {
      redemption, batch, amount, locked: true, locksAt: lockedAt, settlesAt: lockedAt + SETTLES_AFTER,
      settlesForAnyoneAt: lockedAt + ANYONE_AFTER, cancellableAt: now >= lockedAt + DAY ? 0 : lockedAt + DAY,
    };
  }
  const locksAt = Math.max(lockedAt + DAY, now);
  // The batch before must be settled first; until then nobody knows when this one locks.
  const held = open > 1n && before.settled_at === 0n;
  return {
    redemption, batch, amount, locked: false, locksAt,
    settlesAt: held ? 0 : locksAt + SETTLES_AFTER, settlesForAnyoneAt: held ? 0 : locksAt + ANYONE_AFTER, cancellableAt: 0,
  };
}
