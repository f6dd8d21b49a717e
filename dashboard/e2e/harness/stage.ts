// The stages of a whole run, one for each worker: a chain with a living index on it, and its page.
//
// E2E_STAGE=folder plays on the chain that `ape run up --no-page --folder folder` left, with one worker, and leaves it.
// E2E_WEEKS chooses another age.
import { readFileSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
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
    stages: readonly Stage[];
  }
}

/** What a run's folders are called: its process id follows, and the worker's number. */
const OURS = "stage-";
/** Weeks the index has lived: 29 hold both switches, so that lanes, log and treemap have something to show. */
const WEEKS = Number(process.env["E2E_WEEKS"] ?? 29);

export default async function setup(project: TestProject): Promise<() => void> {
  if (!process.env["CHROMIUM"]) throw new Error("e2e: CHROMIUM is not set; run 'make e2e', which finds the browser");
  for (const folder of ["failures", "timing"]) rmSync(join(LEFT, folder), { recursive: true, force: true });
  cleared();
  // Seen from where the tests were started; the processes of the stage run in the project's own folder.
  const standing = process.env["E2E_STAGE"] === undefined ? undefined : resolve(process.env["E2E_STAGE"]);
  const own = Array.from({ length: project.config.maxWorkers }, (_, place) => join(LEFT, `${OURS}${process.pid}-${place}`));
  const served: Served[] = [];
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    for (const each of served) each.end();
    if (standing === undefined) own.forEach(removed);
    printed();
  };
  process.once("exit", end);
  try {
    if (standing === undefined) {
      const begun = Date.now();
      await Promise.all(own.map((folder) => startChain(folder, WEEKS)));
      const seconds = Math.round((Date.now() - begun) / 1000);
      console.log(`e2e: ${own.length} chains with ${WEEKS} weeks of the index on each in ${seconds} s`);
    }
    const stages: Stage[] = [];
    for (const folder of standing === undefined ? own : [standing]) {
      const rpcPort = await freePort();
      const server = await servePage(folder, { rpc: [`http://127.0.0.1:${rpcPort}`] });
      served.push(server);
      stages.push({ page: server.url, rpcPort, ...placed(folder) });
    }
    project.provide("stages", stages);
  } catch (error) {
    end();
    throw error;
  }
  return end;
}

function removed(folder: string): void {
  endChain(folder);
  rmSync(folder, { recursive: true, force: true });
}

/** Ends the chains of runs that were killed; another run that goes on keeps its own. */
function cleared(): void {
  for (const name of readdirSync(leftIn("."))) {
    if (name.startsWith(OURS) && !alive(Number.parseInt(name.slice(OURS.length), 10))) removed(join(LEFT, name));
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
