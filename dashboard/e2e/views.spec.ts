// Signal, holdings and trades as one story: what is seen, moved by keys, checked, and shown on bad days.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Stage } from "./harness/stage";
import { everyLook } from "./harness/looks";
import { expect, test } from "./harness/test";
import { measured, paints, scrolling } from "./harness/timing";

const FRAME = 24; // ms
const USABLE = 2_000; // ms

test("overview, holdings, transactions and strategy are there, in every look, and axe finds nothing", async ({
  visit,
}) => {
  for (const [screen, shown] of [
    ["overview", ".treemap .tile"],
    ["holdings", "tr[data-asset]"],
    ["transactions", "[data-entry]"],
    ["strategy", ".roles"],
  ] as const) {
    const { page } = await visit(`#/${screen}`);
    await page.locator(shown).first().waitFor();
    await page.waitForTimeout(600);
    expect(await everyLook(page, `views-${screen}`), screen).toEqual([]);
  }
}, 180_000);

test("gauge, treemap, table and log stand for the same decision", async ({ visit }) => {
  const { page } = await visit("#/overview");
  await page.getByRole("meter").waitFor();
  expect(await page.locator(".treemap .tile").count()).toBeGreaterThan(100);
  await page.goto(page.url().replace("overview", "holdings"));
  await expect.poll(() => page.locator("tr[data-asset]").count()).toBeGreaterThanOrEqual(100);
  await page.goto(page.url().replace("holdings", "transactions"));
  await page.locator("[data-entry]").first().waitFor();
  expect(await page.locator(".log-foot").textContent()).toContain("no sequence number is missing");
});

test("the week cursor moves gauge, treemap and trades together, by keys", async ({ visit }) => {
  const { page } = await visit("#/overview");
  const chart = page.getByRole("slider", { name: /Share price, gauge and trades/ });
  await page.locator(".treemap .tile").first().waitFor();
  const now = await figures(page);
  await chart.focus();
  await page.keyboard.press("Home");
  for (let week = 0; week < 12; week += 1) await page.keyboard.press("ArrowRight");
  await page.getByText("You are looking at the week of").waitFor();
  const spoken = (await chart.getAttribute("aria-valuetext")) ?? "";
  expect(spoken).toMatch(/^\d+\s\w+\s2022: share price \$[\d.]+, gauge [\d.]+, held (top 100|stablecoins), traded /);
  const then = await figures(page);
  expect(then.gauge).not.toBe(now.gauge);
  expect(then.rebalance).not.toBe(now.rebalance);
  expect(spoken).toContain(`gauge ${then.gauge}`);
  await page.keyboard.press("Escape");
  await expect.poll(() => figures(page)).toEqual(now);
});

async function figures(page: Page): Promise<{ gauge: string | null; rebalance: string | null; tiles: number }> {
  return {
    gauge: await page.locator(".gauge-figure").textContent(),
    rebalance: await page.locator(".change-title").innerText(),
    tiles: await page.locator(".treemap > button.tile").count(),
  };
}

test("the treemap is one tab stop: arrows by direction, Enter opens the small ones, Escape closes them", async ({
  visit,
}) => {
  const { page } = await visit("#/holdings");
  const map = page.getByRole("group", { name: "Treemap of the holdings" });
  await map.locator(".tile[aria-label*='over 1 week']").first().waitFor();
  expect(await map.locator("[tabindex='0']").count()).toBe(1);
  await map.locator("[tabindex='0']").focus();
  const first = await focused(page);
  await page.keyboard.press("ArrowRight");
  expect(await focused(page)).not.toBe(first);
  await page.keyboard.press("End");
  expect(await focused(page)).toMatch(/^\d+ smaller assets/);
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(page)).toMatch(/All holdings/);
  await page.keyboard.press("Escape");
  await expect.poll(() => focused(page)).toMatch(/^\d+ smaller assets/);
  await page.keyboard.press("Home");
  expect(await focused(page)).toBe(first);
});

function focused(page: Page): Promise<string> {
  return page.evaluate(
    () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
  );
}

