// The stage of a whole run: a chain with a living index on it, and its page. Both are processes of our own, ended by id.
//
// E2E_STAGE=folder plays on the chain that `make up LOCAL=folder` left, and leaves it; E2E_WEEKS chooses another age.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestProject } from "vitest/node";
import type { Deployment } from "global-100-abi/addresses";
import { BUILT, LEFT, ROOT, leftIn } from "./places";
import { printed } from "./timing";

export type Stage = {
  /** Where the page is. */
  readonly page: string;
  /** The node itself; what a test does to the chain goes here. */
  readonly node: string;
  /** What the page takes for its node: the proxy of the test listens there. */
  readonly rpcPort: number;
  readonly folder: string;
  readonly chainId: number;
  readonly deployment: Deployment;
};

declare module "vitest" {
  interface ProvidedContext {
    stage: Stage;
  }
}

/** Weeks the index has lived: 29 hold both switches, so that lanes, log and treemap have something to show. */
const WEEKS = process.env["E2E_WEEKS"] ?? "29";
const PYTHON = join(ROOT, ".venv/bin/python");
const ENVIRONMENT = {
  ...process.env,
  PATH: `${join(ROOT, "bin")}:${join(ROOT, ".venv/bin")}:${process.env["PATH"] ?? ""}`,
  PYTHONPATH: ROOT,
  APE_DATA_FOLDER: process.env["APE_DATA_FOLDER"] ?? join(ROOT, ".ape"),
};

export default async function setup(project: TestProject): Promise<() => void> {
  if (!process.env["CHROMIUM"]) throw new Error("e2e: CHROMIUM is not set; run 'make e2e', which finds the browser");
  rmSync(join(LEFT, "failures"), { recursive: true, force: true });
  rmSync(join(LEFT, "timing"), { recursive: true, force: true });
  const standing = process.env["E2E_STAGE"];
  const folder = standing ?? join(leftIn("."), "stage");
  if (standing === undefined) start(folder);
  const ended = { yet: false };
  let server: ChildProcess | undefined;
  const end = (): void => {
    if (ended.yet) return;
    ended.yet = true;
    server?.kill("SIGTERM");
    if (standing === undefined) python(["-m", "scripts.down", "--folder", folder]);
    printed();
  };
  process.once("exit", end);
  try {
    const record = JSON.parse(readFileSync(join(folder, "deployment.json"), "utf8")) as Record<string, unknown>;
    const rpcPort = await freePort();
    let page: string;
    [server, page] = await serve(folder, rpcPort);
    project.provide("stage", {
      page,
      node: String(record["url"]),
      rpcPort,
      folder,
      chainId: Number(record["chain_id"]),
      deployment: record as unknown as Deployment,
    });
  } catch (error) {
    end();
    throw error;
  }
  return end;
}

function start(folder: string): void {
  python(["-m", "scripts.down", "--folder", folder]); // of a run that was cut off
  rmSync(folder, { recursive: true, force: true });
  const begun = Date.now();
  const done = python(["-m", "scripts.up", "--folder", folder, "--weeks", WEEKS, "--no-page", "--json"]);
  if (done.status !== 0) throw new Error(`e2e: no chain: ${done.stderr}${done.stdout}`);
  console.log(`e2e: a chain with ${WEEKS} weeks of the index on it in ${Math.round((Date.now() - begun) / 1000)} s`);
}

/** The page's server, as `make up` starts it, with the proxy's address for its node. */
async function serve(folder: string, rpcPort: number): Promise<[ChildProcess, string]> {
  const rpc = `http://127.0.0.1:${rpcPort}`;
  const sentence = "Demonstration with invented prices on a local chain. Not a track record.";
  const words = ["-m", "website", "--folder", folder, "--built", BUILT, "--port", "0", "--rpc", rpc];
  const child = spawn(PYTHON, [...words, "--demonstration", sentence], {
    cwd: ROOT,
    env: { ...ENVIRONMENT, PYTHONUNBUFFERED: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [first] = (await Promise.race([
    once(createInterface(child.stdout!), "line"),
    once(child, "exit").then(() => ["it ended"]),
  ])) as [string];
  const url = /^page: (http:\S+)$/.exec(first)?.[1];
  if (url === undefined) throw new Error(`e2e: the page's server did not start: ${first}`);
  return [child, url];
}

function python(words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(PYTHON, words, { cwd: ROOT, env: ENVIRONMENT, encoding: "utf8" });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("e2e: no free port");
  return address.port;
}
