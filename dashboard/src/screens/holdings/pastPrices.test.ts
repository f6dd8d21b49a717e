import { expect, it } from "vitest";
import type { LogRow } from "../../fund/model";
import { listedBy, pricesOfTrades, rowNear } from "./pastPrices";

function row(time: number, event: string, args: Record<string, unknown> = {}): LogRow {
  return { event, contract: "trader", args, block: BigInt(time), time, tx: "0x1", logIndex: 0, sequence: 1n };
}
const rows = [
  row(10, "AssetListed", { asset: 4n }),
  row(80, "LegTraded", { asset: 4n, price: 7n }),
  row(99, "LegTraded", { asset: 4n, price: 8n }),
  row(140, "LegTraded", { asset: 4n, price: 9n }),
  row(150, "AssetListed", { asset: 5n }),
];

it("24: takes the reading nearest to a time and none that misses it by more than a quarter of the span", () => {
  expect(rowNear(rows, 100, 100)?.time).toBe(99);
  expect(rowNear(rows, 40, 100)).toBeNull();
});
it("takes prices of trades near that time", () => {
  expect(pricesOfTrades(rows, 100, 100)).toEqual(new Map([[4, 8n]]));
  expect(pricesOfTrades(rows, 30, 100).size).toBe(0);
});
it("asks only for what was listed then", () => {
  expect(listedBy(rows, [4, 5, 6], 100n)).toEqual([4, 6]);
});