test("equal weight has equal area within 2 %, and no label is cut, at four widths", async ({ visit }) => {
  const { page } = await visit("#/holdings");
  for (const width of [360, 768, 1100, 1600]) {
    await page.setViewportSize({ width, height: 900 });
    await page.locator(".treemap .tile").first().waitFor();
    await page.waitForTimeout(300);
    const { spread, cut } = await page.evaluate(() => {
      const tiles = [...document.querySelectorAll<HTMLElement>(".treemap .tile")].map((tile) => ({
        tile,
        box: tile.getBoundingClientRect(),
      }));
      const cut = [...document.querySelectorAll<HTMLElement>(".treemap .tile b, .treemap .tile-text > span")].filter(
        (text) => {
          const inner = text.getBoundingClientRect();
          const outer = (text.closest(".tile") as HTMLElement).getBoundingClientRect();
          return (
            inner.right > outer.right + 0.5 ||
            inner.bottom > outer.bottom + 0.5 ||
            parseFloat(getComputedStyle(text).fontSize) < 11
          );
        },
      );
      const scale = tiles.flatMap(({ tile, box }) => {
        const text = /([\d.]+)% of the fund/.exec(tile.getAttribute("aria-label") ?? "");
        return text?.[1] && Number(text[1]) >= 0.5 ? [(box.width * box.height) / Number(text[1])] : [];
      });
      return { spread: Math.max(...scale) / Math.min(...scale), cut: cut.map((text) => text.textContent) };
    });
    expect(cut, `${width} px`).toEqual([]);
    // Two decimals of a weight of half a percent are a hundredth of it themselves.
    expect(spread, `${width} px`).toBeLessThan(1.04);
  }
});

