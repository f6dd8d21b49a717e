// Bad days of the node: the page says what is the matter, keeps what it knows, and is well again by itself.
import { shell } from "../src/words";
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

test("a lens that reverts: the exit in kind stays one click away", async ({ visit, proxy, stage }) => {
  proxy.fail({ to: stage.deployment.lens, error: { code: 3, message: "execution reverted", data: "0x" } });
  const { page } = await visit("#/overview");
  await page.getByText(shell.banner.lens.title).waitFor(SOON);
  await page.getByRole("link", { name: shell.banner.lens.action }).click();
  expect(new URL(page.url()).hash).toContain("#/sell");
});

test("a node that leaves logs out: the page notices the hole", async ({ visit, proxy }) => {
  proxy.fail({ methods: ["eth_getLogs"], truncateLogs: 40 });
  const { page } = await visit("#/overview");
  await page.getByText(shell.banner.gaps.title).waitFor({ timeout: 30_000 });
});

test("a node that takes short ranges only: the log is whole all the same", async ({ visit, proxy }) => {
  proxy.fail({ methods: ["eth_getLogs"], maxRange: 60 });
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
