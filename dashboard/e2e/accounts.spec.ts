// Accounts with code, and wallets that send several calls as one: exact approvals in one confirmation or in two.
import { indexVaultAbi } from "global-100-abi/indexVault";
import { concat, decodeFunctionData, erc20Abi } from "viem";
import { act, allowance, confirmed, connect, fill, ready, sharesOf } from "./flows";
import type { Chain } from "./harness/chain";
import type { Stage } from "./harness/stage";
import { expect, test } from "./harness/test";

const USDC = 1_000_000n;

/** The holder's account, with code behind it: EIP-7702 gives any account code. */
async function withCode(chain: Chain, stage: Stage): Promise<`0x${string}`> {
  const holder = chain.account("holder");
  await chain.client.setCode({ address: holder, bytecode: concat(["0xef0100", stage.deployment.lens]) });
  return holder;
}

test("5: an account with code buys at once in one confirmation of its wallet: an exact approval and the purchase", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = await withCode(chain, stage);
  const before = await sharesOf(chain, at, holder);
  const { page, wallet } = await visit("#/buy", { wallet: true });
  wallet.batches = true;
  await connect(page);
  await fill(page, "buy", "10,000", /^Now/);
  await ready(page, /^Buy for 10,000.00 USDC$/);
  await page.getByText("One confirmation: your wallet approves exactly this amount").waitFor();
  await act(page, /^Buy for/);
  await confirmed(page);
  const asked = wallet.prompts.filter((prompt) => !/requestAccounts|Permissions/.test(prompt.method));
  expect(asked.map((prompt) => prompt.method)).toEqual(["wallet_sendCalls"]);
  const bundle = asked[0]?.params[0] as { atomicRequired: boolean; calls: readonly { to: string; data: `0x${string}` }[] };
  expect(bundle.atomicRequired).toBe(true);
  const [approval, purchase] = bundle.calls;
  expect(approval?.to.toLowerCase()).toBe(at.usdc.toLowerCase());
  expect(decodeFunctionData({ abi: erc20Abi, data: approval?.data ?? "0x" })).toMatchObject({ functionName: "approve", args: [at.vault, 10_000n * USDC] });
  expect(purchase?.to.toLowerCase()).toBe(at.vault.toLowerCase());
  const { functionName, args } = decodeFunctionData({ abi: indexVaultAbi, data: purchase?.data ?? "0x" });
  expect(functionName).toBe("buy");
  expect((await sharesOf(chain, at, holder)) - before >= (args?.[1] as bigint)).toBe(true);
  expect(await allowance(chain, at.usdc, holder, at.vault)).toBe(0n);
});

test("5: an account with code whose wallet takes one call at a time approves exactly, then buys; no permit is asked", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = await withCode(chain, stage);
  const { page, wallet } = await visit("#/buy", { wallet: true });
  await connect(page);
  await fill(page, "buy", "10,000", /^Now/);
  await page.getByText("Two transactions: approve exactly this amount, then buy.").waitFor();
  await act(page, /^Buy for/);
  await confirmed(page);
  expect(wallet.prompts.filter((prompt) => prompt.method.startsWith("eth_sign"))).toEqual([]);
  expect(wallet.transactions).toHaveLength(2);
  expect(await allowance(chain, at.usdc, holder, at.vault)).toBe(0n);
});

test("14: several calls of which one fails are not called a success", async ({ visit, chain, stage }) => {
  await withCode(chain, stage);
  const { page, wallet } = await visit("#/buy", { wallet: true });
  wallet.batches = true;
  await connect(page);
  await fill(page, "buy", "10,000", /^Now/);
  await ready(page, /^Buy for/);
  wallet.breaks = true;
  await act(page, /^Buy for/);
  await page.getByText("The transaction failed. Only gas was paid.").first().waitFor();
  expect(await page.locator('[data-settled="confirmed"]').count()).toBe(0);
});
