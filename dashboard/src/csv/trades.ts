/**
 * The account's trades as tax products take them: one asset for another, a row each. An exit in kind is as many trades as
 * assets came, and its shares are split over them so that they add up to the wei.
 */
import { TRADES, type Entry, type Part } from "../trade/position/entries";
import type { Hex } from "../fund/model";

export type CurrencyOf = { readonly symbol: string; readonly decimals: number; /** Tax products know the ticker. */ readonly listed: boolean };

export type Currencies = {
  readonly share: CurrencyOf;
  readonly usdc: CurrencyOf;
  readonly asset: (id: number) => CurrencyOf;
};

/** USD 18 of one whole token at a block; undefined where nobody knows. */
export type PriceAt = (asset: number, entry: Entry) => bigint | undefined;

/** Wei of the account's own gas for a transaction; undefined where it is not known or somebody else paid. */
export type GasOf = (tx: Hex) => bigint | undefined;

export type Side = { readonly amount: bigint; readonly currency: CurrencyOf };

export type Trade = {
  readonly time: number;
  readonly tx: Hex;
  readonly sent: Side | undefined;
  readonly received: Side | undefined;
  /** Wei; on one trade of a transaction only. */
  readonly gas: bigint | undefined;
  /** USD 18; undefined where it is not known. */
  readonly worth: bigint | undefined;
  readonly text: string;
};

/** USD 18 of raw units. */
export function worthOf(amount: bigint, decimals: number, price: bigint): bigint {
  return (amount * price) / 10n ** BigInt(decimals);
}

/**
 * Shares of an exit in kind by asset: in proportion to value, at least one unit each, so that no row is empty. The last
 * row takes the remainder: the rows add up to `shares`.
 */
export function splitShares(shares: bigint, values: readonly (bigint | undefined)[]): bigint[] {
  const total = values.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n);
  const count = BigInt(values.length);
  if (count === 0n) {
    return [];
  }
  const spare = shares > count ? shares - count : 0n;
  const split = values.map((value) => (total === 0n ? spare / count : (spare * (value ?? 0n)) / total) + (shares > count ? 1n : 0n));
  const sum = split.reduce((all, one) => all + one, 0n);
  const last = split.length - 1;
  split[last] = (split[last] ?? 0n) + shares - sum;
  return split;
}

export function tradesOf(entries: readonly Entry[], currencies: Currencies, priceAt: PriceAt, gasOf: GasOf): Trade[] {
  const paidFor = new Set<Hex>();
  const gasOnce = (tx: Hex): bigint | undefined => {
    if (paidFor.has(tx)) {
      return undefined;
    }
    paidFor.add(tx);
    return gasOf(tx);
  };
  return entries
    .filter((entry) => TRADES.has(entry.kind))
    .flatMap((entry) => tradesOfEntry(entry, currencies, priceAt, gasOnce))
    .sort((a, b) => a.time - b.time);
}

function tradesOfEntry(entry: Entry, currencies: Currencies, priceAt: PriceAt, gasOnce: GasOf): Trade[] {
  if (entry.kind === "exit in kind") {
    return inKind(entry, currencies, priceAt, gasOnce);
  }
  const size = (value: bigint) => (value < 0n ? -value : value);
  const shares: Side = { amount: size(entry.shares), currency: currencies.share };
  const usdc: Side | undefined = entry.usdc === 0n ? undefined : { amount: size(entry.usdc), currency: currencies.usdc };
  const bought = entry.shares > 0n;
  return [
    {
      time: entry.pricedAt,
      tx: entry.tx,
      sent: bought ? usdc : shares,
      received: bought ? shares : usdc,
      gas: gasOnce(entry.tx),
      worth: undefined,
      text: textOf(entry),
    },
  ];
}

function inKind(entry: Entry, currencies: Currencies, priceAt: PriceAt, gasOnce: GasOf): Trade[] {
  const worths = entry.parts.map((part) => worthOfPart(part, entry, currencies, priceAt));
  const shares = splitShares(-entry.shares, worths);
  return entry.parts.map((part, place) => ({
    time: entry.pricedAt,
    tx: entry.tx,
    sent: { amount: shares[place] ?? 0n, currency: currencies.share },
    received: { amount: part.amount, currency: currencies.asset(part.asset) },
    gas: gasOnce(entry.tx),
    worth: worths[place],
    text: `${textOf(entry)}, asset ${place + 1} of ${entry.parts.length}`,
  }));
}

function worthOfPart(part: Part, entry: Entry, currencies: Currencies, priceAt: PriceAt): bigint | undefined {
  const price = priceAt(part.asset, entry);
  return price === undefined ? undefined : worthOf(part.amount, currencies.asset(part.asset).decimals, price);
}

function textOf(entry: Entry): string {
  switch (entry.kind) {
    case "batch purchase":
    case "batch sale":
      return `Global 100 ${entry.kind}, batch ${entry.batch ?? ""}, priced at its settlement, collected in ${entry.tx}`;
    case "buy":
    case "sell":
      return `Global 100 ${entry.kind}, platform fee and a levy of ${entry.levyBps ?? 0} bps are inside the price`;
    default:
      return `Global 100 ${entry.kind}`;
  }
}
