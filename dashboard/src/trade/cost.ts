/**
 * What a purchase or a sale costs, in raw USDC, from the numbers of the lens. A cost rounds up and what is received
 * rounds down, each once, to the last digit that is shown. A sum adds the lines as they are shown.
 */

/** Raw USDC of a cent, the last digit shown of USDC. */
export const CENT = 10_000n;
export const BPS = 10_000n;
export const PPM = 1_000_000n;
const USDC_UNIT = 1_000_000n;

export function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

/** `a` up to the next multiple of `step`. */
export function upTo(a: bigint, step: bigint): bigint {
  return ceilDiv(a, step) * step;
}

/** `a` down to the last multiple of `step`. */
export function downTo(a: bigint, step: bigint): bigint {
  return (a / step) * step;
}

/** The least that is accepted when at most `slippageBps` of `result` may be lost. Never below what was agreed. */
export function leastOf(result: bigint, slippageBps: number): bigint {
  return ceilDiv(result * (BPS - BigInt(slippageBps)), BPS);
}

/** Wei of gas in raw USDC, rounded up. Prices: USD 18 of one ETH and of one USDC. */
export function gasInUsdc(wei: bigint, ethPrice: bigint, usdcPrice: bigint): bigint {
  return ceilDiv(wei * ethPrice * USDC_UNIT, usdcPrice * 10n ** 18n);
}

/** Wei of gas in USD 18, rounded up. */
export function gasInUsd(wei: bigint, ethPrice: bigint): bigint {
  return ceilDiv(wei * ethPrice, 10n ** 18n);
}

export type CostLines = {
  /** Raw USDC, each up to a cent. */
  readonly levy: bigint;
  readonly fee: bigint;
  /** Undefined where nobody knows what gas costs. */
  readonly gas: bigint | undefined;
  /** The lines as shown, added. */
  readonly total: bigint;
  /** Of what is given, in millionths, rounded up. */
  readonly totalPpm: bigint;
  /** The same with the slippage that is allowed. */
  readonly worstPpm: bigint;
};

/**
 * @param given raw USDC that is paid, or that the shares are worth at NAV
 * @param slippageBps 0 where nothing is bounded, as in a batch
 */
export function costLines(
  given: bigint,
  parts: { readonly levy: bigint; readonly fee: bigint; readonly gas: bigint | undefined },
  slippageBps: number,
): CostLines {
  const levy = upTo(parts.levy, CENT);
  const fee = upTo(parts.fee, CENT);
  const gas = parts.gas === undefined ? undefined : upTo(parts.gas, CENT);
  const total = levy + fee + (gas ?? 0n);
  const received = given > parts.levy + parts.fee ? given - parts.levy - parts.fee : 0n;
  const slipped = ceilDiv(received * BigInt(slippageBps), BPS);
  return {
    levy,
    fee,
    gas,
    total,
    totalPpm: partOf(total, given),
    worstPpm: partOf(total + slipped, given),
  };
}

/** `cost` of `given` in millionths, rounded up; all of it where nothing is given. */
export function partOf(cost: bigint, given: bigint): bigint {
  if (given === 0n) {
    return cost === 0n ? 0n : PPM;
  }
  return ceilDiv(cost * PPM, given);
}

/** Above this the buyer ticks that they saw it. */
export const TICK_ABOVE_PPM = 30_000n;
/** Above this nothing is sent, unless the buyer asked for expert mode. */
export const BLOCK_ABOVE_PPM = 100_000n;

export type Gate = "open" | "tick" | "blocked";

/** What the worst case of all costs asks of the person who confirms. */
export function gateOf(worstPpm: bigint, expert: boolean): Gate {
  if (worstPpm > BLOCK_ABOVE_PPM) {
    return expert ? "tick" : "blocked";
  }
  return worstPpm > TICK_ABOVE_PPM ? "tick" : "open";
}
