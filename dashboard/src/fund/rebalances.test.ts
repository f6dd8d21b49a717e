import { describe, expect, test } from "vitest";
import type { AssetInfo } from "./model";
import { groupsOf, legsOf, rebalancesOf } from "./rebalances";
import { Chain, USD, USDC } from "./rows.fixture";

const asset = (id: number, decimals: number): AssetInfo => ({
  id, symbol: `A${id}`, name: "", token: "0x1", decimals, stable: false, liquidity: "deep",
});
const assets = new Map([asset(2, 8), asset(3, 18)].map((each) => [each.id, each]));

const buy = { session: 1n, asset: 2n, buy: true, amount_in: 1000n * USDC, amount_out: 4_985_000_000n, price: 20n * USD };
const sell = { session: 2n, asset: 2n, buy: false, amount_in: 5_000_000_000n, amount_out: 999n * USDC, price: 20n * USD };

describe("rebalancesOf", () => {
  const chain = new Chain()
    .after(1).decide(1, true, 60, { 1: 10_000, 2: 990_000 })
    .after(1).log("LegTraded", buy).close(1, 1, 1_000n * USD, 1_000n * USD, 3n * USD)
    .after(1).decide(2, true, 58, { 1: 10_000, 2: 500_000, 3: 490_000 })
    .after(1).decide(3, false, 40, { 1: 1_000_000 })
    .after(1).log("LegTraded", sell).log("LegFailed", { session: 2n, asset: 3n, reason: "0x" })
    .close(3, 2, 2_000n * USD, 1_000n * USD, 1n * USD);
  const [first, second, third] = rebalancesOf(chain, assets);

  test("each has its decision, and the names that came and left", () => {
    expect(first).toMatchObject({ epoch: 1n, bull: true, gauge: 60_000_000n, cameIn: [], left: [], switched: false });
    expect(first?.targets).toEqual([{ asset: 1, weightPpm: 10_000 }, { asset: 2, weightPpm: 990_000 }]);
    expect(second).toMatchObject({ cameIn: [3], left: [], switched: false });
    expect(third).toMatchObject({ bull: false, cameIn: [], left: [2, 3], switched: true });
  });
  test("a leg's value is what was given, its cost what did not come back", () => {
    const [bought] = first!.sessions[0]!.legs;
    // 49.85 tokens at 20 USD for 1,000 USD
    expect(bought).toMatchObject({ buy: true, value: 1_000n * USD, cost: 3n * USD, slippageBps: 30 });
    const [sold] = third!.sessions[0]!.legs;
    // 50 tokens at 20 USD for 999 USD
    expect(sold).toMatchObject({ buy: false, value: 1_000n * USD, cost: USD, slippageBps: 10 });
  });
  test("turnover and cost are the sessions' own, the part is of NAV before the first", () => {
    expect(first).toMatchObject({ turnover: 1_000n * USD, turnoverPart: 1, cost: 3n * USD });
    expect(third).toMatchObject({ turnoverPart: 0.5, cost: USD });
    expect(third!.sessions[0]!.failed).toHaveLength(1);
  });
  test("a week without a trade is quiet; runs of them are one line", () => {
    expect(groupsOf([first!, second!, third!]).map(({ kind }) => kind)).toEqual(["rebalance", "quiet", "rebalance"]);
    const [quiet] = groupsOf([second!, second!]);
    expect(quiet).toMatchObject({ kind: "quiet", reviews: [{ epoch: 2n }, { epoch: 2n }] });
  });
  test("the price of USDC counts", () => {
    const cheap = new Chain().after(1).decide(1, true, 60, { 1: 1_000_000 })
      .after(1).log("LegTraded", buy).close(1, 1, 1_000n * USD, 1_000n * USD, 0n, USD / 2n);
    expect(rebalancesOf(cheap, assets)[0]!.sessions[0]!.legs[0]).toMatchObject({ value: 500n * USD, cost: -497n * USD });
  });
  test("a listing's decimals count before the file's", () => {
    const listed = new Chain().log("AssetListed", { asset: 2n, decimals: 6n }).after(1).decide(1, true, 60, { 2: 1_000_000 })
      .after(1).log("LegTraded", { ...buy, amount_out: 49_850_000n }).close(1, 1, USD, USD, 0n);
    expect(rebalancesOf(listed, assets)[0]!.sessions[0]!.legs[0]!.slippageBps).toBe(30);
  });
  test("the safe state was decided by nobody", () => {
    const forced = new Chain().after(1).decide(1, true, 60, { 2: 1_000_000 })
      .after(1).log("SafeStateForced", { epoch: 2n, words: [1n | (1_000_000n << 16n)] });
    expect(rebalancesOf(forced, assets)[1]).toMatchObject({
      epoch: 2n, bull: false, switched: true, left: [2], targets: [{ asset: 1, weightPpm: 1_000_000 }],
    });
  });
  test("an auction fill is part of the decision it was opened under; its trader's leg is not counted twice", () => {
    const fill = {
      asset: 2n, epoch: 1n, buy: false, asset_amount: 5_000_000_000n, cash_amount: 990n * USDC, price: 20n * USD, cash_price: USD,
    };
    const auction = new Chain().after(1).decide(1, true, 60, { 2: 1_000_000 })
      .after(1).close(1, 1, 4_000n * USD, 0n, 0n)
      .after(1).log("LegTraded", { ...sell, session: 0n }).log("AuctionFilled", fill);
    const [rebalance] = rebalancesOf(auction, assets);
    expect(rebalance).toMatchObject({ turnover: 1_000n * USD, cost: 10n * USD, turnoverPart: 0.25 });
    expect(rebalance!.fills).toHaveLength(1);
    expect(legsOf(rebalance!, () => 8)[0]).toMatchObject({ slippageBps: 100, buy: false });
  });
  test("a log that begins in the middle makes no decision up", () => {
    expect(rebalancesOf(new Chain().log("Activated", { epoch: 9n, bull: true }), assets)).toEqual([]);
  });
});
