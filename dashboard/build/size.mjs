// Fails a build whose JavaScript is too heavy: at most 250 kB gzip in all, 180 kB before the first screen. Prints JSON.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const LIMIT_ALL = 250_000;
const LIMIT_FIRST = 180_000;

const dist = new URL("../dist/", import.meta.url).pathname;
const files = readdirSync(dist, { recursive: true }).filter((name) => name.endsWith(".js"));
const gzip = Object.fromEntries(
  files.map((name) => [name, gzipSync(readFileSync(join(dist, name)), { level: 9 }).length]),
);

// What index.html names is fetched before the first screen; a script it names pulls in what it imports at its top.
const named = [...readFileSync(join(dist, "index.html"), "utf8").matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)];
const first = new Set();
const queue = named.map((match) => match[1]);
while (queue.length > 0) {
  const name = queue.pop();
  if (first.has(name)) continue;
  first.add(name);
  const code = readFileSync(join(dist, name), "utf8");
  for (const match of code.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w$*{}\s,]+?from\s*)?["']\.\/([^"']+\.js)["']/g)) {
    queue.push(join("assets", match[1]));
  }
}

const all = Object.values(gzip).reduce((sum, size) => sum + size, 0);
const before = [...first].reduce((sum, name) => sum + (gzip[name] ?? 0), 0);
const ok = all <= LIMIT_ALL && before <= LIMIT_FIRST;
console.log(JSON.stringify({ ok, all, limitAll: LIMIT_ALL, first: before, limitFirst: LIMIT_FIRST, files: gzip }, null, 2));
if (!ok) {
  console.error("size: the page is too heavy; load more of it later, or drop what is large in the list above.");
  console.error("size: of viem, estimateGas brings 18 kB (chain/estimate asks the same) and parseAbi 3 kB (write the ABI out).");
  process.exit(1);
}
