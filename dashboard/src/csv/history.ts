/** Everything an account did with the fund, lossless: the source of the five tax files. */
import type { Entry } from "../trade/position/entries";
import { csv, isoTime, plain, type Cell } from "./cells";
import { worthOf, type Currencies, type GasOf, type PriceAt } from "./trades";

export const HISTORY_HEADER = [
  "time", "block", "tx", "log index", "kind", "shares", "usdc", "asset", "amount", "price USD", "value USD",
  "platform fee", "levy", "gas ETH", "counterpart", "batch",
] as const;

const USDC = 6;
const SHARE = 18;

export function historyCsv(entries: readonly Entry[], currencies: Currencies, priceAt: PriceAt, gasOf: GasOf): string {
  const paidFor = new Set<string>();
  const rows = entries.flatMap((entry) => {
    const gas = paidFor.has(entry.tx) ? undefined : gasOf(entry.tx);
    paidFor.add(entry.tx);
    return rowsOf(entry, currencies, priceAt, gas);
  });
  return csv(HISTORY_HEADER, rows);
}

function rowsOf(entry: Entry, currencies: Currencies, priceAt: PriceAt, gas: bigint | undefined): Cell[][] {
  const head: Cell[] = [isoTime(entry.pricedAt), entry.block, entry.tx, entry.logIndex, entry.kind];
  const tail: Cell[] = [
    entry.feeShares === 0n ? undefined : plain(entry.feeShares, SHARE),
    entry.levy === undefined ? undefined : plain(entry.levy, USDC),
    gas === undefined ? undefined : plain(gas, 18),
    entry.counterpart,
    entry.batch,
  ];
  const sums: Cell[] = [nonzero(entry.shares, SHARE), nonzero(entry.usdc, USDC)];
  if (entry.parts.length === 0) {
    return [[...head, ...sums, undefined, undefined, undefined, undefined, ...tail]];
  }
  return entry.parts.map((part, place) => {
    const { symbol, decimals } = currencies.asset(part.asset);
    const price = priceAt(part.asset, entry);
    return [
      ...head,
      // Shares and gas stand once, so that a column adds up.
      ...(place === 0 ? sums : [undefined, undefined]),
      symbol,
      plain(part.amount, decimals),
      price === undefined ? undefined : plain(price, 18),
      price === undefined ? undefined : plain(worthOf(part.amount, decimals, price), 18),
      ...(place === 0 ? tail : [undefined, undefined, undefined, entry.counterpart, entry.batch]),
    ];
  });
}

function nonzero(value: bigint, decimals: number): string | undefined {
  return value === 0n ? undefined : plain(value, decimals);
}
