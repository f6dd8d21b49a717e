// Each preview beside the chain at the block it names, to its last digit shown. What is expected is worked out here, from
// the lens alone and apart from the page's own code.
import type { Page } from "playwright-core";
import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import { decodeQuote } from "global-100-abi/decoders";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { vaultLensAbi } from "global-100-abi/vaultLens";
import { hexToBigInt } from "viem";
import { digits, stamp, usd } from "./figures/written";
import { connect, fill, line, ready } from "./flows";
import type { Chain } from "./harness/chain";
import { ask } from "./harness/rpc";
import type { Stage } from "./harness/stage";
import { expect, test } from "./harness/test";

const NB = "\u00a0";
const MINUS = "\u2212";
const USDC = 10n ** 6n;
const SHARE = 10n ** 18n;
/** Half a percent: the slippage that the form begins with. */
const SLIPPAGE_BPS = 50n;

const up = (value: bigint) => `${digits(value, 6, 2, "up")}${NB}USDC`;
const down = (value: bigint) => `${digits(value, 6, 2, "down")}${NB}USDC`;
const shares = (value: bigint) => `${digits(value, 18, 4, "down")} shares`;
const bps = (value: bigint) => `${digits(value, 2, 2)}%`;
const ceil = (value: bigint, by: bigint) => (value + by - 1n) / by;
/** Up to the last digit that is shown. */
const shown = (value: bigint, digit: bigint) => ceil(value, digit) * digit;
const CENT = 10_000n;

test("9: a purchase at once: every line is the chain's", async ({ visit, chain, stage }) => {
  const { page } = await visit("#/buy", { wallet: true });
  const amount = 12_345n * USDC;
  const { preview, block } = await opened(page, "buy", "12,345", /^Now/, /^Buy for/, chain, stage, amount);
  const least = shown(ceil(preview.result * (10_000n - SLIPPAGE_BPS), 10_000n), 10n ** 14n);
  const worth = amount - preview.levy - preview.fee;
  await quoted(page, block);
  expect(await written(page, "You pay")).toBe(up(amount));
  expect(await written(page, "Levy")).toBe(`${MINUS}${up(preview.levy)}stays in the fund, for trading and price lag`);
  expect(await term(page, "Levy")).toContain(bps(preview.levy_bps));
  expect(await written(page, "Platform fee")).toBe(`${MINUS}${up(preview.fee)}`);
  expect(await term(page, "Platform fee")).toContain(bps(preview.platform_bps));
  const each = (worth * SHARE * 10n ** 12n) / preview.result;
  expect(await written(page, "You can expect")).toBe(
    `${shares(preview.result)}worth ${digits(worth, 6, 2, "down")} USDC at ${digits(each, 18, 4)} USDC each`,
  );
  expect(await written(page, "Minimum received")).toContain(`${shares(least)}worth ${digits((worth * least) / preview.result, 6, 2, "down")} USDC`);
  await costsAddUp(page, amount, preview.levy, preview.fee, "of what you pay");
});

test("9: a sale to USDC: every line is the chain's, gas too", async ({ visit, chain, stage }) => {
  const { page } = await visit("#/sell", { wallet: true });
  const amount = 1_234n * SHARE;
  const { preview, block } = await opened(page, "sell", "1,234", /^USDC now/, /^Sell/, chain, stage, amount);
  const least = shown(ceil(preview.result * (10_000n - SLIPPAGE_BPS), 10_000n), CENT);
  await quoted(page, block);
  expect(await written(page, "You sell")).toBe(`1,234.0000 sharesworth ${digits(preview.gross, 6, 2, "down")} USDC at NAV`);
  expect(await written(page, "Platform fee")).toBe(`${MINUS}${up(preview.fee)}`);
  expect(await written(page, "Levy")).toBe(`${MINUS}${up(preview.levy)}stays in the fund, for trading and price lag`);
  expect(await term(page, "Levy")).toContain(bps(preview.levy_bps));
  expect(await written(page, "You can expect")).toBe(down(preview.result));
  expect(await written(page, "Minimum received")).toBe(`${digits(least, 6, 2, "down")} USDCif less, nothing is sold`);
  await costsAddUp(page, preview.gross, preview.levy, preview.fee, "of what the shares are worth");
  const holder = chain.account("holder");
  const { timestamp } = await chain.client.getBlock();
  await gasIs(page, chain, stage, await chain.client.estimateContractGas({
    address: stage.deployment.vault, abi: indexVaultAbi, functionName: "sell", args: [amount, 0n, holder, timestamp + 3_600n], account: holder,
  }));
});

