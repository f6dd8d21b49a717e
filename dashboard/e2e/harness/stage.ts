// The stage of a whole run: a chain with a living index on it, and its page.
//
// E2E_STAGE=folder plays on the chain that `ape run up --no-page --folder folder` left, and leaves it. E2E_WEEKS chooses
// another age.
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { Deployment } from "global-100-abi/addresses";
import { LEFT, leftIn } from "./places";
import { type Served, endChain, freePort, servePage, startChain } from "./processes";
import { printed } from "./timing";

export type Stage = {
  /** Where the page is. */
  readonly page: string;
  /** The node itself; what a test does to the chain goes here. */
  readonly node: string;
  /** What the page takes for its node: the proxy of the test listens there. */
  readonly rpcPort: number;
  /** Of deployment.json, assets.json and the keeper's store. */
  readonly folder: string;
  readonly chainId: number;
  readonly deployment: Deployment;
};

declare module "vitest" {
  interface ProvidedContext {
    stage: Stage;
  }
}

/** A run's folder ends with its process id. */
const OURS = "stage-";
/** Weeks the index has lived: 29 hold both switches, so that lanes, log and treemap have something to show. */
const WEEKS = Number(process.env["E2E_WEEKS"] ?? 29);

export default async function setup(project: TestProject): Promise<() => void> {
  if (!process.env["CHROMIUM"]) throw new Error("e2e: CHROMIUM is not set; run 'make e2e', which finds the browser");
  for (const folder of ["failures", "timing"]) rmSync(join(LEFT, folder), { recursive: true, force: true });
  const standing = process.env["E2E_STAGE"];
  cleared();
  const folder = standing ?? join(LEFT, `${OURS}${process.pid}`);
  let served: Served | undefined;
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    served?.end();
    if (standing === undefined) {
      endChain(folder);
      rmSync(folder, { recursive: true, force: true });
    }
    printed();
  };
  process.once("exit", end);
  try {
    if (standing === undefined) {
      const begun = Date.now();
      startChain(folder, WEEKS);
      console.log(`e2e: a chain with ${WEEKS} weeks of the index on it in ${Math.round((Date.now() - begun) / 1000)} s`);
    }
    const rpcPort = await freePort();
    served = await servePage(folder, { rpc: [`http://127.0.0.1:${rpcPort}`] });
    project.provide("stage", { page: served.url, rpcPort, ...placed(folder) });
  } catch (error) {
    end();
    throw error;
  }
  return end;
}

/** Ends the chains of runs that were killed; another run that goes on keeps its own. */
function cleared(): void {
  for (const name of readdirSync(leftIn("."))) {
    if (!name.startsWith(OURS) || alive(Number(name.slice(OURS.length)))) continue;
    endChain(join(LEFT, name));
    rmSync(join(LEFT, name), { recursive: true, force: true });
  }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Where the chain of a folder and the index on it are. */
export function placed(folder: string): Omit<Stage, "page" | "rpcPort"> {
  const record = JSON.parse(readFileSync(join(folder, "deployment.json"), "utf8")) as Record<string, unknown>;
  const deployment = record as unknown as Deployment;
  return { node: String(record["url"]), folder, chainId: Number(record["chain_id"]), deployment };
}
