/** What is wrong with an amount for a route, in words that say what to do. */
import { clock, shares, stamp, usdc, usdcWithUnit } from "../format";
import { explain } from "../words/errors";
import { trade } from "../words/trade";
import { writeAmount, type Amount } from "./amount";
import type { Quote } from "./quote/readings";
import { separators } from "./useTradeForm";

const words = trade.problem;

/** Undefined for what is a number; for nothing typed yet as well. */
export function textProblem(text: string, amount: Amount, unit: string): string | undefined {
  switch (amount.kind) {
    case "empty":
    case "value":
      return undefined;
    case "ambiguous":
      return words.ambiguous(text.trim(), amount.whole, amount.fraction);
    case "too-many-decimals":
      return words.decimals(amount.most, unit);
    case "too-large":
      return words.tooLarge;
    case "not-a-number":
      return words.notANumber;
  }
}

export type Times = { readonly flowResetsAt: number; readonly pausedUntil: number };

/** Why a purchase or a sale at once is closed for this amount; "" where it is open. */
export function closedNow(quote: Quote, times: Times, symbolOf: (asset: number) => string | undefined): string {
  const { preview, side } = quote;
  const most = usdc(side === "buy" ? preview.max_in : preview.max_out, "down");
  switch (preview.reason) {
    case "":
      return "";
    case "policy: above the flow of the hour":
      return side === "buy" ? words.hour(most, clock(times.flowResetsAt)) : words.hourOut(most, clock(times.flowResetsAt));
    case "vault: above max":
      return side === "buy" ? explained(preview.reason, symbolOf) : words.cash(most);
    case "vault: entries paused":
      return times.pausedUntil === 0 ? explained(preview.reason, symbolOf) : words.paused(stamp(times.pausedUntil));
    default:
      return explained(preview.reason, symbolOf);
  }
}

/** The same of a request. */
export function closedBatch(quote: Quote, symbolOf: (asset: number) => string | undefined): string {
  const { request, side } = quote;
  if (request.reason === "queue: below minimum") {
    return words.least(side === "buy" ? usdcWithUnit(request.least, "up") : `${writeAmount(request.least, 18, separators)} shares`);
  }
  return explained(request.reason, symbolOf);
}

/** A balance that is too small is wrong whatever the route. */
export function balanceProblem(side: "buy" | "sell", amount: bigint, have: bigint): string | undefined {
  if (amount <= have) {
    return undefined;
  }
  return side === "buy" ? words.tooMuchUsdc(usdc(have, "down")) : words.tooManyShares(shares(have, "down"));
}

function explained(reason: string, symbolOf: (asset: number) => string | undefined): string {
  if (reason === "" || reason.startsWith("erc20:")) {
    // Too few shares is told by the balance, at the amount.
    return "";
  }
  const found = explain(reason, symbolOf);
  return found === undefined ? reason : `${found.cause} ${found.remedy}`;
}
