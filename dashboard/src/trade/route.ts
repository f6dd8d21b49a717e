/**
 * Which way to buy or sell suits an amount. Costs are raw USDC. The cost of a batch is a range: without a levy where a
 * counterpart is found, with all of it where none is. Choosing counts its worst end, for nobody can promise the other.
 */
import { BPS } from "./cost";

export type Route = "now" | "batch" | "both" | "kind";

/** The route that a link asks for; undefined where the form has no such route. */
export function askedRoute(asked: string | null, routes: readonly Route[]): Route | undefined {
  return routes.find((route) => route === asked);
}

export type RouteOffer = {
  readonly route: Route;
  /** The reason of a contract, or of this page; empty: open. */
  readonly closed: string;
  readonly costLeast: bigint;
  readonly costMost: bigint;
};

export type Split = { readonly now: bigint; readonly later: bigint };

/** A certain saving below this is not worth waiting a day for a price that nobody knows. */
const WORTH_WAITING_BPS = 10n;

/**
 * What may pass at once and what must wait. Undefined where one of the two would be nothing or below its minimum.
 * @param most what may pass at once now
 * @param least of a request
 */
export function splitOf(amount: bigint, most: bigint, least: bigint): Split | undefined {
  if (amount <= most || most === 0n) {
    return undefined;
  }
  const later = amount - most;
  if (later >= least) {
    return { now: most, later };
  }
  // The rest alone would be too small a request, so less goes at once.
  return amount - least > 0n ? { now: amount - least, later: least } : undefined;
}

export type Choice =
  | { readonly route: Route; readonly why: "cheaper"; readonly saves: bigint; readonly savesAtBest: bigint }
  | { readonly route: Route; readonly why: "as-cheap" | "only" | "sooner" | "none" };

/**
 * The route that is chosen until the reader chooses another: the cheaper one, if it saves enough for certain; at once,
 * if waiting saves little; whatever is open, if one is closed.
 * @param amount raw USDC that is paid, or that the shares are worth
 */
export function chooseRoute(offers: readonly RouteOffer[], amount: bigint): Choice {
  const open = offers.filter((offer) => offer.closed === "" && offer.route !== "kind");
  const now = open.find((offer) => offer.route === "now");
  const batch = open.find((offer) => offer.route === "batch");
  const both = open.find((offer) => offer.route === "both");
  if (now !== undefined && batch !== undefined) {
    const saves = now.costMost - batch.costMost;
    if (saves * BPS >= amount * WORTH_WAITING_BPS && saves > 0n) {
      return { route: "batch", why: "cheaper", saves, savesAtBest: now.costMost - batch.costLeast };
    }
    return { route: "now", why: "as-cheap" };
  }
  if (now !== undefined) {
    return { route: "now", why: "only" };
  }
  if (both !== undefined) {
    return { route: "both", why: "sooner" };
  }
  if (batch !== undefined) {
    return { route: "batch", why: "only" };
  }
  const kind = offers.find((offer) => offer.route === "kind" && offer.closed === "");
  return kind === undefined ? { route: "now", why: "none" } : { route: "kind", why: "only" };
}
