// Every number of Overview, Holdings and Strategy beside the chain at the same block, to its last digit shown. What is
// expected is worked out here, from the chain alone and apart from the page's own code.
import type { Page } from "playwright-core";
import { fundPolicyAbi } from "global-100-abi/fundPolicy";
import { indexStrategyAbi } from "global-100-abi/indexStrategy";
import { indexTraderAbi } from "global-100-abi/indexTrader";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { vaultLensAbi } from "global-100-abi/vaultLens";
import type { Chain } from "./harness/chain";
import type { Stage } from "./harness/stage";
import { expect, test } from "./harness/test";
import { bps, date, digits, percent, price, signed, span, stamp, usd } from "./figures/written";

const USD = 10n ** 18n;

test("overview: price, changes, last rebalance, weeks before, addresses and costs are the chain's", async ({
  visit,
  chain,
  stage,
}) => {
  const { page } = await visit("#/overview");
  const now = await read(chain, stage);
  const sharePrice = (now.portfolio.nav * USD) / now.supply;
  await expect.poll(() => page.getByTestId("share-price").textContent()).toBe(`$${digits(sharePrice, 18, 4)}`);
  expect(await page.locator(".price-sub").textContent()).toContain(stamp(now.time));
  expect(await page.getByTestId("fund-size").textContent()).toBe(`$${digits(now.portfolio.nav, 18, 0)}`);

  for (const id of ["day", "week", "start"]) {
    await settled(page);
    const tile = page.getByTestId(`change-${id}`);
    const shown = (await tile.locator("dd").textContent()) ?? "";
    if (shown.startsWith("n/a")) continue;
    // The change names its own earlier price: it must lead to the percentage, and be as old as the span asks.
    const title = (await tile.locator("small").getAttribute("title")) ?? "";
    const before = Number(/\$([\d.,]+)/.exec(title)?.[1]?.replaceAll(",", ""));
    const found = Number(/[+\u2212][\d.]+(?=%)/.exec(shown)?.[0]?.replace("\u2212", "-") ?? "0");
    expect(found / 100).toBeCloseTo(Number(sharePrice) / 1e18 / before - 1, 3);
  }

  const sessions = await chain.client.getContractEvents({
    address: stage.deployment.trader,
    abi: indexTraderAbi,
    eventName: "SessionClosed",
    fromBlock: 0n,
    args: { epoch: now.portfolio.epoch },
  });
  const sum = (pick: (args: (typeof sessions)[number]["args"]) => bigint | undefined) =>
    sessions.reduce((total, { args }) => total + (pick(args) ?? 0n), 0n);
  const [turnover, cost, trades] = [sum((args) => args.turnover), sum((args) => args.cost), sum((args) => args.legs)];
  const first = sessions[0]?.args.nav_before ?? 1n;
  const figures = ((await page.getByTestId("last-figures").innerText()) ?? "").split("\n").map((line) => line.trim());
  expect(figures).toEqual(
    expect.arrayContaining([
      String(trades),
      percent(turnover, first),
      usd(turnover),
      usd(cost, "up"),
      bps(cost, turnover),
    ]),
  );

  const weeks = await page.locator(".two table").nth(1).locator("tbody tr").allInnerTexts();
  const proposed = await chain.client.getContractEvents({
    address: stage.deployment.strategy,
    abi: indexStrategyAbi,
    eventName: "Proposed",
    fromBlock: 0n,
  });
  const gauges = new Map(proposed.map(({ args }) => [args.epoch, args.gauge ?? 0n]));
  for (const [place, week] of weeks.entries()) {
    expect(week.split(/\s*\t\s*/)[1]).toBe(digits(gauges.get(now.portfolio.epoch - 1n - BigInt(place)) ?? 0n, 6, 1));
  }

  const { deployment } = stage;
  for (const address of [
    deployment.vault,
    deployment.strategy,
    deployment.trader,
    deployment.registry,
    deployment.queue,
    deployment.policy,
    deployment.auctions,
    deployment.router,
    deployment.lens,
    deployment.usdc,
  ]) {
    expect(await page.locator(`.pairs [title="${address}" i]`).count()).toBe(1);
  }
  const levy = await chain.client.readContract({ address: deployment.vault, abi: indexVaultAbi, functionName: "nav" });
  const terms = await chain.client.readContract({
    address: deployment.policy,
    abi: fundPolicyAbi,
    functionName: "policy",
  });
  expect(await page.getByRole("region", { name: "Before you put money in" }).textContent()).toContain(
    `costs ${digits(levy.levy_bps + terms.platform_bps, 2, 2)}% now`,
  );
});

