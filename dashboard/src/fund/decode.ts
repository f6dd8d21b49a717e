import { decodeTargets } from "global-100-abi/decoders";
import type { ActiveDecision, Fees, Hex, Limits, PendingDecision, Target } from "./model";

/** The contracts' structs in the model's terms. */

export type ChainDecision = {
  readonly epoch: bigint;
  readonly bull: boolean;
  readonly risk_up: boolean;
  readonly volatile_ppm: bigint;
  readonly gauge: bigint;
  readonly proposed_at: bigint;
  readonly activates_at: bigint;
  readonly expires_at: bigint;
  readonly activated_at: bigint;
  readonly data_hash: Hex;
  readonly methodology: bigint;
};

export function targetsOf(words: readonly bigint[]): Target[] {
  return decodeTargets(words).map(({ asset, weightPpm }) => ({ asset: Number(asset), weightPpm: Number(weightPpm) }));
}

export function pendingOf(decision: ChainDecision, words: readonly bigint[]): PendingDecision {
  return {
    epoch: decision.epoch,
    bull: decision.bull,
    riskUp: decision.risk_up,
    volatilePpm: Number(decision.volatile_ppm),
    gauge: decision.gauge,
    proposedAt: Number(decision.proposed_at),
    activatesAt: Number(decision.activates_at),
    expiresAt: Number(decision.expires_at),
    dataHash: decision.data_hash,
    dataUri: "",
    methodology: decision.methodology,
    targets: targetsOf(words),
  };
}

export function activeOf(decision: ChainDecision, words: readonly bigint[]): ActiveDecision {
  return { ...pendingOf(decision, words), activatedAt: Number(decision.activated_at) };
}

type ChainLimits = { readonly [Name in
  | "flow_in" | "flow_out" | "flow_resets_at" | "remaining_loss" | "remaining_loss_derisking" | "loss_basis"
  | "risk_up_at" | "upward_flip_at" | "remaining_upward_flips" | "activates_at" | "expires_at" | "auctions_at"
  | "safe_state_at" | "locks_at" | "settles_at" | "settles_for_anyone_at" | "unpauses_at" | "fees_rise_at"]: bigint };

export function limitsOf(limits: ChainLimits): Limits {
  return {
    flowIn: limits.flow_in,
    flowOut: limits.flow_out,
    flowResetsAt: Number(limits.flow_resets_at),
    remainingLoss: limits.remaining_loss,
    remainingLossDerisking: limits.remaining_loss_derisking,
    lossBasis: limits.loss_basis,
    riskUpAt: Number(limits.risk_up_at),
    upwardFlipAt: Number(limits.upward_flip_at),
    remainingUpwardFlips: Number(limits.remaining_upward_flips),
    activatesAt: Number(limits.activates_at),
    expiresAt: Number(limits.expires_at),
    auctionsAt: Number(limits.auctions_at),
    safeStateAt: Number(limits.safe_state_at),
    locksAt: Number(limits.locks_at),
    settlesAt: Number(limits.settles_at),
    settlesForAnyoneAt: Number(limits.settles_for_anyone_at),
    unpausesAt: Number(limits.unpauses_at),
    feesRiseAt: Number(limits.fees_rise_at),
  };
}

type ChainPolicy = { readonly management_bps: bigint; readonly platform_bps: bigint };

/** `announced`: management, platform, effective at; the last is 0 where nothing waits. */
export function feesOf(policy: ChainPolicy, announced: readonly [bigint, bigint, bigint]): Fees {
  const now = { platformBps: Number(policy.platform_bps), managementBps: Number(policy.management_bps) };
  const [managementBps, platformBps, effectiveAt] = announced;
  if (effectiveAt === 0n) return now;
  return {
    ...now,
    announced: {
      platformBps: Number(platformBps),
      managementBps: Number(managementBps),
      effectiveAt: Number(effectiveAt),
    },
  };
}
