import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/**
 * The package has every function of the contracts; the page calls a third of them. A function stays where its name is
 * written out, in quotes, somewhere in the page's own sources; events stay all. 2 kB gzip, and less to parse at the start.
 * It works in tests and in development too, so that a call to what was dropped fails there first.
 */
const ABI = /frontend-abi\/src\/\w+\.ts$/;

type Entry = { readonly type: string; readonly name?: string };

function namesIn(folder: string): Set<string> {
  const names = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file)) continue;
    for (const [, name] of readFileSync(join(folder, file), "utf8").matchAll(/["'](\w+)["']/g)) names.add(name!);
  }
  return names;
}

export function calledAbi(sources: string): Plugin {
  let called = new Set<string>();
  return {
    name: "called-abi",
    enforce: "pre",
    buildStart() {
      called = namesIn(sources);
    },
    transform(code, id) {
      // Each file of an ABI is one constant, and that constant is JSON.
      const found = ABI.test(id) ? /^([\s\S]*?export const \w+Abi = )(\[[\s\S]*\])( as const;\s*)$/.exec(code) : null;
      if (found === null) return undefined;
      const [, before, json, after] = found;
      const entries = (JSON.parse(json!) as Entry[]).filter(
        ({ type, name }) => type === "event" || (type === "function" && name !== undefined && called.has(name)),
      );
      return `${before}${JSON.stringify(entries)}${after}`;
    },
  };
}
