// A chain with two weeks of the index on it and an indexer beside it, each ended by its process id.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContractName } from "../funds";

const INDEXER = new URL("../", import.meta.url).pathname;
const ROOT = join(INDEXER, "..");
const PYTHON = join(ROOT, ".venv/bin/python");
const ENVIRONMENT = {
  ...process.env,
  PATH: `${join(ROOT, "bin")}:${join(ROOT, ".venv/bin")}:${process.env["PATH"] ?? ""}`,
  PYTHONPATH: ROOT,
  APE_DATA_FOLDER: process.env["APE_DATA_FOLDER"] ?? join(ROOT, ".ape"),
};

/** The page that may read what the indexer answers. */
export const ORIGIN = "http://127.0.0.1:8100";

type Named = "url" | "lens" | "auctions" | Exclude<ContractName, "house">;

/** What deployment.json says. */
export type Deployment = { readonly block: number } & { readonly [name in Named]: string };

export type Stage = {
  readonly node: string;
  readonly record: Deployment;
  /** Where the indexer answers, with a slash at its end. */
  readonly indexer: string;
  readonly end: () => Promise<void>;
};

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("stage: no free port");
  return address.port;
}

async function startChain(folder: string): Promise<void> {
  const words = ["-m", "scripts.up", "--folder", folder, "--weeks", "2", "--no-page", "--json"];
  const child = spawn(PYTHON, words, { cwd: ROOT, env: ENVIRONMENT, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (part: Buffer) => (said += part.toString()));
  const [status] = (await once(child, "exit")) as [number | null];
  if (status !== 0) throw new Error(`stage: no chain: ${said}`);
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (let left = 480; left > 0 && child.exitCode === null; left -= 1) {
    const answer = await fetch(`${url}ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("stage: the indexer did not get ready; its words stand above");
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await exit;
  clearTimeout(timer);
}

/** INDEXER_STAGE names the folder of a chain that runs already and goes on. */
export async function startStage(): Promise<Stage> {
  const standing = process.env["INDEXER_STAGE"];
  const own = mkdtempSync(join(tmpdir(), "indexer-test-"));
  const folder = standing ?? join(own, "up");
  if (standing === undefined) await startChain(folder);
  const closeChain = () => {
    if (standing === undefined) spawnSync(PYTHON, ["-m", "scripts.down", "--folder", folder], { cwd: ROOT, env: ENVIRONMENT });
    rmSync(own, { recursive: true, force: true });
  };
  try {
    const record: Deployment = JSON.parse(readFileSync(join(folder, "deployment.json"), "utf8"));
    // A second fund that shares all contracts with the first but the vault, where it has the lens, which logs nothing.
    writeFileSync(join(own, "second.json"), JSON.stringify({ ...record, vault: record.lens }));
    const funds = [
      { name: "first", deployment: join(folder, "deployment.json"), prices: { every: 1 } },
      { name: "second", deployment: "second.json", prices: null },
    ];
    writeFileSync(join(own, "funds.json"), JSON.stringify({ funds, origins: [ORIGIN] }));
    const port = await freePort();
    const words = [join(INDEXER, "start.mjs"), join(own, "funds.json"), String(port)];
    const child = spawn(process.execPath, words, { stdio: ["ignore", "inherit", "inherit"] });
    const end = async () => {
      await ended(child);
      closeChain();
    };
    const indexer = `http://127.0.0.1:${port}/`;
    await ready(indexer, child).catch(async (error: unknown) => {
      await end();
      throw error;
    });
    return { node: record.url, record, indexer, end };
  } catch (error) {
    closeChain();
    throw error;
  }
}
