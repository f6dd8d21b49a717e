import { decimal, exact, NO_BREAK, powerOfTen, type Rounding } from "./number";

const USD = 18;
const SHARE = 18;
const USDC = 6;

/** USD 18. Two places; a fund's size takes 0. */
export function usd(value: bigint, rounding: Rounding = "half", places = 2): string {
  return decimal(value, USD, places, rounding, "$");
}

/** USD 18 of one share: four places. */
export function sharePrice(value: bigint): string {
  return decimal(value, USD, 4, "half", "$");
}

/** USD 18 of one token: two places from a dollar on, four significant digits below. */
export function assetPrice(value: bigint): string {
  if (value === 0n || value >= powerOfTen(USD)) return decimal(value, USD, 2, "half", "$");
  // 0.001234: the first digit that counts stands at place 3, so the fourth at place 6
  const first = USD - value.toString().length + 1;
  return decimal(value, USD, Math.min(USD, first + 3), "half", "$");
}

/** Shares 18: four places. What somebody gets rounds down, what somebody gives up. */
export function shares(value: bigint, rounding: Rounding = "half"): string {
  return decimal(value, SHARE, 4, rounding);
}

/** Raw USDC: two places. */
export function usdc(value: bigint, rounding: Rounding = "half"): string {
  return decimal(value, USDC, 2, rounding);
}

/** "1,000.00 USDC", not broken between the two. */
export function usdcWithUnit(value: bigint, rounding: Rounding = "half"): string {
  return `${usdc(value, rounding)}${NO_BREAK}USDC`;
}

/** An amount of some token: four places, or as many as the token has. */
export function tokens(value: bigint, decimals: number, rounding: Rounding = "half"): string {
  return decimal(value, decimals, Math.min(4, decimals), rounding);
}

/** Every digit of an amount: for tooltips and confirmations. */
export function sharesInFull(value: bigint): string {
  return exact(value, SHARE);
}

export function usdcInFull(value: bigint): string {
  return exact(value, USDC);
}

export function usdInFull(value: bigint): string {
  return `$${exact(value, USD)}`;
}