test("holdings: every figure of every row is the chain's, and the tiles have the same", async ({
  visit,
  chain,
  stage,
}) => {
  const { page } = await visit("#/holdings");
  const now = await read(chain, stage);
  const rows = now.holdings
    .filter((row) => row.held || row.target_ppm > 0n)
    .sort((a, b) => (a.value === b.value ? Number(a.asset - b.asset) : a.value < b.value ? 1 : -1));
  await expect.poll(() => page.locator("tr[data-asset]").count()).toBe(rows.length);
  await settled(page);
  const shown = await page
    .locator("tr[data-asset]")
    .evaluateAll((all) =>
      all.map((row) =>
        Object.fromEntries([
          ["asset", (row as HTMLElement).dataset["asset"] ?? ""],
          ...[...row.querySelectorAll("td")].map((cell) => [
            /col-(\w+)/.exec(cell.className)?.[1] ?? "",
            cell.textContent ?? "",
          ]),
        ]),
      ),
    );
  for (const [place, row] of rows.entries()) {
    const cells = shown[place] ?? {};
    const target = row.value - row.drift - (row.asset === 1n ? now.portfolio.cash_need : 0n);
    expect(cells, `asset ${row.asset}`).toMatchObject({
      rank: String(place + 1),
      weight: row.held ? `${digits(row.weight_ppm, 4, 2)}%` : "not held yet",
      target: row.target_ppm === 0n ? "n/a: not a target" : `${digits(row.target_ppm, 4, 2)}%`,
      drift: row.target_ppm === 0n || target <= 0n ? "n/a" : signed(row.drift, target),
      price: price(row.price),
      value: usd(row.value),
      status: ["", "active", "sell only", "impaired"][Number(row.status)],
      age: row.updated_at === 0n ? "no answer" : span(now.time - Number(row.updated_at)),
    });
  }
  const facts = await page.getByTestId("map-facts").innerText();
  const held = rows.filter((row) => row.held);
  expect(facts).toContain(
    `${digits(
      rows.slice(0, 3).reduce((sum, row) => sum + row.weight_ppm, 0n),
      4,
      2,
    )}%`,
  );
  expect(facts).toContain(`${held.filter((row) => row.firm).length} of ${held.length}`);
  expect(facts).toContain(percent(now.portfolio.distance, now.portfolio.nav));
  expect(await page.locator(".page-head").textContent()).toContain(usd(now.portfolio.nav));
  const tiles = await page
    .locator(".treemap > button.tile")
    .evaluateAll((all) => all.map((tile) => tile.getAttribute("aria-label") ?? ""));
  for (const [place, tile] of tiles.entries()) {
    expect(tile).toContain(`${digits(rows[place]?.weight_ppm ?? 0n, 4, 2)}% of the fund`);
  }
});

