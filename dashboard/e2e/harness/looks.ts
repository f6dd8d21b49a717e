// A screen at three widths in both themes: a picture of each, and what must hold in all of them.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { faults } from "./axe";
import { asFile, leftIn } from "./places";

export const WIDTHS = [360, 768, 1440] as const;
export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const HEIGHTS: Readonly<Record<number, number>> = { 360: 780, 768: 1024, 1440: 900 };

export function viewport(width: number): { width: number; height: number } {
  return { width, height: HEIGHTS[width] ?? 900 };
}

/** Leave a picture of the whole page in .build/e2e/pictures. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(leftIn("pictures"), `${asFile(name)}.png`), fullPage: true, animations: "disabled" });
}

/** Faults, each with the looks that have it: by axe, and content wider than the window. Leaves a picture of each look. */
export async function everyLook(page: Page, name: string): Promise<string[]> {
  const looks = new Map<string, string[]>();
  for (const width of WIDTHS) {
    await page.setViewportSize(viewport(width));
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      // Two frames: one in which the page hears of it, one in which it has drawn.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      await picture(page, `${name}-${width}-${theme}`);
      for (const fault of [...(await faults(page)), ...(await overflow(page, width))]) {
        looks.set(fault, [...(looks.get(fault) ?? []), `${width} ${theme}`]);
      }
    }
  }
  return [...looks].map(([fault, where]) => `${fault} [${where.join(", ")}]`);
}

async function overflow(page: Page, width: number): Promise<string[]> {
  const reached = await page.evaluate(() => document.documentElement.scrollWidth);
  return reached > width ? [`scrolls sideways: ${reached} px wide`] : [];
}
