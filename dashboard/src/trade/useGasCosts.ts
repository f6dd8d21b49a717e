/** Gas of a route in raw USDC, with what it is made of. */
import type { Hex } from "viem";

import { gasInUsdc } from "./cost";
import type { GasAnswer, Way } from "./quote/gas";
import type { Purse, Quote } from "./quote/readings";
import { useGas } from "./quote/useQuote";

export type GasCost = { readonly answer: GasAnswer | undefined; readonly usdc: bigint | undefined };

export function useGasCost(
  side: "buy" | "sell",
  way: Way,
  amount: bigint | undefined,
  account: Hex | null,
  purse: Purse | undefined,
  quote: Quote | undefined,
): GasCost {
  const value = amount ?? 0n;
  const allowance = side === "sell" ? (purse?.sharesToQueue ?? 0n) : way === "batch" ? (purse?.usdcToQueue ?? 0n) : (purse?.usdcToVault ?? 0n);
  const has = purse === undefined ? 0n : side === "sell" ? purse.shares : purse.usdc;
  // An account that is connected is asked for once its purse is known: before, the answer would be another account's.
  const ready = amount !== undefined && (account === null || purse !== undefined);
  const { data: answer } = useGas(
    ready
      ? { side, way, amount: value, account, allowed: allowance >= value, has: has >= value, permit: purse?.hasCode !== true }
      : undefined,
  );
  return { answer, usdc: gasUsdc(answer, quote) };
}

function gasUsdc(answer: GasAnswer | undefined, quote: Quote | undefined): bigint | undefined {
  if (answer?.kind !== "known" || quote?.ethPrice === undefined || quote.usdcPrice === undefined) {
    return undefined;
  }
  return gasInUsdc((answer.units + answer.later) * answer.price, quote.ethPrice, quote.usdcPrice);
}
