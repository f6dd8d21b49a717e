import { describe, expect, it } from "vitest";
import type { Holding } from "../../fund";
import { itemsOf } from "./map";
import type { Row, Signed } from "./rows";

const holding: Holding = {
  id: 7,
  symbol: "LINK",
  name: "Chainlink",
  token: "0x7",
  decimals: 18,
  stable: false,
  liquidity: "medium",
  status: "active",
  held: true,
  balance: 1n,
  claims: 0n,
  price: 1n,
  firm: true,
  updatedAt: 1,
  value: 10n ** 18n,
  weightPpm: 25_500,
  targetPpm: 26_000,
  drift: 0n,
};
const signed = (ratio: number): Signed => ({ ratio, direction: ratio < 0 ? "down" : "up", text: "" });
function row(change: Partial<Row> = {}, of: Partial<Holding> = {}): Row {
  return {
    holding: { ...holding, ...of },
    rank: 1,
    drift: signed(-0.021),
    week: signed(0.134),
    month: null,
    age: 12,
    stale: false,
    ...change,
  };
}

describe("itemsOf", () => {
  it("writes weight and change as the table does, and says both", () => {
    const [item] = itemsOf([row()], "week");
    expect(item).toMatchObject({ weightText: "2.55%", changeText: "+13.4%", tone: "t-p3" });
    expect(item?.label).toBe("LINK 2.55% +13.4%, Chainlink: 2.55% of the fund, +13.4% over 1 week");
  });
  it("carries a fall by sign, line and colour", () => {
    const [item] = itemsOf([row({ week: signed(-0.05) })], "week");
    expect(item?.changeText).toBe("\u22125.0%");
    expect(item?.tone).toBe("t-n2 falling");
  });
  it("has colours of its own for drift, and shades for the depth of the market", () => {
    expect(itemsOf([row()], "drift")[0]?.tone).toBe("d-n1 falling");
    expect(itemsOf([row()], "depth")[0]?.tone).toBe("k-medium");
  });
  it("hatches stablecoins, and says so instead of a depth", () => {
    expect(itemsOf([row({}, { stable: true })], "week")[0]?.tone).toBe("hatched-tile");
    expect(itemsOf([row({}, { stable: true })], "depth")[0]?.changeText).toBe("stablecoin");
  });
  it("10: colours nothing that is not known, and says that it is not", () => {
    expect(itemsOf([row()], "month")[0]).toMatchObject({ tone: "unknown-tile", changeText: "" });
    const [unpriced] = itemsOf([row({ stale: true, week: null })], "week");
    expect(unpriced?.tone).toBe("unknown-tile");
    expect(unpriced?.label).toContain("no price that counts now");
  });
  it("21: keeps a hostile name as text", () => {
    const [item] = itemsOf([row({}, { symbol: "<img onerror>" })], "week");
    expect(item?.symbol).toBe("<img onerror>");
  });
});
