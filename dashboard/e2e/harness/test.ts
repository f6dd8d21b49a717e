// `test` of the specs: a chain that is put back afterwards, the page's node, and visits whose every complaint counts.
//
//     import { expect, test } from "./harness/test";
//     test("buys with a permit", async ({ visit, chain }) => {
//       const { page, wallet } = await visit("#/buy", { wallet: true, width: 360 });
import { join } from "node:path";
import { chromium } from "playwright-core";
import { expect, inject, test as base } from "vitest";
import { Chain } from "./chain";
import { asFile, leftIn } from "./places";
import { type Serving, servePage } from "./processes";
import { Proxy } from "./proxy";
import type { Stage } from "./stage";
import { Visits, type VisitOptions } from "./visit";

export { expect };
export { NODE_FAILS } from "./visit";

const ARGUMENTS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
  // No name leads anywhere: what the page may not reach, it cannot reach.
  ...["--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
];

export const test = base
  .extend("browser", { scope: "file" }, async ({}, { onCleanup }) => {
    const browser = await chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "", args: ARGUMENTS });
    onCleanup(() => browser.close());
    return browser;
  })
  .extend("stage", { scope: "file" }, async () => stageOfWorker())
  .extend("node", { scope: "file", auto: true }, async ({ stage }, { onCleanup }) => {
    const proxy = await Proxy.start(stage.node, stage.rpcPort);
    onCleanup(() => proxy.stop());
    return proxy;
  })
  .extend("accounts", { scope: "file" }, async ({ stage }) => Chain.open(stage.node))
  .extend("chain", { auto: true }, async ({ accounts }, { onCleanup }) => {
    const snapshot = await accounts.remember();
    onCleanup(() => accounts.back(snapshot));
    return accounts;
  })
  .extend("proxy", { auto: true }, async ({ node }, { onCleanup }) => {
    node.reset();
    onCleanup(() => node.reset());
    return node;
  })
  // Another server of the page for the same chain: other nodes, another store, no demonstration.
  .extend("serve", async ({ stage }, { onCleanup }) => async (serving: Serving) => {
    const served = await servePage(stage.folder, { rpc: [`http://127.0.0.1:${stage.rpcPort}`], ...serving });
    onCleanup(served.end);
    return served.url;
  })
  .extend("visit", async ({ browser, stage, chain, proxy, task }, { onCleanup }) => {
    void proxy; // the page's node answers before anyone visits
    const visits = new Visits(browser, stage, chain);
    onCleanup(async () => {
      if (task.result?.state === "fail") await visits.pictures(join(leftIn("failures"), asFile(task.name)));
      await visits.close();
      expect(visits.unexpected, "what the browser complained of").toEqual([]);
    });
    return (route = "", options: VisitOptions = {}) => visits.open(route, options);
  });

/** Workers share no chain: each puts its own back after every test. */
function stageOfWorker(): Stage {
  const stages = inject("stages");
  const stage = stages[(Number(process.env["VITEST_POOL_ID"]) - 1) % stages.length];
  if (stage === undefined) throw new Error("e2e: this worker has no chain");
  return stage;
}
