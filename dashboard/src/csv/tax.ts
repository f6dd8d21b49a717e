/** Files for five tax products: their headers to the letter, their dates, their words. */
import { csv, dashedTime, plain, slashedTime, type Cell } from "./cells";
import type { Side, Trade } from "./trades";

export type TaxFormat = "koinly" | "cointracker" | "coinledger" | "zenledger" | "tokentax";

type Format = {
  readonly name: string;
  readonly header: readonly string[];
  readonly row: (trade: Trade) => readonly Cell[];
};

const PLATFORM = "Global 100";
const GAS = "ETH";

function amount(side: Side | undefined): Cell {
  return side === undefined ? undefined : plain(side.amount, side.currency.decimals);
}

function ticker(side: Side | undefined): Cell {
  return side?.currency.symbol;
}

function fee(trade: Trade): Cell {
  return trade.gas === undefined ? undefined : plain(trade.gas, 18);
}

function feeTicker(trade: Trade): Cell {
  return trade.gas === undefined ? undefined : GAS;
}

/** Koinly takes a ticker that it does not know as NULL1, with the real name beside it. */
function koinlyTicker(side: Side | undefined): Cell {
  return side === undefined || side.currency.listed ? side?.currency.symbol : "NULL1";
}

function koinlyText(trade: Trade): string {
  const renamed = [trade.sent, trade.received].find((side) => side !== undefined && !side.currency.listed);
  return renamed === undefined ? trade.text : `${trade.text}; NULL1 is ${renamed.currency.symbol}`;
}

/** A trade has two sides; a transfer from or to another account has one. */
function word(trade: Trade, both: string, came: string, went: string): string {
  if (trade.sent !== undefined && trade.received !== undefined) {
    return both;
  }
  return trade.received !== undefined ? came : went;
}

export const TAX_FORMATS: Readonly<Record<TaxFormat, Format>> = {
  koinly: {
    name: "Koinly",
    header: [
      "Date", "Sent Amount", "Sent Currency", "Received Amount", "Received Currency", "Fee Amount", "Fee Currency",
      "Net Worth Amount", "Net Worth Currency", "Label", "Description", "TxHash",
    ],
    row: (trade) => [
      `${dashedTime(trade.time)} UTC`, amount(trade.sent), koinlyTicker(trade.sent), amount(trade.received),
      koinlyTicker(trade.received), fee(trade), feeTicker(trade),
      trade.worth === undefined ? undefined : plain(trade.worth, 18), trade.worth === undefined ? undefined : "USD",
      undefined, koinlyText(trade), trade.tx,
    ],
  },
  cointracker: {
    name: "CoinTracker",
    header: [
      "Date", "Received Quantity", "Received Currency", "Sent Quantity", "Sent Currency", "Fee Amount", "Fee Currency", "Tag",
    ],
    row: (trade) => [
      slashedTime(trade.time), amount(trade.received), ticker(trade.received), amount(trade.sent), ticker(trade.sent),
      fee(trade), feeTicker(trade), undefined,
    ],
  },
  coinledger: {
    name: "CoinLedger",
    header: [
      "Date (UTC)", "Platform (Optional)", "Asset Sent", "Amount Sent", "Asset Received", "Amount Received",
      "Fee Currency (Optional)", "Fee Amount (Optional)", "Type", "Description (Optional)", "TxHash (Optional)",
    ],
    row: (trade) => [
      slashedTime(trade.time), PLATFORM, ticker(trade.sent), amount(trade.sent), ticker(trade.received),
      amount(trade.received), feeTicker(trade), fee(trade), word(trade, "", "Deposit", "Withdrawal"), trade.text, trade.tx,
    ],
  },
  zenledger: {
    name: "ZenLedger",
    header: [
      "Timestamp", "Type", "IN Amount", "IN Currency", "Out Amount", "Out Currency", "Fee Amount", "Fee Currency",
      "Exchange(optional)", "US Based",
    ],
    row: (trade) => [
      dashedTime(trade.time), word(trade, "Trade", "Receive", "Send"), amount(trade.received), ticker(trade.received),
      amount(trade.sent), ticker(trade.sent), fee(trade), feeTicker(trade), PLATFORM, "No",
    ],
  },
  tokentax: {
    name: "TokenTax",
    header: [
      "Type", "BuyAmount", "BuyCurrency", "SellAmount", "SellCurrency", "FeeAmount", "FeeCurrency", "Exchange", "Group",
      "Comment", "Date",
    ],
    row: (trade) => [
      word(trade, "Trade", "Deposit", "Withdrawal"), amount(trade.received), ticker(trade.received), amount(trade.sent),
      ticker(trade.sent), fee(trade), feeTicker(trade), PLATFORM, undefined, `${trade.text}; ${trade.tx}`,
      slashedTime(trade.time),
    ],
  },
};

export function taxCsv(format: TaxFormat, trades: readonly Trade[]): string {
  const { header, row } = TAX_FORMATS[format];
  return csv(header, trades.map(row));
}
