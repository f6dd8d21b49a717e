import { describe, expect, it } from "vitest";

import type { Hex } from "../fund/model";
import type { Entry } from "../trade/position/entries";
import { csv, plain, slashedTime } from "./cells";
import { HISTORY_HEADER, historyCsv } from "./history";
import { readCsv } from "./reader";
import { TAX_FORMATS, taxCsv, type TaxFormat } from "./tax";
import { splitShares, tradesOf, type Currencies } from "./trades";

const E18 = 10n ** 18n;
const TX: Hex = "0x4c1e0000000000000000000000000000000000000000000000000000000090ab";
const ME: Hex = "0x00000000000000000000000000000000000000aa";
const currencies: Currencies = {
  share: { symbol: "G100", decimals: 18, listed: false },
  usdc: { symbol: "USDC", decimals: 6, listed: true },
  asset: (id) => ({ symbol: id === 1 ? "USDC" : `T${id}`, decimals: id === 1 ? 6 : id % 2 ? 8 : 18, listed: true }),
};

function entry(kind: Entry["kind"], over: Partial<Entry> = {}): Entry {
  return {
    kind, time: 1_679_292_000, pricedAt: 1_679_292_000, block: 5n, tx: TX, logIndex: 1, shares: 0n, usdc: 0n, parts: [],
    feeShares: 0n, levyBps: 108, levy: undefined, counterpart: ME, batch: undefined, ...over,
  };
}

/** 100 assets, three of which have no price. */
const KIND = entry("exit in kind", {
  shares: -12_345_678_901_234_567_890n,
  parts: Array.from({ length: 100 }, (_, place) => ({ asset: place + 1, amount: BigInt(place + 1) * 10n ** 7n + 3n })),
});
const priceAt = (asset: number) => ([7, 8, 99].includes(asset) ? undefined : BigInt(asset) * E18 / 3n);
const HEADERS: Record<TaxFormat, string> = {
  koinly: "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash",
  cointracker: "Date,Received Quantity,Received Currency,Sent Quantity,Sent Currency,Fee Amount,Fee Currency,Tag",
  coinledger: "Date (UTC),Platform (Optional),Asset Sent,Amount Sent,Asset Received,Amount Received,Fee Currency (Optional),Fee Amount (Optional),Type,Description (Optional),TxHash (Optional)",
  zenledger: "Timestamp,Type,IN Amount,IN Currency,Out Amount,Out Currency,Fee Amount,Fee Currency,Exchange(optional),US Based",
  tokentax: "Type,BuyAmount,BuyCurrency,SellAmount,SellCurrency,FeeAmount,FeeCurrency,Exchange,Group,Comment,Date",
};
const DATES: Record<TaxFormat, RegExp> = {
  koinly: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/,
  cointracker: /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/,
  coinledger: /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/,
  zenledger: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/,
  tokentax: /^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/,
};

function raw(text: string, decimals: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 10n ** BigInt(decimals) + BigInt(fraction.padEnd(decimals, "0") || "0");
}