test("strategy: gauge, fees, limits, budgets, delays and keys are the chain's", async ({ visit, chain, stage }) => {
  const { page } = await visit("#/strategy");
  const now = await read(chain, stage);
  const at = { blockNumber: now.block } as const;
  const strategy = { address: stage.deployment.strategy, abi: indexStrategyAbi, ...at } as const;
  const [active, change, turnover, flips, up, down, expiry, auctions, safe, proposer, guardian, owner] =
    await Promise.all([
      chain.client.readContract({ ...strategy, functionName: "active" }),
      chain.client.readContract({ ...strategy, functionName: "max_change_ppm" }),
      chain.client.readContract({ ...strategy, functionName: "turnover_ppm" }),
      chain.client.readContract({ ...strategy, functionName: "upward_flip_limit" }),
      chain.client.readContract({ ...strategy, functionName: "risk_up_delay" }),
      chain.client.readContract({ ...strategy, functionName: "risk_down_delay" }),
      chain.client.readContract({ ...strategy, functionName: "expiry" }),
      chain.client.readContract({ ...strategy, functionName: "silence_auctions" }),
      chain.client.readContract({ ...strategy, functionName: "silence_safe_state" }),
      chain.client.readContract({ ...strategy, functionName: "proposer" }),
      chain.client.readContract({ ...strategy, functionName: "guardian" }),
      chain.client.readContract({ ...strategy, functionName: "owner" }),
    ]);
  const trader = { address: stage.deployment.trader, abi: indexTraderAbi, ...at } as const;
  const budget = await chain.client.readContract({ ...trader, functionName: "budget" });
  const executor = await chain.client.readContract({ ...trader, functionName: "executor" });
  const limits = await chain.client.readContract({
    address: stage.deployment.lens,
    abi: vaultLensAbi,
    functionName: "limits",
    ...at,
  });
  const policy = { address: stage.deployment.policy, abi: fundPolicyAbi, ...at } as const;
  const [fees, flow] = [
    await chain.client.readContract({ ...policy, functionName: "policy" }),
    await chain.client.readContract({ ...policy, functionName: "flow_limit" }),
  ];
  const levy = await chain.client.readContract({
    address: stage.deployment.vault,
    abi: indexVaultAbi,
    functionName: "nav",
    ...at,
  });

  await expect.poll(() => page.getByTestId("gauge").textContent()).toBe(digits(active.gauge, 6, 1));
  expect(await region(page, "What the gauge is made of")).toContain(
    `Decision ${active.epoch}, in force since ${stamp(Number(active.activated_at))}`,
  );
  const costs = await region(page, "Costs");
  for (const text of [
    `${digits(fees.management_bps, 2, 2)}% a year`,
    `${digits(fees.platform_bps, 2, 2)}%`,
    `${digits(levy.levy_bps, 2, 2)}% now`,
  ])
    expect(costs).toContain(text);

  const table = await page
    .locator(".limits tbody tr")
    .evaluateAll((all) => all.map((row) => [...row.querySelectorAll("td")][0]?.textContent ?? ""));
  expect(table.slice(0, 6)).toEqual([
    `${digits(change, 4, 2).replace(/\.00$/, "")}\u00a0points`,
    `${digits(turnover, 4, 2)}%`,
    span(Number(up)),
    span(Number(down)),
    span(Number(expiry)),
    `${flips}, ${limits.remaining_upward_flips} left`,
  ]);

  const budgets = await region(page, "Budgets left");
  const loss = (part: bigint) => usd((limits.loss_basis * part) / 100_000_000n, "down");
  const whole = (each: bigint) => usd((limits.loss_basis * each) / 10_000n, "down");
  for (const text of [
    loss(limits.remaining_loss),
    loss(limits.remaining_loss_derisking),
    `of ${whole(budget.week_bps)}`,
    `of ${whole(budget.week_bps + budget.derisking_bps)}`,
    `${digits(budget.session_bps, 2, 2)}%`,
    `${digits(limits.flow_in, 6, 2, "down")}\u00a0USDC`,
    `${digits(limits.flow_out, 6, 2, "down")}\u00a0USDC`,
    `${digits(flow.least, 6, 2)} USDC`,
    `${digits(flow.volatile_share_ppm, 4, 2)}%`,
    `${digits(flow.stable_share_ppm, 4, 2)}%`,
    limits.risk_up_at > BigInt(now.time) ? stamp(Number(limits.risk_up_at)) : "possible now",
  ])
    expect(budgets).toContain(text);

  const silence = await region(page, "If the operators disappear");
  for (const text of [
    span(Number(auctions)),
    span(Number(safe)),
    date(Number(limits.auctions_at)),
    date(Number(limits.safe_state_at)),
  ])
    expect(silence).toContain(text);
  for (const key of [proposer, executor, guardian, owner])
    expect(await page.locator(`.roles [title="${key}" i]`).count()).toBeGreaterThanOrEqual(1);
  const roles = await region(page, "Who can do what");
  expect(roles).toContain(
    `at most ${digits(budget.session_bps, 2, 2)}% of what a session trades and ${digits(budget.week_bps, 2, 2)}% of the fund a week`,
  );
});

async function region(page: Page, name: string): Promise<string> {
  return (await page.getByRole("region", { name }).textContent()) ?? "";
}

/** Past prices come after the rest. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
}

async function read(chain: Chain, stage: Stage) {
  const { number, timestamp } = await chain.client.getBlock();
  const at = { blockNumber: number } as const;
  const [portfolio, holdings] = await chain.client.readContract({
    address: stage.deployment.lens,
    abi: vaultLensAbi,
    functionName: "holdings",
    ...at,
  });
  const supply = await chain.client.readContract({
    address: stage.deployment.vault,
    abi: indexVaultAbi,
    functionName: "totalSupply",
    ...at,
  });
  return { block: number, time: Number(timestamp), portfolio, holdings, supply };
}
