/**
 * What somebody would agree to, from a quote: every number that a route shows. Amounts: raw USDC 6, shares 18. What is
 * received rounds down to the digit shown and what is paid rounds up; the minimum that is signed is the one shown.
 */
import { BPS, CENT, ceilDiv, costLines, downTo, leastOf, upTo, type CostLines } from "../cost";
import type { Quote } from "./readings";

/** The last digit shown of shares. */
export const SHARE_DIGIT = 10n ** 14n;
const SHARE = 10n ** 18n;

export type Terms = {
  readonly side: "buy" | "sell";
  /** USDC of a purchase, shares of a sale. */
  readonly given: bigint;
  /** Raw USDC that is paid, or that the shares are worth at NAV. */
  readonly worth: bigint;
  readonly levyBps: number;
  readonly platformBps: number;
  /** Shares of a purchase, USDC of a sale; and what it is worth in raw USDC. */
  readonly expected: bigint;
  readonly expectedWorth: bigint;
  readonly least: bigint;
  readonly leastWorth: bigint;
  /** Raw USDC with 18 more decimals of one share at NAV; 0 where nothing is known. */
  readonly sharePrice: bigint;
  readonly costs: CostLines;
};

/**
 * The least, brought to the last digit that is shown, so that what is signed is what was read. Never more than is
 * expected: where that digit is too coarse, all digits are shown.
 */
export function shownLeast(result: bigint, slippageBps: number, digit: bigint): bigint {
  const least = leastOf(result, slippageBps);
  const shown = upTo(least, digit);
  return shown <= result ? shown : least;
}

/** Purchase or sale at once. Undefined while no price is known. */
export function termsNow(quote: Quote, slippageBps: number, gas: bigint | undefined): Terms | undefined {
  const { preview, side, amount } = quote;
  if (preview.result === 0n) {
    return undefined;
  }
  const buying = side === "buy";
  const worth = preview.gross;
  const least = shownLeast(preview.result, slippageBps, buying ? SHARE_DIGIT : CENT);
  const expectedWorth = buying ? worth - preview.levy - preview.fee : preview.result;
  return {
    side,
    given: amount,
    worth,
    levyBps: Number(preview.levy_bps),
    platformBps: Number(preview.platform_bps),
    expected: preview.result,
    expectedWorth,
    least,
    leastWorth: buying ? (expectedWorth * least) / preview.result : least,
    sharePrice: buying ? (expectedWorth * SHARE * SHARE) / preview.result / 1_000_000n : (worth * SHARE * SHARE) / amount / 1_000_000n,
    costs: costLines(worth, { levy: preview.levy, fee: preview.fee, gas }, slippageBps),
  };
}

export type BatchTerms = {
  readonly side: "buy" | "sell";
  readonly given: bigint;
  readonly worth: bigint;
  /** Shares or USDC: without a counterpart, and with one for all of it. */
  readonly expectedLeast: bigint;
  readonly expectedMost: bigint;
  readonly levyMost: bigint;
  readonly fee: bigint;
  readonly gas: bigint | undefined;
  /** The lines as shown, added: with all of the levy, and with none. */
  readonly costMost: bigint;
  readonly costLeast: bigint;
  readonly costMostPpm: bigint;
  readonly costLeastPpm: bigint;
  readonly batch: bigint;
  /** Earliest; `lockable`: that is now. */
  readonly locksAt: number;
  readonly lockable: boolean;
  readonly settlesAt: number;
  readonly settlesForAnyoneAt: number;
  /** Of this request, in hundredths of a percent: what the other side of the open batch would match as it stands. */
  readonly matchedBps: number;
};

/** A request to the next batch, at the prices of now. */
export function termsOfBatch(quote: Quote, gas: bigint | undefined): BatchTerms | undefined {
  const { preview, request, side, amount } = quote;
  if (request.estimate === 0n || preview.gross === 0n) {
    return undefined;
  }
  const worth = preview.gross;
  // Of what is netted the fee is taken from all of it, before any levy; a sale's fee is that already.
  const fee = ceilDiv(worth * preview.platform_bps, BPS);
  const most = costLines(worth, { levy: preview.levy, fee, gas }, 0);
  const least = costLines(worth, { levy: 0n, fee, gas }, 0);
  return {
    side,
    given: amount,
    worth,
    expectedLeast: request.estimate,
    expectedMost: request.estimate_netted,
    levyMost: most.levy,
    fee: most.fee,
    gas: most.gas,
    costMost: most.total,
    costLeast: least.total,
    costMostPpm: most.totalPpm,
    costLeastPpm: least.totalPpm,
    batch: request.batch,
    locksAt: Number(request.locks_at),
    lockable: Number(request.locks_at) <= quote.time,
    settlesAt: Number(request.settles_at),
    settlesForAnyoneAt: Number(request.settles_for_anyone_at),
    matchedBps: matchedBps(quote),
  };
}

/** How much of a request the other side of the open batch would match, if nobody else came or went. */
export function matchedBps(quote: Quote): number {
  const { side, amount, waiting, preview } = quote;
  if (preview.gross === 0n || preview.result === 0n) {
    return 0;
  }
  // Shares and USDC of this amount at NAV: the waiting shares are priced with them.
  const shares = side === "sell" ? amount : (preview.result * preview.gross) / (preview.gross - preview.levy - preview.fee || 1n);
  if (shares === 0n) {
    return 0;
  }
  const sales = (waiting.shares * preview.gross) / shares;
  const [own, other] = side === "buy" ? [waiting.usdc + amount, sales] : [sales + preview.gross, waiting.usdc];
  return Number(own === 0n ? 0n : other >= own ? BPS : (other * BPS) / own);
}

/** Shares or USDC as received: down to the digit shown. */
export function receivedDigit(side: "buy" | "sell", amount: bigint): bigint {
  return downTo(amount, side === "buy" ? SHARE_DIGIT : CENT);
}
