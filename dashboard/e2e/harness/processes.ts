// The chain and the page's server as processes of our own, each ended by its id.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BUILT, ROOT } from "./places";

const PYTHON = join(ROOT, ".venv/bin/python");
const ENVIRONMENT = {
  ...process.env,
  PATH: `${join(ROOT, "bin")}:${join(ROOT, ".venv/bin")}:${process.env["PATH"] ?? ""}`,
  PYTHONPATH: ROOT,
  PYTHONUNBUFFERED: "1",
  APE_DATA_FOLDER: process.env["APE_DATA_FOLDER"] ?? join(ROOT, ".ape"),
};
const SENTENCE = "Demonstration with invented prices on a local chain. Not a track record.";

export type Served = { readonly url: string; readonly end: () => void };

/** What the server of a page is told; see `python -m website --help`. */
export type Serving = {
  readonly rpc?: readonly string[];
  readonly store?: string;
  readonly explorer?: string;
  readonly demonstration?: string | null;
};

/** `make up` without its page: a chain on which the index has lived so many weeks, its files in `folder`. */
export async function startChain(folder: string, weeks: number): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const words = ["-m", "scripts.up", "--folder", folder, "--weeks", String(weeks), "--no-page", "--json"];
  const child = spawn(PYTHON, words, { cwd: ROOT, env: ENVIRONMENT, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (part: Buffer) => (said += part.toString()));
  const [status] = (await once(child, "exit")) as [number | null];
  if (status !== 0) throw new Error(`e2e: no chain: ${said}`);
}

export function endChain(folder: string): void {
  spawnSync(PYTHON, ["-m", "scripts.down", "--folder", folder], { cwd: ROOT, env: ENVIRONMENT, stdio: "ignore" });
}

/** The server that `make up` starts, for the chain in `folder`, on a free port. */
export async function servePage(folder: string, serving: Serving = {}): Promise<Served> {
  const sentence = serving.demonstration === undefined ? SENTENCE : serving.demonstration;
  const options = {
    folder,
    built: BUILT,
    port: "0",
    ...(serving.store === undefined ? {} : { store: serving.store }),
    ...(serving.explorer === undefined ? {} : { explorer: serving.explorer }),
    ...(sentence === null ? {} : { demonstration: sentence }),
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const nodes = (serving.rpc ?? []).flatMap((address) => ["--rpc", address]);
  const child = spawn(PYTHON, ["-m", "website", ...words, ...nodes], {
    cwd: ROOT,
    env: ENVIRONMENT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = /^page: (http:\S+)$/.exec(await firstLine(child))?.[1];
  if (url === undefined) throw new Error("e2e: the page's server did not start; its error stands above");
  return { url, end: () => void child.kill("SIGTERM") };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) return "";
  const line = once(createInterface(child.stdout), "line").then(([text]) => String(text));
  return Promise.race([line, once(child, "exit").then(() => "")]);
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("e2e: no free port");
  return address.port;
}
