/** The ways to buy an amount, from one quote. */
import { percentOfBps, percentOfPpm, span, usdc } from "../../format";
import type { RouteView } from "../../trade/parts/Routes";
import { closedBatch, closedNow, type Times } from "../../trade/problems";
import type { BatchTerms, Terms } from "../../trade/quote/terms";
import type { Quote } from "../../trade/quote/readings";
import { splitOf, type RouteOffer, type Split } from "../../trade/route";
import { trade } from "../../words/trade";

export type Offers = {
  readonly offers: readonly RouteOffer[];
  readonly views: readonly RouteView[];
  readonly split: Split | undefined;
};

export function offersOf(
  quote: Quote,
  now: Terms | undefined,
  batch: BatchTerms | undefined,
  times: Times,
  symbolOf: (asset: number) => string | undefined,
): Offers {
  const closed = closedNow(quote, times, symbolOf);
  const noBatch = closedBatch(quote, symbolOf);
  // Only the hour's limit splits an amount; a pause or a missing price closes all of it.
  const limited = quote.preview.reason === "policy: above the flow of the hour";
  const split = limited && noBatch === "" ? splitOf(quote.amount, quote.preview.max_in, quote.request.least) : undefined;
  const wait = span(Math.max(3_600, (batch?.settlesAt ?? 0) - quote.time));
  const views: RouteView[] = [
    {
      route: "now",
      name: trade.buy.now.name,
      text: trade.buy.now.text(percentOfBps(quote.preview.levy_bps)),
      cost: now === undefined ? undefined : `Costs ${usdc(now.costs.total, "up")} USDC, ${percentOfPpm(now.costs.totalPpm, "up")}`,
      closed,
    },
    {
      route: "batch",
      name: trade.buy.batch.name,
      text: trade.buy.batch.text(wait),
      cost: batch === undefined ? undefined : `Costs ${usdc(batch.costLeast, "up")} to ${usdc(batch.costMost, "up")} USDC, ${percentOfPpm(batch.costLeastPpm, "up")} to ${percentOfPpm(batch.costMostPpm, "up")}`,
      closed: noBatch,
    },
  ];
  if (split !== undefined) {
    views.push({ route: "both", name: trade.buy.both.name, text: trade.buy.both.text(usdc(split.now, "down"), usdc(split.later, "up")), cost: undefined, closed: "" });
  }
  const offers = views.map(({ route, closed: why }): RouteOffer => ({
    route,
    closed: why,
    costLeast: route === "batch" ? (batch?.costLeast ?? 0n) : (now?.costs.total ?? 0n),
    costMost: route === "batch" ? (batch?.costMost ?? 0n) : (now?.costs.total ?? 0n),
  }));
  return { offers, views, split };
}

/** What is drawn before there is an amount: the ways with their levy, without a cost. */
export function usualViews(levyBps: number | undefined, wait: string): RouteView[] {
  const levy = levyBps === undefined ? "as shown below" : percentOfBps(levyBps);
  return [
    { route: "now", name: trade.buy.now.name, text: trade.buy.now.text(levy), cost: undefined, closed: "" },
    { route: "batch", name: trade.buy.batch.name, text: trade.buy.batch.text(wait), cost: undefined, closed: "" },
  ];
}
