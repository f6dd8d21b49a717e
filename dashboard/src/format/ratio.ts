import { decimal, decimalParts, MINUS, NO_BREAK, rescale, type Rounding, scaled } from "./number";

/** Parts per million as a percentage: 32_600 is "3.26%". */
export function percentOfPpm(ppm: number | bigint, rounding: Rounding = "half"): string {
  return `${decimal(BigInt(ppm), 4, 2, rounding)}%`;
}

/** Hundredths of a percent as a percentage: 10 is "0.10%". */
export function percentOfBps(bps: number | bigint, rounding: Rounding = "half"): string {
  return `${decimal(BigInt(bps), 2, 2, rounding)}%`;
}

/** A ratio as a percentage: 0.0326 is "3.26%". A number has no exact rounding up or down: give those as bigints. */
export function percent(ratio: number): string {
  return `${decimal(scaled(ratio, 12), 10, 2)}%`;
}

/** `part` of `whole`, exact, as a percentage. */
export function percentOf(part: bigint, whole: bigint, rounding: Rounding = "half"): string {
  if (whole === 0n) throw new RangeError("percentOf: nothing to take a part of");
  // 12 more digits than are shown: the division's own rounding, always down, cannot reach the last place
  const scale = 10n ** 14n;
  const exactly = (part * scale) % whole === 0n;
  const value = (part * scale) / whole + (!exactly && rounding === "up" ? 1n : 0n);
  return `${decimal(value, 12, 2, rounding)}%`;
}

export type Direction = "up" | "down" | "flat";

/** A change: its sign in the text, its shape and colour from the direction. 0.0326 is "+3.26%". */
export function change(ratio: number): { readonly direction: Direction; readonly text: string } {
  if (ratio === 0) return { direction: "flat", text: "0.00%" };
  const { below, digits } = decimalParts(scaled(Math.abs(ratio), 12), 10, 2, "half");
  const sign = ratio > 0 ? "+" : MINUS;
  return { direction: ratio > 0 ? "up" : "down", text: `${sign}${below ? "<" : ""}${digits}%` };
}

/** A change of an amount in USD 18: "+$12.40". */
export function changeOfUsd(value: bigint): { readonly direction: Direction; readonly text: string } {
  if (value === 0n) return { direction: "flat", text: "$0.00" };
  const { negative, below, digits } = decimalParts(value, 18, 2, "half");
  return { direction: negative ? "down" : "up", text: `${negative ? MINUS : "+"}${below ? "<" : ""}$${digits}` };
}

/** A change of a weight, in ppm: "+1.20 points". Whole points read "5 points". */
export function points(ppm: number): string {
  const value = decimal(BigInt(Math.abs(ppm)), 4, 2).replace(/\.00$/, "");
  const sign = ppm === 0 ? "" : ppm > 0 ? "+" : MINUS;
  return `${sign}${value}${NO_BREAK}${value === "1" ? "point" : "points"}`;
}

/** Trading cost and slippage: "30.4 bps". */
export function bps(value: number): string {
  const tenths = decimal(scaled(value, 10), 10, 1);
  return `${tenths}${NO_BREAK}bps`;
}

const THRESHOLDS = [45_000_000n, 55_000_000n];

/**
 * The gauge, 0 to 100 with 6 decimals: one place. At a threshold it takes as many places as it needs to stand on its own
 * side: 54.96 is not "55.0", which would read as bull.
 */
export function gauge(value: bigint): string {
  for (let places = 1; places < 6; places++) {
    const shown = rescale(value, 6, places, "half") * 10n ** BigInt(6 - places);
    if (THRESHOLDS.every((threshold) => shown !== threshold || value === threshold)) return decimal(value, 6, places);
  }
  return decimal(value, 6, 6);
}
