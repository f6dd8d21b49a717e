// Buying, selling and My index in every look: pictures, axe, nothing wider than the window, and all of it by keyboard.
import { expect, test } from "./harness/test";
import { everyLook } from "./harness/looks";
import { act, confirmed, connect, fill, line, ready } from "./flows";

test("15, 16: buying in every look", { timeout: 120_000 }, async ({ visit }) => {
  const { page } = await visit("#/buy", { wallet: true });
  expect(await everyLook(page, "buy-not-connected")).toEqual([]);
  await connect(page);
  await fill(page, "buy", "1,000", /^Now/);
  await line(page, "Estimated gas").getByText("gwei").waitFor();
  expect(await everyLook(page, "buy-now")).toEqual([]);
  await page.getByRole("radio", { name: /^Next batch/ }).click();
  await line(page, "Settles").waitFor();
  expect(await everyLook(page, "buy-batch")).toEqual([]);
  await page.getByLabel("You pay").fill("1.000.00");
  await page.getByText("Enter a number").waitFor();
  expect(await everyLook(page, "buy-wrong")).toEqual([]);
});

test("15, 16: selling and its course in every look", { timeout: 120_000 }, async ({ visit }) => {
  const { page, wallet } = await visit("#/sell", { wallet: true });
  await connect(page);
  await fill(page, "sell", "2000", /^USDC now/);
  await line(page, "Estimated gas").getByText("gwei").waitFor();
  expect(await everyLook(page, "sell-now")).toEqual([]);
  await page.getByRole("radio", { name: /^In kind/ }).click();
  await page.getByRole("button", { name: "Show all" }).waitFor();
  expect(await everyLook(page, "sell-kind")).toEqual([]);
  await page.getByRole("radio", { name: /^USDC now/ }).click();
  wallet.manner = "decline";
  await act(page, /^Sell 2,000/);
  await page.getByRole("button", { name: "Try again" }).waitFor();
  expect(await everyLook(page, "sell-declined")).toEqual([]);
  wallet.manner = "sign";
  await page.getByRole("button", { name: "Try again" }).click();
  await confirmed(page);
  expect(await everyLook(page, "sell-done")).toEqual([]);
});

test("15, 16: My index in every look, with a bar to buy and sell on a phone", { timeout: 120_000 }, async ({ visit }) => {
  const { page } = await visit("#/buy", { wallet: true });
  await connect(page);
  await page.getByRole("link", { name: "My index" }).first().click();
  await page.getByText("Not tax advice").waitFor();
  expect(await everyLook(page, "mine")).toEqual([]);
  await page.setViewportSize({ width: 360, height: 780 });
  const bar = page.getByRole("navigation", { name: "Trade" });
  const box = await bar.boundingBox();
  expect(box === null ? 0 : box.y + box.height).toBeLessThanOrEqual(780);
  for (const button of await bar.getByRole("link").all()) {
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  await bar.getByRole("link", { name: "Sell" }).click();
  await page.getByLabel("You sell").waitFor();
});

test("15: a purchase by keyboard alone", async ({ visit }) => {
  const { page } = await visit("#/buy", { wallet: true });
  await connect(page);
  await page.getByLabel("You pay").focus();
  await page.keyboard.type("10000");
  const steps: string[] = [];
  for (let place = 0; place < 30; place++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => document.activeElement?.textContent?.slice(0, 20) || (document.activeElement as HTMLInputElement | null)?.value || "");
    steps.push(name);
    if (await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.type === "radio")) {
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
    }
    if (await page.evaluate(() => document.activeElement?.matches("button[type=submit]"))) break;
  }
  expect(steps.at(-1)).toMatch(/^(Buy for|Join)/);
  await ready(page, /^Buy for 10,000.00/);
  await page.keyboard.press("Enter");
  await confirmed(page);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H2");
});
