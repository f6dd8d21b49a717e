// What goes wrong on the way to the chain, and what the page says of it.
import { indexVaultAbi } from "global-100-abi/indexVault";
import { expect, test } from "./harness/test";
import { ask } from "./harness/rpc";
import { act, confirmed, connect, fill, GAS, ready, sharesOf } from "./flows";

test("14: a simulation that fails opens no wallet and says why", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const { page, wallet } = await visit("#/sell", { wallet: true });
  await connect(page);
  await fill(page, "sell", "2000", /^USDC now/);
  await ready(page, /^Sell 2,000/);
  // The shares go elsewhere between the preview and the press.
  const holder = chain.account("holder");
  const all = await sharesOf(chain, at, holder);
  const prompts = wallet.prompts.length;
  await chain.client.writeContract({ address: at.vault, abi: indexVaultAbi, functionName: "transfer", args: [chain.account("anyone"), all], account: holder, chain: null, ...GAS });
  await act(page, /^Sell 2,000/);
  await page.getByText(/You have fewer shares than this sells|You have too few shares|You have 0.0000 shares/).first().waitFor();
  expect(wallet.prompts.length).toBe(prompts);
});

test("a declined transaction is said to be declined, and can be tried again with the same amount", async ({ visit }) => {
  const { page, wallet } = await visit("#/sell", { wallet: true });
  await connect(page);
  await fill(page, "sell", "2000", /^USDC now/);
  wallet.manner = "decline";
  await act(page, /^Sell 2,000/);
  await page.getByText("You declined the transaction.").first().waitFor();
  expect(wallet.sent).toEqual([]);
  wallet.manner = "sign";
  await page.getByRole("button", { name: "Try again" }).click();
  await confirmed(page);
});

test("1: a transaction that reverts is never called a success", async ({ visit, stage }) => {
  const { page } = await visit("#/sell", { wallet: true });
  await connect(page);
  await fill(page, "sell", "2000", /^USDC now/);
  await ready(page, /^Sell 2,000/);
  await ask(stage.node, "evm_setAutomine", [false]);
  try {
    await act(page, /^Sell 2,000/);
    await page.locator(".steps li.now", { hasText: "Sent to the network" }).waitFor();
    // The block comes an hour late, past the deadline that was agreed.
    await ask(stage.node, "evm_increaseTime", [3_600]);
    await ask(stage.node, "evm_mine", []);
    await page.getByText(/Your wallet took longer than 10 minutes/).first().waitFor();
    expect(await page.locator('[data-settled="confirmed"]').count()).toBe(0);
    await page.getByRole("button", { name: "Get a new preview" }).click();
    await page.locator(".sent-state.reverted").waitFor();
    await page.getByRole("button", { name: /^Clear/ }).first().click();
    expect(await page.locator(".sent-state").count()).toBe(0);
  } finally {
    await ask(stage.node, "evm_setAutomine", [true]);
  }
});

test("1: a transaction replaced at its nonce, and one dropped, are shown so without a reload", async ({ visit, chain, stage }) => {
  const holder = chain.account("holder");
  const { page, wallet } = await visit("#/sell", { wallet: true });
  await connect(page);
  await ask(stage.node, "evm_setAutomine", [false]);
  try {
    await fill(page, "sell", "2000", /^USDC now/);
    await act(page, /^Sell 2,000/);
    await page.locator(".steps li.now", { hasText: "Sent to the network" }).waitFor();
    const hash = wallet.sent[0] as `0x${string}`;
    const { nonce } = await chain.client.getTransaction({ hash });
    // The person cancels it in the wallet: a transfer to themself at the same nonce.
    const cancel = { from: holder, to: holder, value: "0x0", nonce: `0x${nonce.toString(16)}`, gas: "0x5208", maxFeePerGas: "0x4a817c800", maxPriorityFeePerGas: "0x4a817c800" };
    expect(await ask(stage.node, "eth_sendTransaction", [cancel])).toHaveProperty("result");
    await ask(stage.node, "evm_mine", []);
    await page.getByText("Your wallet cancelled this transaction. Nothing happened.").first().waitFor();
    await page.getByRole("button", { name: "Get a new preview" }).click();

    await fill(page, "sell", "5001", /^USDC now/);
    await act(page, /^Sell 5,001/);
    await page.locator(".steps li.now", { hasText: "Sent to the network" }).waitFor();
    await ask(stage.node, "anvil_dropTransaction", [wallet.sent[1]]);
    for (let block = 0; block < 4; block++) {
      await page.waitForTimeout(2_600);
      await ask(stage.node, "evm_mine", []);
    }
    await page.getByText(/The network no longer knows this transaction/).first().waitFor();
    await page.getByRole("button", { name: "Get a new preview" }).click();
    await page.locator(".sent-state.dropped").waitFor();
  } finally {
    await ask(stage.node, "evm_setAutomine", [true]);
  }
});

