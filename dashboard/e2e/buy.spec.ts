// Buying at once and by the batch: what is shown, what is signed, and what the chain says of it.
import { vaultLensAbi } from "global-100-abi/vaultLens";
import { decodeFunctionData, erc20Abi } from "viem";
import { indexRouterAbi } from "global-100-abi/indexRouter";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { requestQueueAbi } from "global-100-abi/requestQueue";
import { expect, test } from "./harness/test";
import { measured } from "./harness/timing";
import { act, allowance, confirmed, connect, fill, GAS, line, openBatch, ready, sharesOf, usdcOf } from "./flows";

const USDC = 1_000_000n;

function units(text: string | null, decimals: number): bigint {
  const [whole = "0", fraction = ""] = (text ?? "").replace(/[^0-9.]/g, "").split(".");
  return BigInt(whole) * 10n ** BigInt(decimals) + BigInt(fraction.padEnd(decimals, "0"));
}

test("9, 14: buys with a permit; every line equals the chain, and the minimum shown is the one sent", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const { page, wallet } = await visit("#/buy", { wallet: true });
  await connect(page);
  const before = await sharesOf(chain, at, chain.account("holder"));
  await fill(page, "buy", "10,000", /^Now/);
  await ready(page, /^Buy for 10,000.00 USDC$/);
  const preview = await chain.client.readContract({
    address: at.lens, abi: vaultLensAbi, functionName: "preview_buy", args: [10_000n * USDC, chain.account("holder")],
  });
  const expected = (value: bigint, step: bigint) => (value / step) * step;
  expect(units(await line(page, "You can expect").textContent().then((text) => text?.split(" shares")[0] ?? ""), 18)).toBe(expected(preview.result, 10n ** 14n));
  const cents = (value: bigint) => ((value + 9_999n) / 10_000n) * 10_000n;
  expect(units(await line(page, "Levy").textContent().then((text) => text?.split("USDC")[0] ?? ""), 6)).toBe(cents(preview.levy));
  expect(units(await line(page, "Platform fee").textContent().then((text) => text?.split("USDC")[0] ?? ""), 6)).toBe(cents(preview.fee));
  await expect.poll(() => line(page, "Estimated gas").textContent()).toMatch(/^\$[0-9.]+.*gas at .*gwei$/);
  const least = units(await line(page, "Minimum received").textContent().then((text) => text?.split(" shares")[0] ?? ""), 18);

  const started = performance.now();
  await act(page, /^Buy for/);
  await confirmed(page);
  measured("a purchase from click to confirmed", { milliseconds: performance.now() - started });
  expect(performance.now() - started).toBeLessThan(90_000);

  expect(wallet.prompts.map((prompt) => prompt.method)).toEqual(expect.arrayContaining(["eth_signTypedData_v4", "eth_sendTransaction"]));
  const [transaction] = wallet.transactions;
  expect(transaction?.to?.toLowerCase()).toBe(at.router.toLowerCase());
  const { functionName, args } = decodeFunctionData({ abi: indexRouterAbi, data: transaction?.data as `0x${string}` });
  expect(functionName).toBe("buy_with_permit");
  expect(args?.[0]).toBe(10_000n * USDC);
  expect(args?.[1]).toBe(least);
  const typed = JSON.parse(String(wallet.prompts.find((prompt) => prompt.method === "eth_signTypedData_v4")?.params[1])) as {
    message: { value: string; spender: string };
  };
  expect(typed.message.value).toBe((10_000n * USDC).toString());
  expect(typed.message.spender.toLowerCase()).toBe(at.router.toLowerCase());
  const gained = (await sharesOf(chain, at, chain.account("holder"))) - before;
  expect(gained >= least).toBe(true);
  await expect(page.locator("[data-settled] h2").textContent()).resolves.toContain("more shares");
});

for (const manner of ["decline", "empty"] as const) {
  test(`5, 6: a permit that is ${manner === "decline" ? "refused" : "answered with '0x'"} leads to an exact approval in place`, async ({ visit, chain, stage }) => {
    const at = stage.deployment;
    const holder = chain.account("holder");
    const { page, wallet } = await visit("#/buy", { wallet: true });
    await connect(page);
    await fill(page, "buy", "2500.5", /^Now/);
    wallet.manner = manner;
    await act(page, /^Buy for 2,500.50 USDC/);
    const instead = page.getByRole("button", { name: "Approve exactly 2,500.5 USDC instead" });
    await instead.waitFor();
    expect(wallet.sent).toEqual([]);
    wallet.manner = "sign";
    await instead.click();
    await confirmed(page);
    const [approval, purchase] = wallet.transactions;
    const approved = decodeFunctionData({ abi: erc20Abi, data: approval?.data as `0x${string}` });
    expect(approved).toMatchObject({ functionName: "approve", args: [at.vault, 2_500_500_000n] });
    expect(decodeFunctionData({ abi: indexVaultAbi, data: purchase?.data as `0x${string}` }).functionName).toBe("buy");
    expect(await allowance(chain, at.usdc, holder, at.vault)).toBe(0n);
  });
}

test("4: an allowance that stands asks for no signature", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = chain.account("holder");
  await chain.client.writeContract({ address: at.usdc, abi: erc20Abi, functionName: "approve", args: [at.vault, 20_000n * USDC], account: holder, chain: null, ...GAS });
  const { page, wallet } = await visit("#/buy", { wallet: true });
  await connect(page);
  await fill(page, "buy", "10000", /^Now/);
  await page.getByText("Your allowance covers it").waitFor();
  await act(page, /^Buy for/);
  await confirmed(page);
  expect(wallet.prompts.filter((prompt) => prompt.method.startsWith("eth_sign"))).toEqual([]);
  expect(wallet.transactions).toHaveLength(1);
});

