import { units } from "global-100-abi/units";
import { expect, it } from "vitest";
import type { LogRow } from "../../fund/model";
import { describe as sentence } from "./describe";

const assets = new Map([
  [
    7,
    {
      id: 7,
      symbol: "LINK",
      name: "Chainlink",
      token: "0x1" as const,
      decimals: 18,
      stable: false,
      liquidity: "medium" as const,
    },
  ],
]);
const context = { assets, queue: "0xq" };

function row(event: string, args: Record<string, unknown>): LogRow {
  return { event, contract: "vault", args, block: 1n, time: 0, tx: "0x1", logIndex: 0, sequence: 1n };
}

/** A value of the right type for each unit of the contracts. */
function sample(unit: string): unknown {
  if (unit === "address") return "0x5FC8d32690cc91D4c39d9d3abcBD16989F875707";
  if (unit === "asset id") return 7n;
  if (unit.startsWith("raw of assets") || unit.startsWith("asset ids") || unit.startsWith("packed")) return [7n];
  if (
    [
      "bull or bear",
      "buy or sell",
      "risk up or risk down",
      "redemption or deposit",
      "approved or revoked",
      "stable or volatile",
      "minter or no minter",
    ].includes(unit)
  )
    return true;
  if (unit === "text" || unit === "hash" || unit === "revert data") return "0x";
  return 1_000_000n;
}

/** Told by their group, or left out of the log. */
const NOT_SINGLE = ["LegTraded", "SessionClosed", "ReferenceMoved", "TermsSet"];

it("has a sentence for every numbered event of the contracts, without a gap in it", () => {
  for (const [event, fields] of Object.entries(units)) {
    // What has no number repeats a numbered event in the form of a standard, and is not in the log.
    if (!("sequence" in fields) || NOT_SINGLE.includes(event)) continue;
    const args = Object.fromEntries(Object.entries(fields).map(([field, unit]) => [field, sample(unit)]));
    const { text } = sentence(row(event, args), context);
    expect(text, event).not.toBe(event);
    expect(text, event).not.toMatch(/n\/a|undefined|null|NaN|#/);
  }
});

it("writes a purchase, a batch and a claim", () => {
  const bought = {
    receiver: "0x5FC8d32690cc91D4c39d9d3abcBD16989F875707",
    shares: 10n ** 18n,
    assets: 1_500_000n,
    levy_bps: 108n,
  };
  expect(sentence(row("Entered", bought), context)).toEqual({
    text: "0x5FC8…5707 bought 1.0000 shares for 1.50 USDC",
    aside: "1.5000 USDC a share, levy 1.08%",
  });
  expect(sentence(row("Entered", { ...bought, receiver: "0xQ" }), context).text).toContain("The batch bought");
  expect(
    sentence(
      row("ClaimPaid", {
        account: "0x5FC8d32690cc91D4c39d9d3abcBD16989F875707",
        asset: 7n,
        amount: 3_204_100_000_000_000_000n,
      }),
      context,
    ).text,
  ).toBe("0x5FC8…5707 collected a claim of 3.2041 LINK");
});

it("names an event it does not know, and an asset it does not know by its number", () => {
  expect(sentence(row("Brand", {}), context).text).toBe("Brand");
  expect(sentence(row("AssetRetired", { asset: 99n }), context).text).toContain("#99");
});