test("1: a transaction that waits survives a reload and is confirmed afterwards", async ({ visit, stage }) => {
  const { page } = await visit("#/sell", { wallet: true });
  await connect(page);
  await ask(stage.node, "evm_setAutomine", [false]);
  try {
    await fill(page, "sell", "2000", /^USDC now/);
    await act(page, /^Sell 2,000/);
    await page.locator(".steps li.now", { hasText: "Sent to the network" }).waitFor();
    await page.reload();
    await page.locator(".sent-state.pending").waitFor();
    await ask(stage.node, "evm_mine", []);
    await page.locator(".sent-state.confirmed").waitFor();
  } finally {
    await ask(stage.node, "evm_setAutomine", [true]);
  }
});

test("3: on another chain nothing can be signed, and one press switches", async ({ visit }) => {
  const { page, wallet } = await visit("#/buy", { wallet: true });
  await connect(page);
  await fill(page, "buy", "10000", /^Now/);
  await ready(page, /^Buy for/);
  await wallet.moveTo(1);
  await page.getByText("Your wallet is on another network").first().waitFor();
  expect(await page.getByRole("button", { name: /^Buy for/ }).count()).toBe(0);
  const switching = page.locator("main").getByRole("button", { name: "Switch network" }).first();
  await switching.click();
  await ready(page, /^Buy for/);
  expect(wallet.sent).toEqual([]);
});

test("1: on a screen without a form too, a replaced, a dropped and a reverted transaction are shown, and can be cleared", async ({ visit, chain, stage }) => {
  const holder = chain.account("holder");
  const { page, wallet } = await visit("#/sell", { wallet: true });
  await connect(page);
  await ask(stage.node, "evm_setAutomine", [false]);
  const mine = () => ask(stage.node, "evm_mine", []);
  const state = (name: string) => page.locator(`.sent-state.${name}`);
  /** Sends a sale, then goes where nothing is bought or sold. */
  const sendAndLeave = async (amount: string, screen: string): Promise<`0x${string}`> => {
    const count = wallet.sent.length;
    await page.evaluate(() => void (location.hash = "#/sell"));
    await fill(page, "sell", amount, /^USDC now/);
    await act(page, /^Sell [0-9,]+\.0000 shares/);
    await page.locator(".steps li.now", { hasText: "Sent to the network" }).waitFor();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: screen }).click();
    await state("pending").waitFor();
    return wallet.sent[count] as `0x${string}`;
  };
  try {
    const replaced = await sendAndLeave("2000", "Overview");
    const { nonce } = await chain.client.getTransaction({ hash: replaced });
    const cancel = { from: holder, to: holder, value: "0x0", nonce: `0x${nonce.toString(16)}`, gas: "0x5208", maxFeePerGas: "0x4a817c800", maxPriorityFeePerGas: "0x4a817c800" };
    expect(await ask(stage.node, "eth_sendTransaction", [cancel])).toHaveProperty("result");
    await mine();
    await page.getByText("Your wallet cancelled this transaction. Nothing happened.").waitFor();
    await page.getByRole("button", { name: /^Clear/ }).click();
    await expect.poll(() => page.locator(".sent-state").count()).toBe(0);

    const dropped = await sendAndLeave("2001", "Holdings");
    await ask(stage.node, "anvil_dropTransaction", [dropped]);
    // Seen missing at one block, it is called dropped two blocks later.
    for (let block = 0; block < 3; block++) {
      await mine();
      await page.waitForTimeout(3_000);
    }
    await state("dropped").waitFor({ timeout: 5_000 });
    await page.getByRole("button", { name: /^Clear/ }).click();

    await sendAndLeave("2002", "Strategy");
    await ask(stage.node, "evm_increaseTime", [3_600]);
    await mine();
    await state("reverted").waitFor();
    await page.getByText(/Your wallet took longer than 10 minutes/).waitFor();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Transactions" }).click();
    await state("reverted").waitFor();
    await page.getByRole("button", { name: /^Clear/ }).click();
    await expect.poll(() => page.locator(".sent-state").count()).toBe(0);
  } finally {
    await ask(stage.node, "evm_setAutomine", [true]);
  }
});
