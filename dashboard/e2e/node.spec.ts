// Bad days of the node: the page says what is the matter, keeps what it knows, and is well again by itself.
import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import { decodeQuote } from "global-100-abi/decoders";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { shell } from "../src/words";
import { digits } from "./figures/written";
import { act, confirmed, connect, sharesOf } from "./flows";
import { everyLook } from "./harness/looks";
import { expect, NODE_FAILS, test } from "./harness/test";

const SOON = { timeout: 25_000 };

test("a node that fails: last figures stay and say of when; it recovers without a reload", async ({ visit, proxy }) => {
  const { page } = await visit("#/overview", { expected: NODE_FAILS });
  const price = page.getByTestId("share-price");
  await price.waitFor();
  const shown = await price.textContent();
  proxy.fail({ status: 500 });
  await page.getByText(shell.banner.silent.title).waitFor(SOON);
  expect(await price.textContent()).toBe(shown);
  expect(await page.getByRole("main").getByRole("link", { name: "Buy", exact: true }).getAttribute("aria-disabled")).toBe("true");
  proxy.fail();
  await page.getByRole("button", { name: shell.banner.another }).click();
  await page.getByText(shell.banner.silent.title).waitFor({ state: "detached", ...SOON });
});

test("a node that is dead from the start: the page says so and is whole when the node comes", async ({ visit, proxy }) => {
  proxy.fail({ cut: true });
  const { page } = await visit("#/overview", { expected: NODE_FAILS });
  await page.getByText(shell.banner.silent.none).waitFor(SOON);
  proxy.fail();
  await page.getByRole("button", { name: shell.banner.another }).click();
  await page.getByTestId("share-price").waitFor(SOON);
});

test("a node of another chain: nothing of it is shown", async ({ visit, proxy }) => {
  proxy.fail({ methods: ["eth_chainId", "net_version"], result: "0x1" });
  const { page } = await visit("#/overview");
  await page.getByText(shell.banner.otherChain.title).waitFor(SOON);
  expect(await page.getByTestId("share-price").count()).toBe(0);
});

test("a node that limits is asked less often, not more", async ({ visit, proxy }) => {
  const { page } = await visit("#/overview", { expected: NODE_FAILS });
  await page.getByTestId("share-price").waitFor();
  await page.waitForTimeout(2_000);
  proxy.reset();
  proxy.fail({ status: 429 });
  await page.waitForTimeout(6_000);
  const asked = [...proxy.counts.entries()].filter(([key]) => key.startsWith("eth_") || key.startsWith("net_"));
  expect(asked.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(8);
});

test("a slow node: the page shows that it is reading, then the figures", async ({ visit, proxy }) => {
  proxy.fail({ delayMs: 2_000 });
  const { page } = await visit("#/overview");
  await page.getByText(shell.status.reading).first().waitFor();
  await page.getByTestId("share-price").waitFor({ timeout: 40_000 });
});

test("12: a lens that fails from the first load: what is known is shown, and an exit in kind is sent", async ({ visit, chain, proxy, stage }) => {
  const at = stage.deployment;
  const holder = chain.account("holder");
  const before = await sharesOf(chain, at, holder);
  proxy.fail({ to: at.lens, error: { code: 3, message: "execution reverted", data: "0x" } });
  const { page } = await visit("#/overview", { wallet: true });
  await page.getByText(shell.banner.lens.title).waitFor(SOON);
  const worth = await chain.client.readContract({ address: at.vault, abi: indexVaultAbi, functionName: "convertToAssets", args: [10n ** 24n] });
  const { price } = decodeQuote(await chain.client.readContract({ address: at.registry, abi: assetRegistryAbi, functionName: "quote", args: [1n] }));
  await expect.poll(() => page.getByTestId("share-price").textContent()).toBe(`$${digits((worth * price) / 10n ** 12n, 18, 4)}`);
  const supply = await chain.client.readContract({ address: at.vault, abi: indexVaultAbi, functionName: "totalSupply" });
  expect(await page.getByTestId("supply").textContent()).toBe(digits(supply, 18, 4));
  expect(await page.locator(".skeleton").count()).toBe(0);
  expect(await everyLook(page, "lens-fails-overview")).toEqual([]);
  for (const [screen, shown] of [["holdings", "The list of holdings"], ["strategy", "Who can do what"]] as const) {
    await page.goto(`${stage.page}/#/${screen}`);
    await page.getByText(shown).first().waitFor();
    expect(await page.locator(".skeleton").count()).toBe(0);
  }
  await page.locator(".banner").getByRole("link", { name: shell.banner.lens.action }).click();
  await expect.poll(() => page.getByRole("radio", { name: /^In kind/ }).isChecked()).toBe(true);
  await connect(page);
  await page.getByLabel("You sell").fill("500");
  await act(page, /^Leave in kind with 500/);
  await confirmed(page);
  expect(before - (await sharesOf(chain, at, holder))).toBe(500n * 10n ** 18n);
});

test("12: a link opens the form with its route, also where the form is open already", async ({ visit }) => {
  const { page } = await visit("#/sell?route=kind");
  const checked = (name: RegExp) => page.getByRole("radio", { name }).isChecked();
  await expect.poll(() => checked(/^In kind/)).toBe(true);
  await page.evaluate(() => void (location.hash = "#/sell?route=batch"));
  await expect.poll(() => checked(/^Next batch/)).toBe(true);
  // A route that this form has not leaves what is chosen.
  await page.evaluate(() => void (location.hash = "#/sell?route=both"));
  await page.waitForTimeout(300);
  expect(await checked(/^Next batch/)).toBe(true);
});

test("a node that leaves logs out: the page notices the hole", async ({ visit, proxy }) => {
  proxy.fail({ methods: ["eth_getLogs"], truncateLogs: 40 });
  const { page } = await visit("#/overview");
  await page.getByText(shell.banner.gaps.title).waitFor({ timeout: 30_000 });
});

test("a node that takes short ranges only: the log is whole all the same", async ({ visit, proxy }) => {
  // Shorter than a third of the youngest chain these tests run on: one request can never be enough.
  proxy.fail({ methods: ["eth_getLogs"], maxRange: 20 });
  const { page } = await visit("#/overview");
  await page.getByTestId("share-price").waitFor(SOON);
  await page.getByTestId("readout").waitFor(SOON);
  expect(await page.getByText(shell.banner.gaps.title).count()).toBe(0);
  expect(proxy.count("eth_getLogs")).toBeGreaterThan(3);
});

test("feeds that went stale are named, and the page goes on", async ({ visit, chain }) => {
  await chain.pass(27 * 3_600);
  const { page } = await visit("#/overview");
  await page.getByText(/There is no reliable price for/).waitFor(SOON);
  await page.getByTestId("share-price").waitFor();
});

test("paused purchases: until when, and what still works", async ({ visit, chain, stage }) => {
  const { client } = chain;
  const abi = [{ type: "function", name: "pause_entries", stateMutability: "nonpayable", inputs: [], outputs: [] }] as const;
  await client.writeContract({ account: chain.account("guardian"), address: stage.deployment.policy, abi, functionName: "pause_entries" });
  const { page } = await visit("#/overview");
  await page.getByText(/Purchases are paused until/).waitFor(SOON);
});
