// Proofs: green after everything was found equal in this browser, red after one changed byte or weight, grey without data.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Stage } from "./harness/stage";
import { expect, test } from "./harness/test";

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
