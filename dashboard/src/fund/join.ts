import { type Assets, unnamed } from "./assets";
import type { ActiveDecision, At, Fees, Fund, FundState, Hex, Holding, Limits, PendingDecision } from "./model";

/** The reads of one block as a Fund. Pure: what the chain says goes in, nothing is asked. */

export type ChainHolding = {
  readonly asset: bigint;
  readonly token: Hex;
  readonly decimals: bigint;
  readonly status: bigint;
  readonly stable: boolean;
  readonly held: boolean;
  readonly balance: bigint;
  readonly claims: bigint;
  readonly price: bigint;
  readonly firm: boolean;
  readonly updated_at: bigint;
  readonly value: bigint;
  readonly weight_ppm: bigint;
  readonly target_ppm: bigint;
  readonly drift: bigint;
};

export type ChainPortfolio = {
  readonly epoch: bigint;
  readonly nav: bigint;
  readonly cash_need: bigint;
  readonly distance: bigint;
};

export type Reads = {
  readonly at: At;
  readonly portfolio: ChainPortfolio;
  readonly holdings: readonly ChainHolding[];
  readonly limits: Limits;
  readonly decision: ActiveDecision;
  readonly pending: PendingDecision | null;
  readonly fees: Fees;
  readonly pausedUntil: number;
  readonly woundDown: boolean;
  readonly supply: bigint;
  /** 0 where the vault reverts, as it does while a price is not firm. */
  readonly totalAssets: bigint;
  /** Raw USDC of a million shares, fees due counted; null where the vault reverts. */
  readonly priced: bigint | null;
  /** When the keeper last did its work. */
  readonly actedAt: number;
};

/** USDC is asset 1 of every registry. */
export const CASH = 1;
const ONE_SHARE = 10n ** 18n;
/** Further from its targets than 5% of NAV, the contracts call the fund far: it is on its way to a new decision. */
const FAR_BPS = 500n;

const STATUSES = ["active", "active", "sell-only", "impaired"] as const;

function holdingOf(row: ChainHolding, assets: Assets): Holding {
  const id = Number(row.asset);
  const decimals = Number(row.decimals);
  // What the chain says counts; the file gives the names.
  const named = assets.get(id) ?? unnamed(id, row.token, decimals, row.stable);
  return {
    ...named,
    token: row.token,
    decimals,
    stable: row.stable,
    status: STATUSES[Number(row.status)] ?? "impaired",
    held: row.held,
    balance: row.balance,
    claims: row.claims,
    price: row.price,
    firm: row.firm,
    updatedAt: Number(row.updated_at),
    value: row.value,
    weightPpm: Number(row.weight_ppm),
    targetPpm: Number(row.target_ppm),
    drift: row.drift,
  };
}

/** The worst that holds, for the one word of the status line. */
function stateOf(reads: Reads, unpriced: readonly number[]): FundState {
  if (reads.woundDown) return "wound-down";
  if (reads.supply === 0n) return "empty";
  if (unpriced.length > 0) return "no-price";
  if (reads.at.time < reads.pausedUntil) return "paused";
  const { nav, distance } = reads.portfolio;
  return reads.decision.epoch !== 0n && distance * 10_000n > nav * FAR_BPS ? "rebalancing" : "open";
}

/**
 * USD 18 of one share. The vault's own answer counts the management fee that is due; NAV over the supply does not, and
 * stands in where the vault gives none.
 */
function sharePriceOf(reads: Reads, cashPrice: bigint): bigint {
  if (reads.supply === 0n) return 0n;
  if (reads.priced === null || cashPrice === 0n) return (reads.portfolio.nav * ONE_SHARE) / reads.supply;
  return sharePriceIn(reads.priced, cashPrice);
}

/** USD 18 = raw USDC of a million shares x USD 18 of one USDC / (1e6 raw units x 1e6 shares) */
export function sharePriceIn(worth: bigint, cashPrice: bigint): bigint {
  return (worth * cashPrice) / 10n ** 12n;
}

export function fundOf(reads: Reads, assets: Assets): Fund {
  const holdings = reads.holdings.map((row) => holdingOf(row, assets));
  const unpriced = holdings.filter((row) => row.held && !row.firm).map((row) => row.id);
  const cash = holdings.find((row) => row.id === CASH);
  const { limits, portfolio } = reads;
  const silent = limits.auctionsAt !== 0 && reads.at.time >= limits.auctionsAt;
  return {
    block: reads.at.block,
    time: reads.at.time,
    epoch: portfolio.epoch,
    nav: portfolio.nav,
    supply: reads.supply,
    sharePrice: sharePriceOf(reads, cash?.price ?? 0n),
    totalAssets: reads.totalAssets,
    cash: cash?.balance ?? 0n,
    cashNeed: portfolio.cash_need,
    distance: portfolio.distance,
    holdings,
    decision: reads.decision,
    pending: reads.pending,
    limits,
    fees: reads.fees,
    state: stateOf(reads, unpriced),
    pausedUntil: reads.at.time < reads.pausedUntil ? reads.pausedUntil : 0,
    keeperSilentSince: silent ? reads.actedAt : 0,
    unpriced,
  };
}
