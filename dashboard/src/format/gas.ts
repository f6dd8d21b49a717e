import { decimal, grouped, NO_BREAK } from "./number";

/** "2.55 M", rounded up, as every cost; below a million in full: "55,024". */
export function gasUnits(gas: bigint): string {
  return gas >= 1_000_000n ? `${decimal(gas, 6, 2, "up")}${NO_BREAK}M` : grouped(gas.toString());
}

/** Wei a unit of gas: "0.80 gwei". */
export function gwei(price: bigint): string {
  return `${decimal(price, 9, 2, "up")}${NO_BREAK}gwei`;
}

/** "2.55 M gas at 0.80 gwei": what stands below the dollars. */
export function gasSum(gas: bigint, price: bigint): string {
  return `${gasUnits(gas)}${NO_BREAK}gas at ${gwei(price)}`;
}

/** ETH from wei: six places, rounded up. */
export function eth(wei: bigint): string {
  return `${decimal(wei, 18, 6, "up")}${NO_BREAK}ETH`;
}
