import { defineConfig } from "vitest/config";

const root = new URL("../", import.meta.url).pathname;
const abi = new URL("../../frontend-abi/src/", import.meta.url).pathname;

export default defineConfig({
  root,
  resolve: { alias: [{ find: /^global-100-abi\/(.*)$/, replacement: `${abi}$1.ts` }] },
  test: {
    include: ["e2e/**/*.spec.ts"],
    globalSetup: "e2e/harness/stage.ts",
    environment: "node",
    // Each worker has a chain, a proxy and a browser of its own.
    pool: "forks",
    maxWorkers: process.env["E2E_STAGE"] === undefined ? 2 : 1,
    // Of a machine that is busy or slow: a test that hangs is found all the same.
    testTimeout: 180_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 20_000 } },
    reporters: ["verbose"],
  },
});
