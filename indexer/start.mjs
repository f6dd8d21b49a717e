// node start.mjs FILE [PORT]: runs ponder with that configuration on 127.0.0.1 until it is told to end.
// @ts-check
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const ABI = join(HERE, "../frontend-abi/src");
const LOCAL_CHAIN = 31337;

const [given, port = "8200"] = process.argv.slice(2);
if (given === undefined || !/^\d{1,5}$/.test(port)) {
  console.error("usage: node start.mjs CONFIGURATION [PORT]");
  process.exit(2);
}
const configuration = resolve(given);
if (!existsSync(configuration)) {
  console.error(`indexer: ${configuration} is not there; indexer/README.md has an example`);
  process.exit(2);
}

/** @param {string} folder */
function sources(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
  return names.sort().map((name) => join(folder, name));
}

/**
 * Tables are kept under a name for what filled them: other funds or another version begin beside them, and find in the
 * same database the logs that were read already.
 * @param {string} file
 */
function tablesOf(file) {
  const hash = createHash("sha256");
  const listed = JSON.parse(readFileSync(file, "utf8"));
  let isLocal = false;
  for (const { deployment, prices } of listed.funds ?? []) {
    const record = JSON.parse(readFileSync(resolve(dirname(file), deployment), "utf8"));
    isLocal ||= record.chain_id === LOCAL_CHAIN;
    const { url: _, ...kept } = record;
    hash.update(JSON.stringify([kept, prices]));
  }
  const code = [...sources(HERE), ...sources(join(HERE, "src")), ...sources(join(HERE, "src/api")), ...sources(ABI)];
  for (const path of code) hash.update(readFileSync(path));
  if (isLocal) hash.update(String(Date.now()));
  return { tables: `fund_${hash.digest("hex").slice(0, 12)}`, isLocal };
}

const { tables, isLocal } = tablesOf(configuration);
// A local chain begins anew under the same id and addresses: nothing of the one before may be taken for its.
const passing = isLocal ? mkdtempSync(join(tmpdir(), "indexer-")) : undefined;

const child = spawn(
  process.execPath,
  [
    join(HERE, "node_modules/ponder/dist/esm/bin/ponder.js"),
    "start",
    ...["--hostname", "127.0.0.1", "--port", port, "--schema", tables, "--log-level", "warn"],
  ],
  {
    cwd: HERE,
    stdio: "inherit",
    // Ponder would tell its makers of every start.
    env: {
      ...process.env,
      PORT: port,
      INDEXER_CONFIG: configuration,
      PONDER_TELEMETRY_DISABLED: "1",
      ...(passing === undefined ? {} : { INDEXER_FOLDER: passing }),
    },
  },
);
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => {
  if (passing !== undefined) rmSync(passing, { recursive: true, force: true });
  process.exit(code ?? (signal === null ? 1 : 0));
});