for (const side of ["buy", "sell"] as const) {
  test(`9: a request to ${side} in the next batch: every line is the chain's`, async ({ visit, chain, stage }) => {
    const { page } = await visit(`#/${side}`, { wallet: true });
    const unit = side === "buy" ? USDC : SHARE;
    const amount = 4_321n * unit;
    const { preview, request, block, time } = await opened(page, side, "4,321", /^Next batch/, /^Join the next batch/, chain, stage, amount);
    await quoted(page, block);
    const fee = ceil(preview.gross * preview.platform_bps, 10_000n);
    if (side === "buy") {
      expect(await written(page, "You pay")).toBe(up(amount));
      expect(await written(page, "You can expect")).toContain(`${digits(request.estimate, 18, 4, "down")} to ${shares(request.estimate_netted)}`);
    } else {
      expect(await written(page, "You sell")).toBe(`4,321.0000 sharesworth ${digits(preview.gross, 6, 2, "down")} USDC at NAV`);
      expect(await written(page, "You can expect")).toContain(`${digits(request.estimate, 6, 2, "down")} to ${down(request.estimate_netted)}`);
    }
    expect(await written(page, "Levy")).toContain(`0.00 to ${up(preview.levy)}`);
    expect(await written(page, "Platform fee")).toBe(`about ${MINUS}${up(fee)}`);
    expect(await written(page, "Locks")).toContain(Number(request.locks_at) <= time ? "Any time now" : stamp(Number(request.locks_at)));
    expect(await written(page, "Settles")).toContain(stamp(Number(request.settles_at)));
    const gas = await gasShown(page);
    const most = shown(preview.levy, CENT) + shown(fee, CENT);
    const [from, to] = figures(await written(page, "All costs together"));
    expect((to ?? 0n) - (from ?? 0n)).toBe(shown(preview.levy, CENT));
    expect(Math.abs(Number((to ?? 0n) - most - gas))).toBeLessThanOrEqual(Number(CENT));
  });
}

test("9: an exit in kind: every asset is the chain's, and so is what it is worth", async ({ visit, chain, stage }) => {
  const { page } = await visit("#/sell?route=kind", { wallet: true });
  const amount = 5_000n * SHARE;
  await connect(page);
  await fill(page, "sell", "5,000");
  await ready(page, /^Leave in kind/);
  await page.getByRole("button", { name: "Show all" }).click();
  const { client } = chain;
  const at = { blockNumber: await client.getBlockNumber() } as const;
  const { lens, vault } = stage.deployment;
  const [ids, amounts] = await client.readContract({ address: lens, abi: vaultLensAbi, functionName: "preview_in_kind", args: [amount], ...at });
  const [, rows] = await client.readContract({ address: lens, abi: vaultLensAbi, functionName: "holdings", ...at });
  const fund = await client.readContract({ address: vault, abi: indexVaultAbi, functionName: "fund", ...at });
  const names = new Map(((await (await fetch(`${stage.page}/assets.json`)).json()) as { id: number; symbol: string }[]).map(({ id, symbol }) => [id, symbol]));
  const parts = ids.flatMap((id, place) => {
    const row = rows.find(({ asset }) => asset === id);
    const part = amounts[place] ?? 0n;
    if (row === undefined || part === 0n) return [];
    return [{ name: names.get(Number(id)) ?? "", text: digits(part, Number(row.decimals), Math.min(4, Number(row.decimals)), "down"), value: (part * row.price) / 10n ** row.decimals }];
  });
  expect(parts.length).toBeGreaterThan(100);
  const total = parts.reduce((sum, { value }) => sum + value, 0n);
  expect(await written(page, "You give up")).toBe("5,000.0000 shares");
  expect(await term(page, "Levy")).toContain(bps(fund.exit_levy_bps));
  expect(await written(page, "You get")).toBe(`${parts.length}${NB}assetsworth about ${usd(total, "down")}`);
  const lines = await page.locator(".lines > div").evaluateAll((all) =>
    all.map((each) => [each.querySelector("dt")?.textContent ?? "", each.querySelector("dd")?.textContent ?? ""] as const),
  );
  for (const { name, text, value } of parts) expect(lines).toContainEqual([name, `${text}${usd(value, "down")}`]);
  const holder = chain.account("holder");
  await gasIs(page, chain, stage, await client.estimateContractGas({
    address: vault, abi: indexVaultAbi, functionName: "redeem_in_kind", args: [amount, holder, holder], account: holder,
  }));
});

