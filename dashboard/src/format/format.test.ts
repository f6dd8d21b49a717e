import { describe, expect, test } from "vitest";
import * as f from ".";
import { rescale, scaled } from "./number";

const USD = 10n ** 18n;
const NB = "\u00a0";

describe("rounding never flatters", () => {
  test("down, up and half of the same amount", () => {
    expect(f.usdc(1_239_999n, "down")).toBe("1.23");
    expect(f.usdc(1_230_001n, "up")).toBe("1.24");
    expect(f.usdc(1_235_000n)).toBe("1.24");
    expect(f.usdc(1_234_999n)).toBe("1.23");
  });
  test("an exact amount is not moved by any rule", () => {
    for (const rounding of ["down", "up", "half"] as const) expect(f.usdc(1_230_000n, rounding)).toBe("1.23");
  });
  test("down of a loss is a larger loss, up of it a smaller one, half away from zero", () => {
    expect(rescale(-1_001n, 3, 0, "down")).toBe(-2n);
    expect(rescale(-1_999n, 3, 0, "up")).toBe(-1n);
    expect(rescale(-1_500n, 3, 0, "half")).toBe(-2n);
    expect(rescale(-1_499n, 3, 0, "half")).toBe(-1n);
  });
  test("shares round to four places as told", () => {
    expect(f.shares(1_00009_9999n * 10n ** 9n, "down")).toBe("1.0000");
    expect(f.shares(1_00001n * 10n ** 13n, "up")).toBe("1.0001");
    expect(f.sharesInFull(1_000_010_000_000_000_000n)).toBe("1.00001");
  });
});

describe("what is not zero is not shown as zero", () => {
  test("less than the last place", () => {
    expect(f.usd(1n)).toBe("<$0.01");
    expect(f.usd(-1n)).toBe("\u2212<$0.01");
    expect(f.usd(0n)).toBe("$0.00");
    expect(f.percentOfPpm(1)).toBe("<0.01%");
    expect(f.percentOfPpm(0)).toBe("0.00%");
    expect(f.usdc(1n, "down")).toBe("<0.01");
  });
  test("the size of a fund without cents", () => {
    expect(f.usd(1_400_384_500n * 10n ** 15n, "half", 0)).toBe("$1,400,385");
    expect(f.usd(5n * 10n ** 17n, "half", 0)).toBe("<$1");
  });
});

describe("prices", () => {
  test("a share has four places", () => {
    expect(f.sharePrice(1_492_650_000_000_000_000n)).toBe("$1.4927");
  });
  test("an asset has two places from a dollar on, four significant digits below", () => {
    expect(f.assetPrice(23_456_789n * 10n ** 15n)).toBe("$23,456.79");
    expect(f.assetPrice(USD)).toBe("$1.00");
    expect(f.assetPrice(123_456n * 10n ** 12n)).toBe("$0.1235");
    expect(f.assetPrice(1_234_567n * 10n ** 6n)).toBe("$0.000001235");
    expect(f.assetPrice(1n)).toBe("$0.000000000000000001");
    expect(f.assetPrice(999_999_999n * 10n ** 9n)).toBe("$1.0000");
  });
});

describe("ratios", () => {
  test("percent has two places and no space", () => {
    expect(f.percent(0.0326)).toBe("3.26%");
    expect(f.percentOfPpm(324_900)).toBe("32.49%");
    expect(f.percentOfBps(10)).toBe("0.10%");
    expect(f.percent(1.45)).toBe("145.00%");
  });
  test("half is by decimal digits: 1.005 is not 1.00", () => {
    expect(f.percent(0.01005)).toBe("1.01%");
    expect(scaled(1.005, 2)).toBe(101n);
    expect(scaled(-1.005, 2)).toBe(-101n);
    expect(scaled(1e21, 2)).toBe(10n ** 23n);
  });
  test("a part of a whole is exact in each direction", () => {
    expect(f.percentOf(1n, 3n)).toBe("33.33%");
    expect(f.percentOf(1n, 3n, "up")).toBe("33.34%");
    expect(f.percentOf(2n, 3n, "down")).toBe("66.66%");
    expect(f.percentOf(1n, 4n, "up")).toBe("25.00%");
    expect(() => f.percentOf(1n, 0n)).toThrow(RangeError);
  });
  test("a change has a sign and a direction", () => {
    expect(f.change(0.0326)).toEqual({ direction: "up", text: "+3.26%" });
    expect(f.change(-0.011)).toEqual({ direction: "down", text: "\u22121.10%" });
    expect(f.change(0)).toEqual({ direction: "flat", text: "0.00%" });
    expect(f.change(0.00001)).toEqual({ direction: "up", text: "+<0.01%" });
    expect(f.changeOfUsd(-124n * 10n ** 17n)).toEqual({ direction: "down", text: "\u2212$12.40" });
  });
  test("points of weight", () => {
    expect(f.points(50_000)).toBe(`+5${NB}points`);
    expect(f.points(-10_000)).toBe(`\u22121${NB}point`);
    expect(f.points(12_000)).toBe(`+1.20${NB}points`);
  });
  test("bps have one place", () => {
    expect(f.bps(30.36)).toBe(`30.4${NB}bps`);
    expect(f.bps(-3)).toBe(`\u22123.0${NB}bps`);
  });
});

