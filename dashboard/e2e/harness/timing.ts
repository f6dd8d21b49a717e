// What a run measured: kept as JSON beside the pictures, and printed when the run ends.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { asFile, leftIn } from "./places";

// A budget is held on a machine of one's own. One that is shared says how fast it was and fails for nothing else.
const SHARED = process.env["CI"] !== undefined;

/** Keep numbers under a name; milliseconds unless the name says otherwise. `most`: what they may be. */
export function measured(
  name: string,
  numbers: Readonly<Record<string, number>>,
  most: Readonly<Record<string, number>> = {},
): void {
  const rounded = Object.entries(numbers).map(([key, value]) => [key, Math.round(value * 10) / 10] as const);
  writeFileSync(join(leftIn("timing"), `${asFile(name)}.json`), JSON.stringify({ [name]: Object.fromEntries(rounded) }));
  const over = rounded.filter(([key, value]) => Number.isNaN(value) || (!SHARED && value > (most[key] ?? Infinity)));
  if (over.length > 0) {
    throw new Error(`${name}: ${over.map(([key, value]) => `${key} is ${value}, at most ${most[key]}`).join("; ")}`);
  }
}

/** All of them on one line, and in .build/e2e/timing.json. */
export function printed(): void {
  const folder = leftIn("timing");
  const parts = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as object);
  if (parts.length === 0) return;
  const all = JSON.stringify(Object.assign({}, ...parts));
  writeFileSync(join(folder, "..", "timing.json"), `${all}\n`);
  console.log(`e2e: timing ${all}`);
}

/** Since the navigation began: the first paint, and when `what` stood on the screen. */
export async function paints(page: Page, what: Locator): Promise<{ firstPaint: number; usable: number }> {
  await what.waitFor({ state: "visible" });
  return page.evaluate(() => ({
    firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    usable: performance.now(),
  }));
}

/**
 * Milliseconds between frames, 95th of a hundred, while the page or `what` scrolls from top to bottom; of the best of
 * three times, because other work of the machine only ever adds.
 */
export async function scrolling(page: Page, what?: Locator): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < 3; time += 1) times.push(await scrolledOnce(page, what));
  return Math.min(...times);
}

async function scrolledOnce(page: Page, what?: Locator): Promise<number> {
  const element = what === undefined ? await page.$(":root") : await what.elementHandle();
  if (element === null) throw new Error("scrolling: there is nothing to scroll");
  return element.evaluate(async (node) => {
    const frames: number[] = [];
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const distance = node.scrollHeight - node.clientHeight;
    let last = await frame();
    for (let step = 1; step <= 60; step += 1) {
      node.scrollTop = (distance * step) / 60;
      const now = await frame();
      frames.push(now - last);
      last = now;
    }
    frames.sort((one, other) => one - other);
    return frames[Math.floor(frames.length * 0.95)] ?? Number.NaN;
  });
}
