// axe-core in the page, as an expression of the debugger: the page's policy refuses a script tag, rightly.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import type * as Axe from "axe-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong, a line each; empty when it finds nothing. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(`window.axe === undefined && (() => { ${SOURCE} })()`);
  const found = await page.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.html.slice(0, 160)) }));
  }, TAGS);
  return found.map(({ id, help, where }) => `${id}: ${help}: ${where[0] ?? ""}`);
}
