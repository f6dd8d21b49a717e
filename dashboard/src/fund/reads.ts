import type { Deployment } from "global-100-abi/addresses";
import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import { decodeQuote } from "global-100-abi/decoders";
import { fundPolicyAbi } from "global-100-abi/fundPolicy";
import { indexStrategyAbi } from "global-100-abi/indexStrategy";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { vaultLensAbi } from "global-100-abi/vaultLens";
import { BaseError, ContractFunctionRevertedError, ContractFunctionZeroDataError } from "viem";
import type { Client } from "../chain";
import { activeOf, feesOf, limitsOf, pendingOf } from "./decode";
import { CASH, type Reads, sharePriceIn } from "./join";
import type { ActiveDecision, At } from "./model";

/** The lens gives no answer, though the node does. Leaving in kind needs neither. */
export class LensError extends Error {
  override readonly name = "LensError";
}

function isRefused(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  return error.walk((cause) => cause instanceof ContractFunctionRevertedError || cause instanceof ContractFunctionZeroDataError) !== null;
}

/** A million shares: their USDC, of 6 decimals, has 12 digits of a share's price. */
export const MANY_SHARES = 10n ** 24n;

/** What a call answers, or null where the contract refuses it. A node that fails is another matter, and is thrown. */
async function unlessReverted<Result>(call: Promise<Result>): Promise<Result | null> {
  try {
    return await call;
  } catch (error) {
    if (isRefused(error)) return null;
    throw error;
  }
}

async function ofLens<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw isRefused(error) ? new LensError("the lens does not answer", { cause: error }) : error;
  }
}

/**
 * All that a screen shows of the fund, read at one block. The two reads of the lens cost millions of gas, so each is a
 * call of its own; all of them travel in one request.
 */
export async function readFund(client: Client, deployment: Deployment, at: At): Promise<Reads> {
  const blockNumber = at.block;
  const lens = { address: deployment.lens, abi: vaultLensAbi, blockNumber } as const;
  const strategy = { address: deployment.strategy, abi: indexStrategyAbi, blockNumber } as const;
  const policy = { address: deployment.policy, abi: fundPolicyAbi, blockNumber } as const;
  const vault = { address: deployment.vault, abi: indexVaultAbi, blockNumber } as const;
  const [holdings, limits, active, activeWords, pending, pendingWords, terms, announced, supply, totalAssets, priced, actedAt] =
    await Promise.all([
      ofLens(client.readContract({ ...lens, functionName: "holdings" })),
      ofLens(client.readContract({ ...lens, functionName: "limits" })),
      client.readContract({ ...strategy, functionName: "active" }),
      client.readContract({ ...strategy, functionName: "active_words" }),
      client.readContract({ ...strategy, functionName: "pending" }),
      client.readContract({ ...strategy, functionName: "pending_words" }),
      client.readContract({ ...policy, functionName: "policy" }),
      client.readContract({ ...policy, functionName: "announced_fees" }),
      client.readContract({ ...vault, functionName: "totalSupply" }),
      unlessReverted(client.readContract({ ...vault, functionName: "totalAssets" })),
      unlessReverted(client.readContract({ ...vault, functionName: "convertToAssets", args: [MANY_SHARES] })),
      client.readContract({ ...strategy, functionName: "acted_at" }),
    ]);
  return {
    at,
    portfolio: holdings[0],
    holdings: holdings[1],
    limits: limitsOf(limits),
    decision: activeOf(active, activeWords[2]),
    pending: pending.epoch === 0n ? null : pendingOf(pending, pendingWords[1]),
    fees: feesOf(terms, announced),
    pausedUntil: Number(terms.paused_until),
    woundDown: terms.wound_down,
    supply,
    totalAssets: totalAssets ?? 0n,
    priced,
    actedAt: Number(actedAt),
  };
}

/** What is known of the fund without its lens: enough to leave in kind. */
export type Bare = At & {
  readonly supply: bigint;
  /** USD 18; null where the vault, or the feed of USDC, gives none. */
  readonly sharePrice: bigint | null;
  readonly decision: ActiveDecision;
  readonly pausedUntil: number;
  readonly woundDown: boolean;
};

export async function readBare(client: Client, deployment: Deployment, at: At): Promise<Bare> {
  const blockNumber = at.block;
  const strategy = { address: deployment.strategy, abi: indexStrategyAbi, blockNumber } as const;
  const vault = { address: deployment.vault, abi: indexVaultAbi, blockNumber } as const;
  const [supply, priced, cash, active, activeWords, terms] = await Promise.all([
    client.readContract({ ...vault, functionName: "totalSupply" }),
    unlessReverted(client.readContract({ ...vault, functionName: "convertToAssets", args: [MANY_SHARES] })),
    unlessReverted(
      client.readContract({ address: deployment.registry, abi: assetRegistryAbi, functionName: "quote", args: [BigInt(CASH)], blockNumber }),
    ),
    client.readContract({ ...strategy, functionName: "active" }),
    client.readContract({ ...strategy, functionName: "active_words" }),
    client.readContract({ address: deployment.policy, abi: fundPolicyAbi, functionName: "policy", blockNumber }),
  ]);
  return {
    ...at,
    supply,
    sharePrice: supply === 0n || priced === null || cash === null ? null : sharePriceIn(priced, decodeQuote(cash).price),
    decision: activeOf(active, activeWords[2]),
    pausedUntil: at.time < Number(terms.paused_until) ? Number(terms.paused_until) : 0,
    woundDown: terms.wound_down,
  };
}