describe("25: the files of the five tax products", () => {
  const entries = [
    entry("buy", { usdc: -1_000_500_000n, shares: 990n * E18, feeShares: E18, levy: 10_800_000n }),
    entry("request to sell", { shares: -5n * E18, batch: 3n, tx: "0x02" }),
    entry("batch sale", { shares: -5n * E18, usdc: 4_900_000n, batch: 3n, tx: "0x03", time: 1_680_000_000 }),
    KIND,
    ...[7, 8, 99].map((asset) => entry("claim booked", { parts: [{ asset, amount: 9n }], levyBps: undefined })),
    entry("claim collected", { parts: [{ asset: 5, amount: 9n }], tx: "0x04" }),
    entry("shares received", { shares: E18, levyBps: undefined, tx: "0x05" }),
  ];
  const trades = tradesOf(entries, currencies, priceAt, (tx) => (tx === TX ? 2_040_000_000_000_000n : undefined));

  it.each(Object.keys(HEADERS) as TaxFormat[])("%s: header to the letter, dates, a full row each", (format) => {
    const [header, ...rows] = readCsv(taxCsv(format, trades));
    expect(header?.join(",")).toBe(HEADERS[format]);
    expect(rows).toHaveLength(103);
    const dated = TAX_FORMATS[format].header.findIndex((name) => /date|timestamp/i.test(name));
    for (const row of rows) {
      expect(row).toHaveLength(header?.length ?? 0);
      expect(row[dated]).toMatch(DATES[format]);
    }
  });

  it.each(Object.keys(HEADERS) as TaxFormat[])("%s: an exit in kind adds up to the wei, asset by asset", (format) => {
    const [header = [], ...rows] = readCsv(taxCsv(format, trades));
    const at = (name: RegExp) => header.findIndex((one) => name.test(one));
    const sent = at(/sent (amount|quantity)|amount sent|out amount|sellamount/i);
    const sentOf = at(/sent currency|asset sent|out currency|sellcurrency/i);
    const received = at(/received (amount|quantity)|amount received|in amount|buyamount/i);
    const kind = rows.filter((row) => row[sentOf]?.match(/G100|NULL1/) && row[received] && !row.join().includes("batch sale") && row[sentOf] !== "USDC").filter((row) => /T\d|USDC/.test(row.join()));
    const inKind = kind.slice(-100);
    expect(inKind).toHaveLength(100);
    expect(inKind.reduce((sum, row) => sum + raw(row[sent] ?? "", 18), 0n)).toBe(-KIND.shares);
    KIND.parts.forEach((part, place) => {
      expect(raw(inKind[place]?.[received] ?? "", currencies.asset(part.asset).decimals)).toBe(part.amount);
    });
  });

  it("counts gas once a transaction, and no request, collection or claim as a trade", () => {
    expect(trades.filter((trade) => trade.gas !== undefined)).toHaveLength(1);
    expect(trades.map((trade) => trade.tx)).not.toContain("0x02");
    expect(trades.map((trade) => trade.tx)).not.toContain("0x04");
  });

  it("dates a batch at its settlement and names the transaction that collected it", () => {
    const batch = trades.find((trade) => trade.tx === "0x03");
    expect(batch?.time).toBe(1_679_292_000);
    expect(batch?.text).toContain("collected in 0x03");
  });

  it("leaves the value of what has no price blank, never zero or one", () => {
    const [header = [], ...rows] = readCsv(taxCsv("koinly", trades));
    const worth = header.indexOf("Net Worth Amount");
    const asset8 = rows.find((row) => row.includes("T8"));
    expect(asset8?.[worth]).toBe("");
    expect(rows.find((row) => row.includes("T9"))?.[worth]).not.toBe("");
  });

  it("names the share in Koinly's description", () => {
    expect(taxCsv("koinly", trades)).toContain("NULL1 is G100");
    expect(taxCsv("zenledger", trades)).not.toContain("NULL1");
  });

  it("has everything in the full file", () => {
    const [header, ...rows] = readCsv(historyCsv(entries, currencies, priceAt, () => undefined));
    expect(header?.join(",")).toBe(HISTORY_HEADER.join(","));
    expect(rows).toHaveLength(108);
    expect(rows.every((row) => row.length === HISTORY_HEADER.length)).toBe(true);
    expect(rows[0]?.slice(4, 7)).toEqual(["buy", "990", "-1000.5"]);
    expect(rows[0]?.[0]).toBe("2023-03-20T06:00:00Z");
    expect(rows.reduce((sum, row) => sum + (row[5] ? 1 : 0), 0)).toBe(5);
  });
});

describe("splitting the shares of an exit in kind", () => {
  it.each([
    [10n, [1n, 1n, 1n]],
    [3n, [undefined, undefined]],
    [1n, [5n, 5n]],
    [10n ** 20n, [10n ** 18n, undefined, 7n]],
    [0n, [1n]],
  ])("%s over %s adds up", (shares, values) => {
    const split = splitShares(shares, values);
    expect(split.reduce((sum, one) => sum + one, 0n)).toBe(shares);
    expect(split.every((one) => one >= 0n)).toBe(true);
  });
  it("leaves no row empty while there are shares enough", () => {
    expect(splitShares(E18, [0n, undefined, E18])).toEqual([1n, 1n, E18 - 2n]);
  });
  it("splits nothing over nothing", () => expect(splitShares(5n, [])).toEqual([]));
});

describe("25: cells that a spreadsheet would run", () => {
  it.each(["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uff1d1", "-"])("%j is made text", (text) => {
    const [, row] = readCsv(csv(["a"], [[text]]));
    expect(row?.[0]).toBe(`'${text}`);
  });
  it.each(["-1.5", "-1", "12", "plain", "0x12"])("%s stays as it is", (text) => {
    expect(readCsv(csv(["a"], [[text]]))[1]?.[0]).toBe(text);
  });
  it("quotes what would break a row", () => {
    expect(csv(["a", "b"], [['say "so"', "x,\ny"]])).toBe('a,b\r\n"say ""so""","x,\ny"\r\n');
  });
});

describe("plain numbers and dates", () => {
  it("writes every digit", () => {
    expect(plain(1_000_500_000n, 6)).toBe("1000.5");
    expect(plain(-1n, 18)).toBe("-0.000000000000000001");
    expect(plain(7n, 0)).toBe("7");
    expect(plain(10n ** 30n, 6)).toBe(`1${"0".repeat(24)}`);
  });
  it("writes dates in UTC", () => expect(slashedTime(1_679_292_000)).toBe("03/20/2023 06:00:00"));
});
