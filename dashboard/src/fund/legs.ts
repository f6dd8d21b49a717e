import { rescale } from "../format/number";
import type { Assets } from "./assets";
import type { Leg, LogRow } from "./model";

/** A trade in USD: what was given, and how much less came back. All USD have 18 decimals. */

const USDC_UNIT = 10n ** 6n;
const FULL = 10_000n;

export function amountOf(row: LogRow, name: string): bigint {
  const value = row.args[name];
  return typeof value === "bigint" ? value : 0n;
}

/** Decimals of a token: of the file, else of its listing. */
export type Decimals = (asset: number) => number;

export function decimalsFrom(assets: Assets, rows: readonly LogRow[]): Decimals {
  const listed = new Map<number, number>();
  for (const row of rows) {
    if (row.event === "AssetListed") listed.set(Number(amountOf(row, "asset")), Number(amountOf(row, "decimals")));
  }
  return (asset) => listed.get(asset) ?? assets.get(asset)?.decimals ?? 18;
}

type Trade = {
  readonly asset: number;
  readonly buy: boolean;
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly price: bigint;
  readonly cashPrice: bigint;
};

function legOfTrade(trade: Trade, row: LogRow, decimals: Decimals): Leg {
  const unit = 10n ** BigInt(decimals(trade.asset));
  const [given, got] = trade.buy
    ? [(trade.amountIn * trade.cashPrice) / USDC_UNIT, (trade.amountOut * trade.price) / unit]
    : [(trade.amountIn * trade.price) / unit, (trade.amountOut * trade.cashPrice) / USDC_UNIT];
  const cost = given - got;
  return {
    asset: trade.asset,
    buy: trade.buy,
    amountIn: trade.amountIn,
    amountOut: trade.amountOut,
    price: trade.price,
    value: given,
    cost,
    // to a hundredth of a basis point
    slippageBps: given === 0n ? 0 : Number(rescale((cost * FULL * 1_000_000n) / given, 6, 2, "half")) / 100,
    time: row.time,
    tx: row.tx,
    sequence: row.sequence ?? 0n,
  };
}

/** A leg of a session. `cashPrice` is USD 18 of one USDC, which the session's close names. */
export function legOf(row: LogRow, cashPrice: bigint, decimals: Decimals): Leg {
  const trade = {
    asset: Number(amountOf(row, "asset")),
    buy: row.args["buy"] === true,
    amountIn: amountOf(row, "amount_in"),
    amountOut: amountOf(row, "amount_out"),
    price: amountOf(row, "price"),
    cashPrice,
  };
  return legOfTrade(trade, row, decimals);
}

/** An auction fill in the same terms. */
export function legOfFill(row: LogRow, decimals: Decimals): Leg {
  const buy = row.args["buy"] === true;
  const asset = amountOf(row, "asset_amount");
  const cash = amountOf(row, "cash_amount");
  const trade = {
    asset: Number(amountOf(row, "asset")),
    buy,
    amountIn: buy ? cash : asset,
    amountOut: buy ? asset : cash,
    price: amountOf(row, "price"),
    cashPrice: amountOf(row, "cash_price"),
  };
  return legOfTrade(trade, row, decimals);
}
