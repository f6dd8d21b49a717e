import { describe, expect, it } from "vitest";

import { CENT, costLines, downTo, gasInUsd, gasInUsdc, gateOf, leastOf, partOf, upTo } from "./cost";

const USDC = 1_000_000n;

describe("cost lines", () => {
  it("adds what it shows: 10.80 + 0.99 + 2.40 = 14.19, 1.42 %", () => {
    const lines = costLines(1_000n * USDC, { levy: 10_800_000n, fee: 989_200n, gas: 2_391_111n }, 50);
    expect(lines.levy).toBe(10_800_000n);
    expect(lines.fee).toBe(990_000n);
    expect(lines.gas).toBe(2_400_000n);
    expect(lines.total).toBe(14_190_000n);
    expect(lines.totalPpm).toBe(14_190n);
  });

  it("never flatters: each cost up, what is received down", () => {
    for (const raw of [1n, 9_999n, 10_000n, 10_001n, 123_456_789n]) {
      expect(upTo(raw, CENT) >= raw).toBe(true);
      expect(upTo(raw, CENT) - raw < CENT).toBe(true);
      expect(downTo(raw, CENT) <= raw).toBe(true);
    }
    const tiny = costLines(10n * USDC, { levy: 1n, fee: 1n, gas: 1n }, 0);
    expect(tiny.total).toBe(30_000n);
  });

  it("9: the worst case holds levy, platform fee, gas and the tolerance", () => {
    const lines = costLines(1_000n * USDC, { levy: 20n * USDC, fee: USDC, gas: 3n * USDC }, 100);
    // 20 + 1 + 3 + 1 % of 979
    expect(lines.worstPpm).toBe(33_790n);
    expect(lines.worstPpm > lines.totalPpm).toBe(true);
    expect(costLines(1_000n * USDC, { levy: 0n, fee: 0n, gas: undefined }, 0).worstPpm).toBe(0n);
  });

  it("keeps a part of nothing at all of it", () => {
    expect(partOf(1n, 0n)).toBe(1_000_000n);
    expect(partOf(0n, 0n)).toBe(0n);
  });
});

describe("9: gates on the worst case", () => {
  it.each([
    [30_000n, false, "open"],
    [30_001n, false, "tick"],
    [100_000n, false, "tick"],
    [100_001n, false, "blocked"],
    [100_001n, true, "tick"],
    [0n, true, "open"],
  ] as const)("%s ppm, expert %s: %s", (ppm, expert, gate) => expect(gateOf(ppm, expert)).toBe(gate));
});

describe("gas and the minimum", () => {
  it("turns wei into dollars and USDC, up", () => {
    const wei = 2_550_000n * 800_000_000n;
    const eth = 1_175n * 10n ** 18n;
    expect(gasInUsd(wei, eth)).toBe(2_397_000_000_000_000_000n);
    expect(gasInUsdc(wei, eth, 10n ** 18n)).toBe(2_397_000n);
    expect(gasInUsdc(1n, eth, 10n ** 18n)).toBe(1n);
    expect(gasInUsdc(wei, eth, 999_000_000_000_000_000n)).toBe(2_399_400n);
  });

  it("never accepts less than agreed", () => {
    expect(leastOf(10_000n, 50)).toBe(9_950n);
    expect(leastOf(10_001n, 50)).toBe(9_951n);
    expect(leastOf(1n, 200)).toBe(1n);
    expect(leastOf(662_033_210_000_000_000_000n, 0)).toBe(662_033_210_000_000_000_000n);
  });
});
