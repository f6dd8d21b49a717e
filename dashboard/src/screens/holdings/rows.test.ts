import { describe, expect, it } from "vitest";
import type { Fund, Holding } from "../../fund/model";
import { brief, matching, rowsOf, sorted } from "./rows";

const USD = 10n ** 18n;
function holding(id: number, change: Partial<Holding> = {}): Holding {
  return {
    id,
    symbol: `S${id}`,
    name: `Name ${id}`,
    token: `0x${id}`,
    decimals: 18,
    stable: false,
    liquidity: "medium",
    status: "active",
    held: true,
    balance: 1n,
    claims: 0n,
    price: 10n * USD,
    firm: true,
    updatedAt: 1_000,
    value: BigInt(1000 - id) * USD,
    weightPpm: 10_000,
    targetPpm: 10_000,
    drift: 0n,
    ...change,
  };
}
function fund(holdings: Holding[], cashNeed = 0n): Fund {
  return { holdings, time: 1_012, cashNeed } as unknown as Fund;
}

describe("rowsOf", () => {
  it("orders by value and counts ages by the block's clock", () => {
    const rows = rowsOf(fund([holding(5), holding(2)]), null, null);
    expect(rows.map((row) => [row.rank, row.holding.id, row.age])).toEqual([
      [1, 2, 12],
      [2, 5, 12],
    ]);
  });
  it("tells drift relative to the target, and none without a target", () => {
    const [high, none] = rowsOf(
      fund([
        holding(2, { value: 110n * USD, drift: 10n * USD }),
        holding(3, { value: 5n * USD, targetPpm: 0, drift: 5n * USD }),
      ]),
      null,
      null,
    );
    expect(high?.drift).toMatchObject({ text: "+10.00%", direction: "up" });
    expect(none?.drift).toBeNull();
  });
  it("leaves what is set aside for redemptions out of the drift of cash", () => {
    const [cash] = rowsOf(fund([holding(1, { value: 150n * USD, drift: 0n })], 50n * USD), null, null);
    expect(cash?.drift?.text).toBe("0.00%");
  });
  it("10: an asset without a price has no change, and is never shown as 0 or 1 dollar", () => {
    const then = new Map([
      [2, 10n * USD],
      [3, 10n * USD],
    ]);
    const [row, priced] = rowsOf(
      fund([holding(2, { firm: false, updatedAt: 0 }), holding(3, { price: 11n * USD })]),
      then,
      null,
    );
    expect(row).toMatchObject({ week: null, month: null, age: null, stale: true });
    expect(priced?.week?.text).toBe("+10.00%");
  });
  it("shows targets that are not held yet and leaves out dust that is not held", () => {
    const rows = rowsOf(
      fund([holding(2, { held: false, value: 0n }), holding(3, { held: false, targetPpm: 0 })]),
      null,
      null,
    );
    expect(rows.map((row) => row.holding.id)).toEqual([2]);
  });
  it("works with nothing, one and 112 assets", () => {
    for (const count of [0, 1, 112]) {
      expect(rowsOf(fund(Array.from({ length: count }, (_, id) => holding(id + 1))), null, null)).toHaveLength(count);
    }
  });
});

describe("sorted and matching", () => {
  const rows = rowsOf(
    fund([
      holding(2, { symbol: "LINK", issuer: "Someone" }),
      holding(3, { symbol: "ada", liquidity: "thin" }),
      holding(4, { symbol: "BTC", stable: true }),
    ]),
    new Map([
      [3, 9n * USD],
      [4, 11n * USD],
    ]),
    null,
  );
  it("puts the unknown last in both directions", () => {
    expect(sorted(rows, { column: "week", up: true }).map((row) => row.holding.id)).toEqual([4, 3, 2]);
    expect(sorted(rows, { column: "week", up: false }).map((row) => row.holding.id)).toEqual([3, 4, 2]);
  });
  it("sorts names without regard to case", () => {
    expect(sorted(rows, { column: "asset", up: true }).map((row) => row.holding.symbol)).toEqual([
      "ada",
      "BTC",
      "LINK",
    ]);
  });
  it("finds by symbol, name and issuer, and by depth", () => {
    expect(matching(rows, "link", "all")).toHaveLength(1);
    expect(matching(rows, "someone", "all")).toHaveLength(1);
    expect(matching(rows, "", "thin")).toHaveLength(1);
    expect(matching(rows, "", "stable")).toHaveLength(1);
    expect(matching(rows, "nothing", "all")).toHaveLength(0);
  });
});

it("writes a change on a tile with one decimal and a real minus", () => {
  expect([0.1343, -0.027, 0.0001].map((ratio) => brief({ ratio, direction: "up", text: "" }))).toEqual([
    "+13.4%",
    "\u22122.7%",
    "0.0%",
  ]);
});