test("6: an allowance that is left is shown and can be taken back", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = chain.account("holder");
  await chain.client.writeContract({ address: at.usdc, abi: erc20Abi, functionName: "approve", args: [at.queue, 77n * USDC], account: holder, chain: null, ...GAS });
  const { page } = await visit("#/buy", { wallet: true });
  await connect(page);
  await page.getByText("The queue may still take 77.00").waitFor();
  await page.getByRole("button", { name: /^Revoke: The queue/ }).click();
  await confirmed(page);
  expect(await allowance(chain, at.usdc, holder, at.queue)).toBe(0n);
});

test("5: a wallet that sends several calls as one approves and requests in one confirmation", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = chain.account("holder");
  const batch = await openBatch(chain, at);
  const { page, wallet } = await visit("#/buy", { wallet: true });
  wallet.batches = true;
  await connect(page);
  await fill(page, "buy", "10000", /^Next batch/);
  await act(page, /^Join the next batch/);
  await confirmed(page);
  expect(wallet.prompts.map((prompt) => prompt.method)).toContain("wallet_sendCalls");
  expect(wallet.transactions).toEqual([]);
  const pending = await chain.client.readContract({
    address: at.queue, abi: requestQueueAbi, functionName: "pendingDepositRequest", args: [batch, holder],
  });
  expect(pending).toBe(10_000n * USDC);
  expect(await allowance(chain, at.usdc, holder, at.queue)).toBe(0n);
});

test("buys by the batch with a permit, and the request is the chain's", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const batch = await openBatch(chain, at);
  const { page, wallet } = await visit("#/buy", { wallet: true });
  await connect(page);
  await fill(page, "buy", "5,000", /^Next batch/);
  await line(page, "Settles").waitFor();
  await act(page, /^Join the next batch with 5,000.00 USDC/);
  await confirmed(page);
  const { functionName } = decodeFunctionData({ abi: requestQueueAbi, data: wallet.transactions[0]?.data as `0x${string}` });
  expect(functionName).toBe("request_deposit_with_permit");
  const pending = await chain.client.readContract({
    address: at.queue, abi: requestQueueAbi, functionName: "pendingDepositRequest", args: [batch, chain.account("holder")],
  });
  expect(pending).toBe(5_000n * USDC);
});

test("splits an amount over the hour's limit: now what may enter, the rest in the next batch", async ({ visit, chain, stage }) => {
  const at = stage.deployment;
  const holder = chain.account("holder");
  const { max_in: most } = await chain.client.readContract({ address: at.lens, abi: vaultLensAbi, functionName: "preview_buy", args: [USDC, holder] });
  const amount = most + 1_000n * USDC;
  const before = await usdcOf(chain, at, holder);
  const { page, wallet } = await visit("#/buy", { wallet: true });
  await connect(page);
  await fill(page, "buy", `${amount / USDC}.${(amount % USDC).toString().padStart(6, "0")}`);
  await page.getByRole("radio", { name: /^Both/ }).waitFor();
  await expect.poll(() => page.getByRole("radio", { name: /^Both/ }).isChecked()).toBe(true);
  await act(page, /^Buy for/);
  await page.getByText(/Your request is in batch/).waitFor();
  expect(wallet.transactions).toHaveLength(2);
  expect(before - (await usdcOf(chain, at, holder))).toBe(amount);
});

test("17: an amount is understood or refused, and never rewritten while it is typed", async ({ visit }) => {
  const { page } = await visit("#/buy", { wallet: true });
  const field = page.getByLabel("You pay");
  await field.pressSequentially("1,0");
  expect(await field.inputValue()).toBe("1,0");
  await field.fill("1,000.50");
  await page.getByText("1,000.50 USDC").first().waitFor();
  expect(await field.inputValue()).toBe("1,000.50");
  await field.fill("1.0000001");
  await page.getByText("USDC has 6 decimals at most.").waitFor();
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  await field.fill("=1+1");
  await page.getByText("Enter a number, for example 1,000.50.").waitFor();
});

test("7, 8: a new quote resets nothing; a silent node leaves the last one with its time, and the button refreshes", async ({ visit, proxy }) => {
  const { page } = await visit("#/buy", { wallet: true, expected: [/Failed to load resource/, /net::ERR_/, /status of 5/] });
  await connect(page);
  const field = page.getByLabel("You pay");
  await fill(page, "buy", "10000", /^Now/);
  await ready(page, /^Buy for 10,000.00 USDC$/);
  await field.focus();
  await field.evaluate((input: HTMLInputElement) => input.setSelectionRange(2, 2));
  const shown = await line(page, "You can expect").textContent();
  await page.waitForTimeout(13_000);
  expect(await field.evaluate((input: HTMLInputElement) => [document.activeElement === input, input.selectionStart, input.value])).toEqual([true, 2, "10000"]);
  expect(await page.getByRole("button", { name: "Buy for 10,000.00 USDC", disabled: false }).isVisible()).toBe(true);
  proxy.fail({ status: 500 });
  await page.getByText(/Too old to act on/).waitFor({ timeout: 40_000 });
  expect(await line(page, "You can expect").textContent()).toBe(shown);
  await page.getByRole("button", { name: "Refresh the preview" }).waitFor();
  proxy.fail();
  await page.getByRole("button", { name: "Refresh the preview" }).click();
  await page.getByRole("button", { name: "Buy for 10,000.00 USDC", disabled: false }).waitFor({ timeout: 30_000 });
});
