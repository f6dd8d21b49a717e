// Days on which a feed dies or the market moves: by the feeds of the chain itself, not by answers made up on their way.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vaultLensAbi } from "global-100-abi/vaultLens";
import { type Address, parseAbi } from "viem";
import { shell } from "../src/words";
import { digits } from "./figures/written";
import { act, confirmed, connect, done, fill, GAS, sharesOf } from "./flows";
import type { Chain } from "./harness/chain";
import { everyLook } from "./harness/looks";
import type { Stage } from "./harness/stage";
import { expect, test } from "./harness/test";

const AGGREGATOR = parseAbi(["function fail(uint256 how)", "function set(int256 answer, uint256 updated_at)"]);
const PROXY = parseAbi(["function aggregator() view returns (address)", "function latestRoundData() view returns (uint80, int256, uint256, uint256, uint80)"]);
const REVERTS = 1n;

type Listed = { readonly asset_id: number; readonly symbol: string; readonly feed: Address };

function listed(stage: Stage): readonly Listed[] {
  return (JSON.parse(readFileSync(join(stage.folder, "assets.json"), "utf8")) as { assets: readonly Listed[] }).assets;
}

async function aggregatorOf(chain: Chain, { feed }: Listed): Promise<Address> {
  return chain.client.readContract({ address: feed, abi: PROXY, functionName: "aggregator" });
}

async function die(chain: Chain, asset: Listed): Promise<void> {
  await done(chain, chain.client.writeContract({
    address: await aggregatorOf(chain, asset), abi: AGGREGATOR, functionName: "fail", args: [REVERTS], account: chain.account("market"), chain: null, ...GAS,
  }));
}

async function heldVolatile(chain: Chain, stage: Stage): Promise<readonly Listed[]> {
  const [, rows] = await chain.client.readContract({ address: stage.deployment.lens, abi: vaultLensAbi, functionName: "holdings" });
  const held = new Set(rows.filter((row) => row.held && !row.stable && row.value > 0n).map((row) => Number(row.asset)));
  return listed(stage).filter(({ asset_id }) => held.has(asset_id));
}

test("10: one dead feed: its row says so, totals say without it, the forms go on, and an exit in kind is sent", async ({ visit, chain, stage }) => {
  const dead = (await heldVolatile(chain, stage))[7] as Listed;
  await die(chain, dead);
  const { page } = await visit("#/holdings", { wallet: true });
  await page.getByText(`There is no reliable price for ${dead.symbol} right now`).waitFor();
  const row = page.locator(`tr[data-asset="${dead.asset_id}"]`);
  await row.waitFor();
  expect(await row.locator(".col-age").textContent()).toBe("no answer");
  expect(await page.locator("tr.stale").count()).toBe(1);
  expect(await page.locator(".page-head").textContent()).toContain(`Without a price that counts now: ${dead.symbol}.`);
  expect(await page.locator("main").textContent()).not.toMatch(/NaN|undefined|Infinity%|\$Infinity/);
  expect(await everyLook(page, "feed-dead-holdings")).toEqual([]);

  await page.goto(`${stage.page}/#/buy`);
  await connect(page);
  await fill(page, "buy", "1,000", /^Now/);
  await page.getByText(`There is no reliable price for ${dead.symbol} right now, so nobody can enter or leave at NAV.`).first().waitFor();
  expect(await page.getByLabel("You pay").inputValue()).toBe("1,000");

  await page.goto(`${stage.page}/#/sell?route=kind`);
  await fill(page, "sell", "1,000");
  await page.getByRole("button", { name: "Show all" }).click();
  // Its last good price still says what it is about worth; it is never 0 and never 1.
  const [, rows] = await chain.client.readContract({ address: stage.deployment.lens, abi: vaultLensAbi, functionName: "holdings" });
  const found = rows.find(({ asset }) => Number(asset) === dead.asset_id);
  expect(found?.price).toBeGreaterThan(0n);
  const before = await sharesOf(chain, stage.deployment, chain.account("holder"));
  await act(page, /^Leave in kind/);
  await confirmed(page);
  expect(before - (await sharesOf(chain, stage.deployment, chain.account("holder")))).toBe(1_000n * 10n ** 18n);
});

test("10: many dead feeds: three are named, the others counted", async ({ visit, chain, stage }) => {
  const dead = (await heldVolatile(chain, stage)).slice(3, 10);
  for (const asset of dead) await die(chain, asset);
  const { page } = await visit("#/holdings");
  const head = page.locator(".page-head");
  await head.getByText(/ and 4 more\./).waitFor();
  expect(await page.locator("tr.stale").count()).toBe(7);
  await page.getByText(/There is no reliable price for .* and 4 more right now/).waitFor();
});

test("on its way to its targets: the state, the distance, and purchases go on", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const first = (await heldVolatile(chain, stage)).find(({ symbol }) => symbol === "BTC") as Listed;
  const aggregator = await aggregatorOf(chain, first);
  const answer = async () => (await chain.client.readContract({ address: first.feed, abi: PROXY, functionName: "latestRoundData" }))[1];
  const { timestamp } = await chain.client.getBlock();
  await done(chain, chain.client.writeContract({
    address: aggregator, abi: AGGREGATOR, functionName: "set", args: [((await answer()) * 8n) / 5n, timestamp], account: chain.account("market"), chain: null, ...GAS,
  }));
  const { page } = await visit("#/overview", { wallet: true });
  await page.locator(".status").getByText(shell.status.rebalancing).waitFor();
  await page.getByText(shell.banner.rebalancing.title).waitFor();
  const [portfolio] = await chain.client.readContract({ address: at.lens, abi: vaultLensAbi, functionName: "holdings" });
  expect(portfolio.distance * 20n).toBeGreaterThan(portfolio.nav);
  expect(await everyLook(page, "rebalancing-overview")).toEqual([]);
  await page.goto(`${stage.page}/#/holdings`);
  await expect.poll(() => page.getByTestId("map-facts").textContent()).toContain(`${digits((portfolio.distance * 10n ** 12n) / portfolio.nav, 10, 2)}%`);
  await page.goto(`${stage.page}/#/buy`);
  await connect(page);
  await fill(page, "buy", "10,000", /^Now/);
  await act(page, /^Buy for/);
  await confirmed(page);
});
