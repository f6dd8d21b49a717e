// The frame around every screen: each opens at its own address, at every width and in both themes, by hand and by key.
import { shell } from "../src/words";
import { everyLook } from "./harness/looks";
import { expect, test } from "./harness/test";

/** views.spec.ts looks at the others. */
const SCREENS = ["mine", "buy", "sell"] as const;

for (const screen of SCREENS) {
  test(`${screen} opens at its own address and is clean in every look`, async ({ visit }) => {
    const { page } = await visit(`#/${screen}`);
    await page.getByRole("main").getByRole("heading").first().waitFor();
    await page.getByText(shell.status.open, { exact: false }).first().waitFor();
    expect(await everyLook(page, screen)).toEqual([]);
  });
}

test("the keyboard reaches the content first, then every screen", async ({ visit }) => {
  const { page } = await visit();
  await page.getByRole("main").getByRole("heading").first().waitFor();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(shell.skip);
  await page.getByRole("navigation", { name: shell.main }).getByRole("link", { name: shell.screens.holdings }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("main").getByRole("heading", { name: shell.screens.holdings, level: 1 }).waitFor();
  expect(new URL(page.url()).hash).toBe("#/holdings");
});

test("a chosen theme stays after a reload, whatever the system says", async ({ visit }) => {
  const { page } = await visit("", { theme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  const button = page.getByRole("button", { name: /^Theme:/ });
  for (let turn = 0; turn < 3 && (await paper()) === light; turn += 1) await button.click();
  const dark = await paper();
  expect(dark).not.toBe(light);
  await page.reload();
  await button.waitFor();
  expect(await paper()).toBe(dark);
});

test("an address that no screen has leads to one that is there", async ({ visit }) => {
  const { page } = await visit("#/%3Cimg%20src=x%20onerror=alert(1)%3E/../..");
  await page.getByRole("main").getByRole("heading").first().waitFor();
  expect(await page.locator("img[onerror]").count()).toBe(0);
});
