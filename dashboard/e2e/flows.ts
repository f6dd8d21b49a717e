// What the specs of buying, selling and collecting share: the forms as a person uses them, and the chain's own word.
import type { Deployment } from "global-100-abi/addresses";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { requestQueueAbi } from "global-100-abi/requestQueue";
import type { Locator, Page } from "playwright-core";
import { erc20Abi, type Address } from "viem";
import type { Chain } from "./harness/chain";

export type Side = "buy" | "sell";
const LABELS = { buy: "You pay", sell: "You sell" } as const;

/** Connects the wallet that announced itself, by the form's own button. */
export async function connect(page: Page): Promise<void> {
  await page.locator("main").getByRole("button", { name: "Connect Test wallet" }).click();
}

/** The form with an amount and a route, its preview read. */
export async function fill(page: Page, side: Side, amount: string, route?: RegExp): Promise<void> {
  await page.getByLabel(LABELS[side]).fill(amount);
  if (route !== undefined) {
    await page.getByRole("radio", { name: route }).click();
  }
}

/** The value of a line of the terms, and the small print below it. */
export function line(page: Page, term: string | RegExp): Locator {
  return page.locator(".lines > div").filter({ has: page.locator("dt", { hasText: term }) }).locator("dd").first();
}

/** Presses the button of the form; where costs are high in this chain's gas, it ticks first that they were seen. */
export async function act(page: Page, name: RegExp): Promise<void> {
  const button = await ready(page, name);
  await button.click();
}

/** The button, once it can be pressed. */
export async function ready(page: Page, name: RegExp): Promise<Locator> {
  const button = page.getByRole("button", { name });
  await button.waitFor();
  const tick = page.getByRole("checkbox", { name: /I have seen/ });
  const patience = Date.now() + 15_000;
  while ((await button.getAttribute("aria-disabled")) === "true") {
    if (Date.now() > patience) throw new Error(`flows: ${name} stays off`);
    // The price of gas may fall while it is looked for, and the tick goes with it.
    if (await tick.isVisible()) await tick.check({ timeout: 1_000 }).catch(() => undefined);
    await page.waitForTimeout(50);
  }
  return button;
}

/** For calls that a test sends itself: without it anvil may take the gas of a whole block, which no transaction may have. */
export const GAS = { gas: 1_000_000n } as const;

export async function confirmed(page: Page): Promise<void> {
  await page.locator('[data-settled="confirmed"]').waitFor();
}

export function sharesOf(chain: Chain, at: Deployment, account: Address): Promise<bigint> {
  return chain.client.readContract({ address: at.vault, abi: indexVaultAbi, functionName: "balanceOf", args: [account] });
}

export function usdcOf(chain: Chain, at: Deployment, account: Address): Promise<bigint> {
  return chain.client.readContract({ address: at.usdc, abi: erc20Abi, functionName: "balanceOf", args: [account] });
}

export function allowance(chain: Chain, token: Address, owner: Address, spender: Address): Promise<bigint> {
  return chain.client.readContract({ address: token, abi: erc20Abi, functionName: "allowance", args: [owner, spender] });
}

export async function openBatch(chain: Chain, at: Deployment): Promise<bigint> {
  return (await chain.client.readContract({ address: at.queue, abi: requestQueueAbi, functionName: "open_requests" }))[0];
}

/** Locks the open batch as soon as its day is over, and lets the keeper settle it in its hour with the cash that is there. */
export async function settleBatch(chain: Chain, at: Deployment): Promise<void> {
  // anvil's own estimate leaves nothing for a state that differs by a block
  const queue = { address: at.queue, abi: requestQueueAbi, chain: null, gas: 12_000_000n } as const;
  const before = await chain.client.readContract({ ...queue, functionName: "batch", args: [(await openBatch(chain, at)) - 1n] });
  const { timestamp } = await chain.client.getBlock({ blockTag: "pending" });
  await chain.pass(Math.max(1, Number(before.locked_at + 86_401n - timestamp)));
  await done(chain, chain.client.writeContract({ ...queue, functionName: "lock", account: chain.account("anyone") }));
  await chain.pass(3_700);
  await done(chain, chain.client.writeContract({ ...queue, functionName: "settle", account: chain.account("executor") }));
}

/** Waits for a transaction of the test's own and holds it to its success. */
export async function done(chain: Chain, sent: Promise<`0x${string}`>): Promise<void> {
  const { status } = await chain.client.waitForTransactionReceipt({ hash: await sent });
  if (status !== "success") throw new Error("flows: a transaction of the test reverted");
}
