import { defineConfig } from "vitest/config";

const root = new URL("../", import.meta.url).pathname;

export default defineConfig({
  resolve: {
    alias: [
      { find: /^global-100-abi\/(.*)$/, replacement: `${root}frontend-abi/src/$1.ts` },
      // The page's log is compared from its sources, with this folder's viem.
      { find: /^viem$/, replacement: `${root}indexer/node_modules/viem` },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
