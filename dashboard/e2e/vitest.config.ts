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
    // One chain, one proxy, one browser: the files run one after the other.
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["verbose"],
  },
});
