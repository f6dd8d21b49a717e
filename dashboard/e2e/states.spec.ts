// The views on unusual days: one asset and 112, three stablecoins, a missing price, no shares at all, a hole in the log.
import type { Page } from "playwright-core";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { encodeEventTopics, zeroHash } from "viem";
import { type Patch, patched, type Portfolio, type Row } from "./figures/patched";
import { everyLook } from "./harness/looks";
import { expect, test } from "./harness/test";
import type { Stage } from "./harness/stage";

const WHOLE = 1_000_000n;

async function looksRight(
  page: Page,
  stage: Stage,
  patch: Patch,
  name: string,
  screens: readonly string[],
): Promise<void> {
  const home = page.url().split("#")[0] ?? "";
  await patched(page, stage, patch);
  for (const screen of screens) {
    await page.goto(`${home}#/${screen}`);
    await page.locator("main h1").first().waitFor();
    await page.waitForTimeout(900);
    expect(await everyLook(page, `state-${name}-${screen}`), `${name}, ${screen}`).toEqual([]);
    expect(await page.locator("main").textContent()).not.toMatch(/NaN|undefined|Infinity%|\$Infinity|\bnull\b/);
  }
}

/** Rows of a fund that holds these parts of its value. */
function shares(
  portfolio: Portfolio,
  rows: readonly Row[],
  parts: readonly bigint[],
): { portfolio: Portfolio; rows: readonly Row[] } {
  const total = parts.reduce((sum, part) => sum + part, 0n);
  return {
    portfolio,
    rows: parts.map((part, place) => {
      const row = rows[place % rows.length] as Row;
      const value = (portfolio.nav * part) / total;
      return {
        ...row,
        asset: place < rows.length ? row.asset : BigInt(900 + place),
        value,
        weight_ppm: (part * WHOLE) / total,
        target_ppm: (part * WHOLE) / total,
        drift: 0n,
        held: true,
      };
    }),
  };
}

const SCREENS = ["overview", "holdings"] as const;

test("11: one asset", async ({ visit, stage }) => {
  const { page } = await visit("#/holdings");
  await looksRight(
    page,
    stage,
    { holdings: (portfolio, rows) => shares(portfolio, rows.slice(1), [1n]) },
    "one",
    SCREENS,
  );
  expect(await page.locator("tr[data-asset]").count()).toBe(1);
  expect(await page.locator(".treemap > button").count()).toBe(1);
}, 120_000);

test("11: 112 assets beside cash", async ({ visit, stage }) => {
  const { page } = await visit("#/holdings");
  const parts = Array.from({ length: 113 }, (_, place) =>
    BigInt(Math.max(2_000, Math.round(400_000 / (place + 1) ** 1.6))),
  );
  await looksRight(page, stage, { holdings: (portfolio, rows) => shares(portfolio, rows, parts) }, "many", SCREENS);
  expect(await page.locator("tr[data-asset]").count()).toBe(113);
}, 120_000);

test("bear: three hatched tiles, not an empty state", async ({ visit, stage }) => {
  const { page } = await visit("#/holdings");
  const patch: Patch = {
    holdings: (portfolio, rows) => {
      const [cash, ...others] = rows;
      const stable = [
        cash,
        ...others.filter((row) => row.stable),
        ...others.map((row) => ({ ...row, stable: true, price: 10n ** 18n })),
      ]
        .filter((row) => row !== undefined)
        .slice(0, 3);
      return shares(portfolio, stable, [2n, 1n, 1n]);
    },
    active: (decision) => ({ ...decision, bull: false, gauge: 21_300_000n }),
  };
  await looksRight(page, stage, patch, "bear", [...SCREENS].reverse());
  expect(await page.locator(".treemap .hatched-tile").count()).toBe(3);
  expect(await page.getByRole("region", { name: "The signal" }).textContent()).toContain("Bear: holding stablecoins");
  expect(await page.getByTestId("tokens").textContent()).toBe("3 stablecoins");
}, 120_000);

test("10: one asset without a price: table, map and totals go on, and its row says so", async ({ visit, stage }) => {
  const { page } = await visit("#/holdings");
  const patch: Patch = {
    holdings: (portfolio, rows) => ({
      portfolio,
      rows: rows.map((row, place) => (place === 5 ? { ...row, firm: false, updated_at: 0n } : row)),
    }),
  };
  await looksRight(page, stage, patch, "unpriced", [...SCREENS].reverse());
  await page.goto(page.url().replace("overview", "holdings"));
  await page.locator("tr.stale").waitFor();
  expect(await page.locator("tr.stale").count()).toBe(1);
  expect(await page.locator("tr.stale .col-age").textContent()).toBe("no answer");
  expect(await page.locator("tr.stale .col-week").textContent()).toBe("n/a");
  expect(await page.locator(".page-head").textContent()).toContain("Without a price that counts now");
  expect(await page.getByTestId("map-facts").textContent()).toContain("100 of 101");
}, 120_000);

test("11: no shares, no decision, no log", async ({ visit, stage }) => {
  const { page } = await visit("#/overview");
  const patch: Patch = {
    holdings: (portfolio) => ({
      portfolio: { ...portfolio, nav: 0n, epoch: 0n, cash_need: 0n, distance: 0n },
      rows: [],
    }),
    active: (decision) => ({ ...decision, epoch: 0n, bull: false, gauge: 0n, activated_at: 0n, data_hash: zeroHash }),
    supply: 0n,
    logs: () => [],
  };
  await looksRight(page, stage, patch, "empty", ["overview", "holdings", "transactions", "strategy"]);
  await page.goto(page.url().replace("strategy", "overview"));
  expect(await page.getByTestId("share-price").textContent()).toBe("n/a");
  expect(await page.locator("main").textContent()).toContain("No decision is in force yet");
}, 180_000);

test("23: an entry that the node does not return is a red line, and no log is called complete", async ({
  visit,
  stage,
}) => {
  const { page } = await visit("#/transactions");
  const [topic] = encodeEventTopics({ abi: indexVaultAbi, eventName: "FeesAccrued" });
  let hidden: string | null = null;
  const patch: Patch = {
    logs: (logs) => {
      const accrued = logs.filter(
        (log) => log.topics[0] === topic && log.address.toLowerCase() === stage.deployment.vault.toLowerCase(),
      );
      hidden ??= accrued[2] === undefined ? null : `${accrued[2].blockNumber}:${accrued[2].logIndex}`;
      return logs.filter((log) => `${log.blockNumber}:${log.logIndex}` !== hidden);
    },
  };
  // Rows that an earlier visit kept must not fill the hole.
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name);
  });
  await patched(page, stage, patch);
  await page.locator("[data-gap='vault']").waitFor();
  expect(await page.locator("[data-gap='vault']").textContent()).toMatch(/Entry \d+ of the fund is missing/);
  expect(await page.locator(".log-foot").textContent()).not.toContain("no sequence number is missing");
});
