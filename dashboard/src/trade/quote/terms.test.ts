import { describe, expect, it } from "vitest";

import type { Quote } from "./readings";
import { matchedBps, SHARE_DIGIT, shownLeast, termsNow, termsOfBatch } from "./terms";

const USDC = 1_000_000n;
const E18 = 10n ** 18n;

/** A purchase for 1,000 USDC at a share price of 1.25 USDC, levy 1.08 %, fee 0.10 %. */
function quote(over: Partial<Quote> = {}, preview: Partial<Quote["preview"]> = {}): Quote {
  return {
    block: 1n, time: 1, side: "buy", amount: 1_000n * USDC,
    preview: {
      reason: "", result: 790_568_640_000_000_000_000n, gross: 1_000n * USDC, levy_bps: 108n, levy: 10_800_000n,
      platform_bps: 10n, fee_shares: 791_360_000_000_000_000n, fee: 989_200n, max_in: 50_000n * USDC, max_out: 0n, bound: "",
      ...preview,
    },
    request: {
      reason: "", batch: 3n, locks_at: 10n, settles_at: 20n, settles_for_anyone_at: 30n, least: 10n * USDC,
      estimate: 790_568_640_000_000_000_000n, estimate_netted: 799_200_000_000_000_000_000n,
    },
    waiting: { usdc: 0n, shares: 0n }, usdcPrice: E18, ethPrice: 1_000n * E18, ...over,
  };
}

describe("7: the number shown is the number signed", () => {
  it("brings the minimum to the last digit shown, and never above what is expected", () => {
    const terms = termsNow(quote(), 50, 0n);
    expect(terms?.least).toBe(786_615_800_000_000_000_000n);
    expect((terms?.least ?? 1n) % SHARE_DIGIT).toBe(0n);
    for (const result of [1n, 99n, SHARE_DIGIT, SHARE_DIGIT + 1n, 7n * E18 + 3n]) {
      for (const bps of [0, 10, 50, 200]) {
        const least = shownLeast(result, bps, SHARE_DIGIT);
        expect(least <= result).toBe(true);
        expect(least > 0n).toBe(true);
        expect(least * 10_000n >= result * BigInt(10_000 - bps)).toBe(true);
      }
    }
  });
});

describe("terms of a purchase at once", () => {
  it("are those of the lens", () => {
    const terms = termsNow(quote(), 50, 2_400_000n);
    expect(terms).toMatchObject({
      given: 1_000n * USDC, expected: 790_568_640_000_000_000_000n, expectedWorth: 988_210_800n, levyBps: 108, platformBps: 10,
    });
    expect(terms?.sharePrice).toBe(1_250_000_000_000_000_000n);
    expect(terms?.costs.total).toBe(14_190_000n);
    expect(terms?.leastWorth).toBeLessThan(988_210_800n);
  });

  it("10: are none, rather than zero, while no price is known", () => {
    expect(termsNow(quote({}, { result: 0n }), 50, 0n)).toBeUndefined();
    expect(termsOfBatch(quote({}, { gross: 0n }), 0n)).toBeUndefined();
  });

  it("leave gas out of the sum where nobody knows it", () => {
    expect(termsNow(quote(), 50, undefined)?.costs).toMatchObject({ gas: undefined, total: 11_790_000n });
  });
});

describe("terms of a batch", () => {
  it("are a range: without a counterpart and with one", () => {
    const terms = termsOfBatch(quote(), 300_000n);
    expect(terms).toMatchObject({ costMost: 12_100_000n, costLeast: 1_300_000n, levyMost: 10_800_000n, fee: USDC, batch: 3n });
    expect(terms!.costMostPpm > terms!.costLeastPpm).toBe(true);
  });

  it("say how much the other side would match as it stands", () => {
    expect(matchedBps(quote())).toBe(0);
    // 400 shares at 1.25 against 1,000
    expect(matchedBps(quote({ waiting: { usdc: 0n, shares: 400n * E18 } }))).toBe(5_000);
    expect(matchedBps(quote({ waiting: { usdc: 0n, shares: 4_000n * E18 } }))).toBe(10_000);
    expect(matchedBps(quote({ waiting: { usdc: 1_000n * USDC, shares: 400n * E18 } }))).toBe(2_500);
  });
});
