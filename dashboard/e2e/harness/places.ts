// Where the harness finds the project, and where it leaves what a person may want to look at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const BUILT = join(ROOT, "dashboard/dist");
/** Git-ignored; `make clean` removes it. */
export const LEFT = join(ROOT, ".build/e2e");

export function leftIn(folder: string): string {
  const path = join(LEFT, folder);
  mkdirSync(path, { recursive: true });
  return path;
}

/** A name that any file system takes. */
export function asFile(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80);
}
