// Selling to USDC and by the batch, and leaving in kind, which nothing closes.
import { fundPolicyAbi } from "global-100-abi/fundPolicy";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { requestQueueAbi } from "global-100-abi/requestQueue";
import { decodeFunctionData } from "viem";
import { expect, NODE_FAILS, test } from "./harness/test";
import { act, confirmed, connect, fill, GAS, line, openBatch, ready, sharesOf, usdcOf } from "./flows";

const SHARE = 10n ** 18n;

test("sells to USDC now: the minimum shown is the one sent, and nothing is approved", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = chain.account("holder");
  const before = await usdcOf(chain, at, holder);
  const { page, wallet } = await visit("#/sell", { wallet: true });
  await connect(page);
  await fill(page, "sell", "1,000", /^USDC now/);
  await line(page, "Minimum received").waitFor();
  await act(page, /^Sell 1,000.0000 shares/);
  const least = await line(page, "Minimum received").textContent();
  await confirmed(page);
  expect(wallet.prompts.filter((prompt) => prompt.method.startsWith("eth_sign"))).toEqual([]);
  const { functionName, args } = decodeFunctionData({ abi: indexVaultAbi, data: wallet.transactions[0]?.data as `0x${string}` });
  expect(functionName).toBe("sell");
  const signed = args?.[1] as bigint;
  expect(least).toContain(`${(signed / 1_000_000n).toLocaleString("en-US")}.${((signed % 1_000_000n) / 10_000n).toString().padStart(2, "0")}`);
  expect(signed % 10_000n).toBe(0n);
  expect((await usdcOf(chain, at, holder)) - before).toBeGreaterThanOrEqual(signed);
});

test("sells by the batch with a permit of shares", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const batch = await openBatch(chain, at);
  const { page, wallet } = await visit("#/sell", { wallet: true });
  await connect(page);
  await fill(page, "sell", "2000", /^Next batch/);
  await line(page, "Settles").waitFor();
  await act(page, /^Join the next batch with 2,000.0000 shares/);
  await confirmed(page);
  const { functionName } = decodeFunctionData({ abi: requestQueueAbi, data: wallet.transactions[0]?.data as `0x${string}` });
  expect(functionName).toBe("request_redeem_with_permit");
  const pending = await chain.client.readContract({
    address: at.queue, abi: requestQueueAbi, functionName: "pendingRedeemRequest", args: [batch, chain.account("holder")],
  });
  expect(pending).toBe(2_000n * SHARE);
});

test("12: leaves in kind, with the list of what comes", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const before = await sharesOf(chain, at, chain.account("holder"));
  const { page, wallet } = await visit("#/sell", { wallet: true });
  await connect(page);
  await fill(page, "sell", "1000", /^In kind/);
  await expect.poll(() => line(page, "You get").textContent()).toMatch(/^\d+.assets?worth about \$/);
  await page.getByRole("button", { name: "Show all" }).click();
  await act(page, /^Leave in kind/);
  await confirmed(page);
  const { functionName, args } = decodeFunctionData({ abi: indexVaultAbi, data: wallet.transactions[0]?.data as `0x${string}` });
  expect(functionName).toBe("redeem_in_kind");
  expect(args?.[0]).toBe(1_000n * SHARE);
  expect(before - (await sharesOf(chain, at, chain.account("holder")))).toBe(1_000n * SHARE);
});

test("12: leaves in kind while entries are paused, and buying says until when", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  await chain.client.writeContract({
    address: at.policy, abi: fundPolicyAbi, functionName: "pause_entries", args: [], account: chain.account("guardian"), chain: null, ...GAS,
  });
  const { page } = await visit("#/buy", { wallet: true });
  await connect(page);
  await fill(page, "buy", "10000");
  await page.getByText(/Purchases are paused until/).first().waitFor();
  await page.getByRole("link", { name: "Sell" }).first().click();
  await fill(page, "sell", "500", /^In kind/);
  await act(page, /^Leave in kind/);
  await confirmed(page);
});

test("12: leaves in kind while the lens fails, with an amount typed by hand", async ({ visit, chain, proxy, stage }) => {
  const at = stage.deployment;
  const before = await sharesOf(chain, at, chain.account("holder"));
  proxy.fail({ methods: ["eth_call"], to: at.lens, error: { code: 3, message: "execution reverted: lens: gas" } });
  const { page } = await visit("#/sell", { wallet: true });
  await connect(page);
  await fill(page, "sell", "500");
  await page.getByText("Prices can\u2019t be read right now").first().waitFor();
  await page.getByRole("radio", { name: /^In kind/ }).click();
  await page.getByText("The list can\u2019t be read right now").waitFor();
  await act(page, /^Leave in kind with 500/);
  await confirmed(page);
  expect(before - (await sharesOf(chain, at, chain.account("holder")))).toBe(500n * SHARE);
});

test("12: leaves in kind through the wallet's own node while ours is silent", async ({ visit, chain, proxy, stage }) => {
  const at = stage.deployment;
  const before = await sharesOf(chain, at, chain.account("holder"));
  const { page, wallet } = await visit("#/sell", { wallet: true, expected: NODE_FAILS });
  await connect(page);
  await fill(page, "sell", "500", /^In kind/);
  await ready(page, /^Leave in kind with 500/);
  proxy.fail({ status: 500 });
  await act(page, /^Leave in kind/);
  await expect.poll(() => wallet.sent.length, { timeout: 20_000 }).toBe(1);
  proxy.fail();
  await confirmed(page);
  expect(before - (await sharesOf(chain, at, chain.account("holder")))).toBe(500n * SHARE);
});

test("says what the fund can pay at once when more is asked", async ({ visit }) => {
  const { page } = await visit("#/sell", { wallet: true });
  await connect(page);
  await page.getByRole("button", { name: "All", exact: true }).click();
  const now = page.getByRole("radio", { name: /^USDC now/ });
  await expect.poll(() => now.getAttribute("aria-disabled")).toBe("true");
  await page.getByText(/^(The fund can pay|At most) [0-9,.]+ USDC/).first().waitFor();
  await expect.poll(() => page.getByRole("radio", { name: /^Next batch/ }).isChecked()).toBe(true);
});