describe("gauge", () => {
  test("one place", () => {
    expect(f.gauge(98_160_000n)).toBe("98.2");
    expect(f.gauge(0n)).toBe("0.0");
    expect(f.gauge(55_000_000n)).toBe("55.0");
  });
  test("it never reads as across a threshold that it has not reached", () => {
    expect(f.gauge(54_960_000n)).toBe("54.96");
    expect(f.gauge(54_999_999n)).toBe("54.999999");
    expect(f.gauge(45_030_000n)).toBe("45.03");
    expect(f.gauge(44_990_000n)).toBe("44.99");
  });
});

describe("times", () => {
  test("dates are UTC", () => {
    expect(f.stamp(1_679_292_000)).toBe(`20${NB}Mar${NB}2023, 06:00${NB}UTC`);
    expect(f.day(1_679_292_000)).toBe(`20${NB}Mar`);
    expect(f.iso(1_679_292_000)).toBe("2023-03-20T06:00:00Z");
  });
  test("spans have two units at most and are cut", () => {
    expect(f.span(12.9)).toBe(`12${NB}s`);
    expect(f.span(899)).toBe(`14${NB}min`);
    expect(f.span(3600)).toBe(`1${NB}h`);
    expect(f.span(11_100)).toBe(`3${NB}h 5${NB}min`);
    expect(f.span(6 * 86_400 + 17 * 3600 + 59)).toBe(`6${NB}d 17${NB}h`);
    expect(f.span(-5)).toBe(`0${NB}s`);
  });
});

describe("gas", () => {
  test("a cost rounds up", () => {
    expect(f.gasUnits(2_550_001n)).toBe(`2.56${NB}M`);
    expect(f.gasUnits(55_024n)).toBe("55,024");
    expect(f.gasSum(2_550_000n, 800_000_000n)).toBe(`2.55${NB}M${NB}gas at 0.80${NB}gwei`);
  });
});

describe("names in a sentence", () => {
  test("a few are named, more are counted", () => {
    expect(f.listed([])).toBe("");
    expect(f.listed(["LINK"])).toBe("LINK");
    expect(f.listed(["LINK", "UNI"])).toBe("LINK and UNI");
    expect(f.listed(["LINK", "UNI", "AAVE"])).toBe("LINK, UNI and AAVE");
    expect(f.listed(["LINK", "UNI", "AAVE", "BTC", "ETH"])).toBe("LINK, UNI, AAVE and 2 more");
  });
});

describe("text of others", () => {
  test("direction marks, controls and zero widths are removed", () => {
    expect(f.clean("US\u202eDC\u0000\u200b")).toBe("USDC");
    expect(f.clean("  a\n\tb  ")).toBe("a b");
  });
  test("markup stays text", () => {
    expect(f.clean("<img src=x onerror=1>")).toBe("<img src=x onerror=1>");
  });
  test("32 graphemes at most, cut with an ellipsis, also of 10 kB", () => {
    expect([...f.clean("a".repeat(10_000))]).toHaveLength(32);
    expect(f.clean("a".repeat(32))).toBe("a".repeat(32));
    expect(f.clean("a".repeat(33)).endsWith("\u2026")).toBe(true);
    const family = "👩‍👩‍👧‍👦";
    expect(f.clean(family.repeat(40)).length).toBeLessThan(200);
  });
  test("marks stacked on one letter do not escape", () => {
    expect(f.clean(`a${"\u0301".repeat(500)}`).length).toBeLessThanOrEqual(128);
  });
  test("addresses are cut in the middle", () => {
    expect(f.shortHex("0x5FC8d32690cc91D4c39d9d3abcBD16989F875707")).toBe("0x5FC8\u20265707");
  });
  test("plurals", () => {
    expect(f.count(1, "asset")).toBe(`1${NB}asset`);
    expect(f.count(1200, "entry", "entries")).toBe(`1,200${NB}entries`);
  });
});
