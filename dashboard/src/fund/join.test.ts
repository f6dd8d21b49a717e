import { describe, expect, test } from "vitest";
import { readAssets } from "./assets";
import { feesOf } from "./decode";
import { type ChainHolding, fundOf, type Reads } from "./join";
import type { Limits } from "./model";
import { USD, USDC } from "./rows.fixture";

const holding = (id: number, over: Partial<ChainHolding> = {}): ChainHolding => ({
  asset: BigInt(id), token: `0x${String(id).repeat(40)}`, decimals: 6n, status: 1n, stable: id === 1, held: true, balance: 500n * USDC,
  claims: 0n, price: USD, firm: true, updated_at: 900n, value: 500n * USD, weight_ppm: 500_000n, target_ppm: 500_000n, drift: 0n, ...over,
});

const reads = (over: Partial<Reads> = {}): Reads => ({
  at: { block: 7n, time: 1_000 },
  portfolio: { epoch: 1n, nav: 1_000n * USD, cash_need: 0n, distance: 0n },
  holdings: [holding(1), holding(2)],
  limits: { auctionsAt: 0 } as Limits,
  decision: { epoch: 1n } as Reads["decision"],
  pending: null,
  fees: { platformBps: 10, managementBps: 50 },
  pausedUntil: 0,
  woundDown: false,
  supply: 1_000n * USD,
  totalAssets: 1_000n * USDC,
  priced: 10n ** 12n,
  actedAt: 100,
  ...over,
});
const NONE = new Map();

describe("fundOf", () => {
  test("the share price is the vault's own answer at the price of USDC", () => {
    expect(fundOf(reads({ priced: 1_234_567_890_123n }), NONE).sharePrice).toBe(1_234_567_890_123_000_000n);
    const off = reads({ holdings: [holding(1, { price: (USD * 99n) / 100n }), holding(2)] });
    expect(fundOf(off, NONE).sharePrice).toBe((USD * 99n) / 100n);
    expect(fundOf(reads({ priced: null }), NONE).sharePrice).toBe(USD);
  });
  test("without shares there is no price", () => {
    expect(fundOf(reads({ supply: 0n }), NONE)).toMatchObject({ state: "empty", sharePrice: 0n });
  });
  test("one asset without a price does not stop the rest", () => {
    const fund = fundOf(reads({ holdings: [holding(1), holding(2, { firm: false }), holding(3, { firm: false, held: false })] }), NONE);
    expect(fund).toMatchObject({ state: "no-price", unpriced: [2] });
    expect(fund.holdings).toHaveLength(3);
  });
  test("the worst state counts", () => {
    expect(fundOf(reads({ woundDown: true, supply: 0n }), NONE).state).toBe("wound-down");
    expect(fundOf(reads({ pausedUntil: 1_001 }), NONE)).toMatchObject({ state: "paused", pausedUntil: 1_001 });
    expect(fundOf(reads({ pausedUntil: 1_000 }), NONE)).toMatchObject({ state: "open", pausedUntil: 0 });
    const far = { epoch: 1n, nav: 1_000n * USD, cash_need: 0n, distance: 50n * USD + 1n };
    expect(fundOf(reads({ portfolio: far }), NONE).state).toBe("rebalancing");
    expect(fundOf(reads({ portfolio: { ...far, distance: 50n * USD } }), NONE).state).toBe("open");
  });
  test("the keeper is silent from the time the auction house names", () => {
    expect(fundOf(reads({ limits: { auctionsAt: 1_000 } as Limits }), NONE).keeperSilentSince).toBe(100);
    expect(fundOf(reads({ limits: { auctionsAt: 1_001 } as Limits }), NONE).keeperSilentSince).toBe(0);
  });
  test("names come from the file, facts from the chain; an asset without a name shows its address", () => {
    const file = new Map([[2, { id: 2, symbol: "BTC", name: "Bitcoin", token: "0xdead" as const, decimals: 99, stable: true, liquidity: "deep" as const }]]);
    const [cash, btc] = fundOf(reads(), file).holdings;
    expect(btc).toMatchObject({ symbol: "BTC", decimals: 6, stable: false, token: `0x${"2".repeat(40)}`, status: "active" });
    expect(cash).toMatchObject({ symbol: "0x1111\u20261111" });
    expect(fundOf(reads(), file).cash).toBe(500n * USDC);
  });
});

describe("readAssets", () => {
  const token = `0x${"1".repeat(40)}`;
  test("hostile names are inert and short; what makes no sense is left out", () => {
    const hostile = { id: 5, symbol: `US\u202eDC${"x".repeat(10_000)}`, name: "<script>alert(1)</script>", token, decimals: 6 };
    const [asset, ...more] = readAssets([hostile, { id: 0, token }, { id: 6, token: "javascript:", decimals: 1 }, null, { id: 7, token, decimals: 400 }]);
    expect(more).toEqual([]);
    expect([...asset!.symbol]).toHaveLength(32);
    expect(asset!.symbol.startsWith("USDCx")).toBe(true);
    expect(asset).toMatchObject({ name: "<script>alert(1)</script>", stable: false, liquidity: "thin" });
  });
  test("an empty symbol is the address", () => {
    expect(readAssets([{ id: 5, symbol: "\u200b", name: "", token, decimals: 6 }])[0]?.symbol).toBe("0x1111\u20261111");
  });
});

describe("feesOf", () => {
  test("a rise that waits", () => {
    const now = { management_bps: 50n, platform_bps: 10n };
    expect(feesOf(now, [0n, 0n, 0n])).toEqual({ platformBps: 10, managementBps: 50 });
    expect(feesOf(now, [60n, 20n, 99n]).announced).toEqual({ platformBps: 20, managementBps: 60, effectiveAt: 99 });
  });
});