test("22: a proof is green, red after one changed byte, and grey without the snapshot", async ({
  visit,
  serve,
  stage,
}) => {
  const newest = await newestDecision(stage);
  const good = await visit(`#/transactions?epoch=${newest.epoch}`);
  await check(good.page, newest.epoch);
  await chip(good.page, newest.epoch, "match", "Data matches");
  expect(await good.page.locator(".proof").first().textContent()).toContain("The rules were not run again");

  const store = join(tmpdir(), `views-store-${process.pid}`);
  cpSync(join(stage.folder, "store"), store, { recursive: true });
  try {
    const file = join(store, "snapshots", `${newest.hash}.json`);
    const bytes = readFileSync(file);
    const place = bytes.indexOf("1", 1_000);
    bytes[place] = "2".charCodeAt(0);
    writeFileSync(file, bytes);
    const at = await serve({ store });
    const changed = await visit(`#/transactions?epoch=${newest.epoch}`, { at });
    await check(changed.page, newest.epoch);
    await chip(changed.page, newest.epoch, "mismatch", "Does not match");
    expect(await changed.page.locator(".proof").first().textContent()).toContain("Hash of the data");

    rmSync(file);
    const missing = await visit(`#/transactions?epoch=${newest.epoch}`, { at, expected: [/Failed to load resource/] });
    await check(missing.page, newest.epoch);
    await chip(missing.page, newest.epoch, "unavailable", "Data not available");

    // A copy from anywhere will do: its hash decides.
    await missing.page
      .locator("input[type=file]")
      .setInputFiles(join(stage.folder, "store", "snapshots", `${newest.hash}.json`));
    await chip(missing.page, newest.epoch, "match", "Data matches");
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
});

test("22: one changed weight of the published record is red, and names the asset", async ({ visit, serve, stage }) => {
  const newest = await newestDecision(stage);
  const store = join(tmpdir(), `views-record-${process.pid}`);
  cpSync(join(stage.folder, "store"), store, { recursive: true });
  try {
    const file = join(store, "decisions", `${newest.epoch}.json`);
    const record = JSON.parse(readFileSync(file, "utf8")) as { targets: { asset_id: number; ppm: number }[] };
    const [first, second] = record.targets;
    if (first === undefined || second === undefined) throw new Error("the record has no targets");
    first.ppm += 1_000;
    second.ppm -= 1_000;
    writeFileSync(file, JSON.stringify(record));
    const { page } = await visit(`#/transactions?epoch=${newest.epoch}`, { at: await serve({ store }) });
    await check(page, newest.epoch);
    await chip(page, newest.epoch, "mismatch", "Does not match");
    expect(await page.locator(".differences").textContent()).toMatch(/USDC: [\d.]+% on chain, [\d.]+% here/);
  } finally {
    rmSync(store, { recursive: true, force: true });
  }
});

test("all decisions can be checked at once, and the count says so", async ({ visit, stage }) => {
  const all = readdirSync(join(stage.folder, "store", "decisions")).length;
  const { page } = await visit("#/overview");
  await page.getByRole("button", { name: "Check all" }).click();
  await expect
    .poll(() => page.locator(".checked-fact").first().textContent(), { timeout: 120_000 })
    .toContain(`${all} of ${all} match`);
}, 150_000);

async function newestDecision(stage: Stage): Promise<{ epoch: number; hash: string }> {
  const folder = join(stage.folder, "store", "decisions");
  const epoch = Math.max(...readdirSync(folder).map((name) => Number.parseInt(name, 10)));
  const { data_hash } = JSON.parse(readFileSync(join(folder, `${epoch}.json`), "utf8")) as { data_hash: string };
  return { epoch, hash: data_hash.replace(/^0x/, "") };
}

async function check(page: Page, epoch: number): Promise<void> {
  await page.locator(`[data-entry="epoch-${epoch}"]`).waitFor();
  expect(await page.locator(`[data-entry="epoch-${epoch}"] [data-proof]`).getAttribute("data-proof")).toBe("unchecked");
  await page.getByRole("button", { name: "Check now" }).first().click();
}

async function chip(page: Page, epoch: number, state: string, word: string): Promise<void> {
  const mark = page.locator(`[data-entry="epoch-${epoch}"] [data-proof]`);
  await expect.poll(() => mark.getAttribute("data-proof"), { timeout: 20_000 }).toBe(state);
  expect(await mark.textContent()).toBe(word);
}

test("the log filters by kind and asset, opens a group, and shows new rows without a reload", async ({
  visit,
  chain,
  stage,
}) => {
  const { page } = await visit("#/transactions");
  await page.locator("[data-entry]").first().waitFor();
  const foot = page.locator(".log-foot");
  const all = await foot.textContent();
  await page.getByRole("button", { name: "Switches" }).click();
  await expect.poll(() => page.locator("[data-entry]").count()).toBeGreaterThanOrEqual(2);
  expect(await page.locator("[data-entry]").first().textContent()).toContain("Switch to");
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("searchbox").fill("nothing has this name");
  await page.getByText("No entry matches this filter").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).click();
  expect(await foot.textContent()).toBe(all);
  const abi = [
    { type: "function", name: "accrue", stateMutability: "nonpayable", inputs: [], outputs: [{ type: "uint256" }] },
  ] as const;
  await chain.pass(3_600);
  await chain.client.writeContract({
    account: chain.account("anyone"),
    address: stage.deployment.vault,
    abi,
    functionName: "accrue",
  });
  await expect.poll(() => page.locator("#live").textContent(), { timeout: 20_000 }).toMatch(/new entr/);
});

test("the log is usable and scrolls within its budget", async ({ visit }) => {
  const { page } = await visit("#/transactions");
  const { usable } = await paints(page, page.locator("[data-entry]").first());
  const scrollP95 = await scrolling(page);
  const holdings = await visit("#/holdings");
  const table = await paints(holdings.page, holdings.page.locator("tr[data-asset]").first());
  const holdingsScroll = await scrolling(holdings.page);
  measured("transactions", { usable, scrollP95 });
  measured("holdings", { usable: table.usable, scrollP95: holdingsScroll });
  expect(usable).toBeLessThanOrEqual(USABLE);
  expect(table.usable).toBeLessThanOrEqual(USABLE);
  expect(scrollP95).toBeLessThanOrEqual(FRAME);
  expect(holdingsScroll).toBeLessThanOrEqual(FRAME);
});
