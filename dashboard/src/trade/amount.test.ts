import { describe, expect, it } from "vitest";

import { parseAmount, separatorsOf, writeAmount } from "./amount";

const en = separatorsOf("en-US");
const de = separatorsOf("de-DE");
const USDC = 6;

function value(text: string, separators = en, decimals = USDC): bigint | string {
  const read = parseAmount(text, decimals, separators);
  return read.kind === "value" ? read.value : read.kind;
}

describe("17: an amount is understood or refused, never misread", () => {
  it("knows the decimal marks", () => {
    expect(en.decimal).toBe(".");
    expect(de.decimal).toBe(",");
    expect(separatorsOf("no such locale!").decimal).toBe(".");
  });

  it.each([
    ["1000", 1_000_000_000n],
    ["1,000", 1_000_000_000n],
    ["1,000.50", 1_000_500_000n],
    ["1.000,50", 1_000_500_000n],
    ["1,000,000", 1_000_000_000_000n],
    ["1.000.000", 1_000_000_000_000n],
    ["1 000,5", 1_000_500_000n],
    ["1\u00a0000.5", 1_000_500_000n],
    ["1'000.5", 1_000_500_000n],
    ["0.125", 125_000n],
    ["1.125", 1_125_000n],
    ["1,5", 1_500_000n],
    ["1,0000", 1_000_000n],
    [".5", 500_000n],
    ["5.", 5_000_000n],
    [" 10 ", 10_000_000n],
    ["$1,000", 1_000_000_000n],
    ["1,000.00 USDC", 1_000_000_000n],
    ["0", 0n],
    ["0.000001", 1n],
    ["1.0000000", 1_000_000n],
  ])("en reads %s", (text, expected) => expect(value(text)).toBe(expected));

  it.each([
    ["1000,5", 1_000_500_000n],
    ["1000.5", 1_000_500_000n],
    ["1,000.50", 1_000_500_000n],
    ["1.000,50", 1_000_500_000n],
    ["1.000.000", 1_000_000_000_000n],
    ["0,125", 125_000n],
    ["1,1250", 1_125_000n],
    ["12345,678", 12_345_678_000n],
  ])("de reads %s", (text, expected) => expect(value(text, de)).toBe(expected));

  it.each(["1.000", "1,000", "12,345", "999.999"])("de refuses %s, which two people read differently", (text) =>
    expect(value(text, de)).toBe("ambiguous"),
  );

  it("says both ways to write what it refuses", () => {
    expect(parseAmount("1.125", USDC, de)).toEqual({ kind: "ambiguous", whole: "1125", fraction: "1,1250" });
    expect(value("1,1250", de)).toBe(1_125_000n);
    expect(value("1125", de)).toBe(1_125_000_000n);
  });

  it.each([
    "-1", "+1", "1e5", "0x10", "1..5", "1,,5", "1,00,000", "1.000.00", "12 34", "1,", "NaN", "Infinity",
    "\u0661\u0662", "1 USDT", "USDC", "=1+1", ".", ",", "1,000,00.5", "1.2.3,4", "01,000", "\u22125",
  ])("refuses %s", (text) => expect(value(text)).toBe("not-a-number"));

  it("takes no more decimals than the unit has", () => {
    expect(value("1.0000001")).toBe("too-many-decimals");
    expect(value("0.1234567", de)).toBe("too-many-decimals");
    expect(value("1.0000001", en, 18)).toBe(1_000_000_100_000_000_000n);
  });

  it("refuses what no chain holds", () => {
    expect(value("9".repeat(41))).toBe("too-large");
    expect(value("9".repeat(39))).toBe("too-large");
    expect(value("1".repeat(32))).toBe(BigInt("1".repeat(32)) * 1_000_000n);
  });

  it("is empty only when nothing is there", () => {
    expect(value("")).toBe("empty");
    expect(value("  ")).toBe("empty");
  });

  it("writes what it reads back", () => {
    for (const separators of [en, de]) {
      for (const amount of [0n, 1n, 1_125_000n, 1_000_000_000n, 80_000_123_456n, 999_999n]) {
        expect(value(writeAmount(amount, USDC, separators), separators)).toBe(amount);
      }
    }
    expect(writeAmount(1_000_500_000n, USDC, en)).toBe("1,000.5");
    expect(writeAmount(1_125_000n, USDC, de)).toBe("1,1250");
  });
});