/** The form with an amount and its preview read, and what the lens says of the same at the same block. */
async function opened(page: Page, side: "buy" | "sell", text: string, route: RegExp, button: RegExp, chain: Chain, stage: Stage, amount: bigint) {
  await connect(page);
  await fill(page, side, text, route);
  await ready(page, button);
  const { client } = chain;
  const { number: block, timestamp } = await client.getBlock();
  const lens = { address: stage.deployment.lens, abi: vaultLensAbi, blockNumber: block } as const;
  const args = [amount, chain.account("holder")] as const;
  const preview = side === "buy"
    ? await client.readContract({ ...lens, functionName: "preview_buy", args })
    : await client.readContract({ ...lens, functionName: "preview_sell", args });
  const request = await client.readContract({ ...lens, functionName: "preview_request", args: [amount, side === "sell"] });
  return { preview, request, block, time: Number(timestamp) };
}

async function quoted(page: Page, block: bigint): Promise<void> {
  await page.getByText(`block ${block.toLocaleString("en-US")}. Refreshed every`).waitFor();
}

async function written(page: Page, name: string): Promise<string> {
  return (await line(page, name).textContent()) ?? "";
}

async function term(page: Page, name: string): Promise<string> {
  return (await page.locator(".lines dt", { hasText: name }).first().textContent()) ?? "";
}

/** Every amount of USDC in a text, raw. */
function figures(text: string): bigint[] {
  return [...text.matchAll(/([\d,]+)\.(\d\d)(?!\d|%)/g)].map(([, whole, cents]) => BigInt((whole ?? "").replaceAll(",", "")) * USDC + BigInt(cents ?? "0") * CENT);
}

/** What the gas line says, in raw USDC, rounded to a cent. */
async function gasShown(page: Page): Promise<bigint> {
  await line(page, "Estimated gas").getByText("gwei").waitFor();
  // Its dollars have two places; the sum of gas follows at once.
  return figures(/^\$[\d,]+\.\d\d/.exec(await written(page, "Estimated gas"))?.[0] ?? "")[0] ?? 0n;
}

/** The sum adds the lines as shown. The gas line is in dollars, so it may differ from its USDC by a cent. */
async function costsAddUp(page: Page, of: bigint, levy: bigint, fee: bigint, words: string): Promise<void> {
  const gas = await gasShown(page);
  const text = await written(page, "All costs together");
  const [total = 0n] = figures(text);
  expect(Math.abs(Number(total - shown(levy, CENT) - shown(fee, CENT) - gas))).toBeLessThanOrEqual(Number(CENT));
  const ppm = ceil(total * 1_000_000n, of);
  expect(text).toContain(`${digits(ppm, 4, 2, "up")}% ${words}`);
}

/** Gas as a node estimates it for the same call, at its price, in dollars of this chain's own feed of ETH. */
async function gasIs(page: Page, chain: Chain, stage: Stage, units: bigint): Promise<void> {
  const answer = await ask(stage.node, "eth_gasPrice", []);
  const price = hexToBigInt(("result" in answer ? answer.result : "0x0") as `0x${string}`);
  const book = (await (await fetch(`${stage.page}/assets.json`)).json()) as { id: number; symbol: string; token: `0x${string}` }[];
  const weth = book.find(({ symbol }) => /^W?ETH$/.test(symbol));
  const word = await chain.client.readContract({ address: stage.deployment.registry, abi: assetRegistryAbi, functionName: "quote", args: [BigInt(weth?.id ?? 0)] });
  const dollars = ceil(units * price * decodeQuote(word).price, 10n ** 18n);
  expect(await written(page, "Estimated gas")).toBe(
    `${usd(dollars, "up")}${digits(units, 6, 2, "up")}${NB}M${NB}gas at ${digits(price, 9, 2, "up")}${NB}gwei`,
  );
}
