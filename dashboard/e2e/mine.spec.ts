// My index: what an account has, read from the chain alone, and its files.
import { readFileSync } from "node:fs";
import { requestQueueAbi } from "global-100-abi/requestQueue";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { erc20Abi, parseAbi } from "viem";
import { everyLook } from "./harness/looks";
import { expect, test } from "./harness/test";
import { act, confirmed, connect, done, fill, GAS, openBatch, settleBatch, sharesOf, usdcOf } from "./flows";

const USDC = 1_000_000n;
/** Of this chain's USDC, as Circle's has it. */
const BLOCKLIST = parseAbi(["function set_blocked(address account, bool blocked)"]);

test("2: a request that this page did not make is there, waits, is settled and is collected", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = chain.account("holder");
  const queue = { address: at.queue, abi: requestQueueAbi, account: holder, chain: null, ...GAS } as const;
  await chain.client.writeContract({ address: at.usdc, abi: erc20Abi, functionName: "approve", args: [at.queue, 500n * USDC], account: holder, chain: null, ...GAS });
  await chain.client.writeContract({ ...queue, functionName: "requestDeposit", args: [500n * USDC, holder, holder] });
  const { page } = await visit("#/buy", { wallet: true });
  await connect(page);
  await page.getByRole("link", { name: "My index" }).first().click();
  await page.getByText(/^Buy for 500 USDC in batch/).waitFor();
  await page.getByText(/You can cancel until it locks/).waitFor();
  const before = await sharesOf(chain, at, holder);
  await settleBatch(chain, at);
  await page.getByText(/^Ready to collect: .* shares/).waitFor({ timeout: 20_000 });
  await page.getByRole("button", { name: /^Collect: Ready to collect/ }).click();
  await confirmed(page);
  expect(await sharesOf(chain, at, holder)).toBeGreaterThan(before);
  await page.getByText("Bought in a batch").first().waitFor();
});

test("2: a request is cancelled and its USDC collected, also after a reload", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = chain.account("holder");
  const queue = { address: at.queue, abi: requestQueueAbi, account: holder, chain: null, ...GAS } as const;
  await chain.client.writeContract({ address: at.usdc, abi: erc20Abi, functionName: "approve", args: [at.queue, 300n * USDC], account: holder, chain: null, ...GAS });
  const before = await usdcOf(chain, at, holder);
  await chain.client.writeContract({ ...queue, functionName: "requestDeposit", args: [300n * USDC, holder, holder] });
  expect(await openBatch(chain, at)).toBeGreaterThan(0n);
  const { page } = await visit("#/buy", { wallet: true });
  await connect(page);
  await page.getByRole("link", { name: "My index" }).first().click();
  await page.getByRole("button", { name: /^Cancel request: Buy for 300 USDC/ }).click();
  await confirmed(page);
  await page.reload();
  await page.getByRole("button", { name: /^Collect: Given back: 300 USDC/ }).click();
  await confirmed(page);
  expect(await usdcOf(chain, at, holder)).toBe(before);
});

test("2, 12: a token that can't be paid at an exit in kind waits as a claim, and is collected to another address", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = chain.account("holder");
  const other = "0x00000000000000000000000000000000DeaDBeef";
  const block = async (account: `0x${string}`, blocked: boolean) =>
    done(chain, chain.client.writeContract({ address: at.usdc, abi: BLOCKLIST, functionName: "set_blocked", args: [account, blocked], account: chain.account("market"), chain: null, ...GAS }));
  await block(holder, true);
  const { page, wallet } = await visit("#/sell?route=kind", { wallet: true });
  await connect(page);
  await fill(page, "sell", "5,000");
  await act(page, /^Leave in kind with 5,000/);
  await confirmed(page);
  const owed = await chain.client.readContract({ address: at.vault, abi: indexVaultAbi, functionName: "claimable", args: [1n, holder] });
  expect(owed).toBeGreaterThan(0n);
  await page.locator("[data-settled]").getByRole("link", { name: "My index" }).click();
  const shown = `${(owed / USDC).toLocaleString("en-US")}.${((owed % USDC) / 100n).toString().padStart(4, "0")} USDC`;
  await page.getByText(`Claim: ${shown}`).waitFor();
  expect(await everyLook(page, "mine-claim")).toEqual([]);
  // The token still refuses this account: nothing is opened, and the reason is there.
  const collect = page.getByRole("button", { name: `Collect: ${shown}` });
  const prompts = wallet.prompts.length;
  await collect.click();
  await page.getByText(/not paid|refuses|can.t be moved|would fail/).first().waitFor();
  expect(wallet.prompts.length).toBe(prompts);
  expect(await everyLook(page, "mine-claim-refused")).toEqual([]);
  await page.locator(".mine-flow").getByRole("button", { name: "Close" }).click();
  await page.getByLabel("Receiver").fill(other);
  await collect.click();
  await confirmed(page);
  expect(await usdcOf(chain, at, other)).toBe(owed);
  expect(await chain.client.readContract({ address: at.vault, abi: indexVaultAbi, functionName: "claimable", args: [1n, holder] })).toBe(0n);
  await page.getByText(`Claim: ${shown}`).waitFor({ state: "detached" });
});

test("25: history and a tax file are made in the browser, under the product's own header", async ({ visit }) => {
  const { page } = await visit("#/buy", { wallet: true });
  await connect(page);
  await page.getByRole("link", { name: "My index" }).first().click();
  await page.getByText("Not tax advice").waitFor();
  for (const [button, header] of [
    ["Everything (CSV)", "time,block,tx,log index,kind,shares,usdc,asset,amount,price USD,value USD,platform fee,levy,gas ETH,counterpart,batch"],
    ["Koinly (CSV)", "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label,Description,TxHash"],
  ] as const) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
    const [first, ...rows] = readFileSync(await file.path(), "utf8").trim().split("\r\n");
    expect(first).toBe(header);
    expect(rows.length).toBeGreaterThan(0);
  }
});

test("an address is watched: everything is shown and nothing can be sent", async ({ visit, chain }) => {
  const { page } = await visit("");
  await page.evaluate((address) => localStorage.setItem("global-100.watched", address), chain.account("holder"));
  await page.goto(`${page.url().split("#")[0]}#/mine`);
  await page.reload();
  await page.getByText("Value now").waitFor();
  expect(await page.getByRole("button", { name: /^(Collect|Cancel)/ }).count()).toBe(0);
});
