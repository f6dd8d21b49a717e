/** The ways to sell an amount. Leaving in kind is one of them in every state, also without any quote. */
import { count, percentOfPpm, span, usdc } from "../../format";
import type { Fund } from "../../fund";
import type { RouteView } from "../../trade/parts/Routes";
import { closedBatch, closedNow, type Times } from "../../trade/problems";
import type { Quote } from "../../trade/quote/readings";
import type { BatchTerms, Terms } from "../../trade/quote/terms";
import type { RouteOffer } from "../../trade/route";
import { trade } from "../../words/trade";

const words = trade.sell;

export function kindView(fund: Fund | undefined): RouteView {
  const held = fund?.holdings.filter((one) => one.held || one.balance > 0n).length;
  return {
    route: "kind",
    name: words.kind.name,
    text: held === undefined ? words.kindUnknown : words.kind.text(count(held, "asset")),
    cost: undefined,
    closed: "",
  };
}

export function sellViews(
  quote: Quote | undefined,
  now: Terms | undefined,
  batch: BatchTerms | undefined,
  fund: Fund | undefined,
  times: Times,
  failing: boolean,
  symbolOf: (asset: number) => string | undefined,
): RouteView[] {
  const noQuote = failing ? trade.quote.failed : "";
  const most = fund === undefined ? undefined : usdc(fund.limits.flowOut < fund.cash ? fund.limits.flowOut : fund.cash, "down");
  const wait = span(Math.max(3_600, (batch?.settlesAt ?? (fund === undefined ? 0 : fund.limits.locksAt + 3_600)) - (quote?.time ?? fund?.time ?? 0)));
  return [
    {
      route: "now",
      name: words.now.name,
      text: most === undefined ? words.nowUnknown : words.now.text(most),
      cost: now === undefined ? undefined : `Costs ${usdc(now.costs.total, "up")} USDC, ${percentOfPpm(now.costs.totalPpm, "up")}`,
      closed: quote === undefined ? noQuote : closedNow(quote, times, symbolOf),
    },
    {
      route: "batch",
      name: words.batch.name,
      text: words.batch.text(wait),
      cost: batch === undefined ? undefined : `Costs ${usdc(batch.costLeast, "up")} to ${usdc(batch.costMost, "up")} USDC, ${percentOfPpm(batch.costLeastPpm, "up")} to ${percentOfPpm(batch.costMostPpm, "up")}`,
      closed: quote === undefined ? noQuote : closedBatch(quote, symbolOf),
    },
    kindView(fund),
  ];
}

export function sellOffers(views: readonly RouteView[], now: Terms | undefined, batch: BatchTerms | undefined): RouteOffer[] {
  return views.map(({ route, closed }) => ({
    route,
    closed,
    costLeast: route === "batch" ? (batch?.costLeast ?? 0n) : (now?.costs.total ?? 0n),
    costMost: route === "batch" ? (batch?.costMost ?? 0n) : (now?.costs.total ?? 0n),
  }));
}
