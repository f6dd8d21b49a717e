import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { calledAbi } from "./build/called-abi";
import { leftOut } from "./build/left-out";

const abi = new URL("../frontend-abi/src/", import.meta.url).pathname;

export default defineConfig({
  // Relative, so that one build also works below a path and on a gateway of IPFS.
  base: "./",
  plugins: [react(), leftOut(), calledAbi(new URL("./src/", import.meta.url).pathname)],
  resolve: {
    // The published package, from its sources: a fresh clone needs no build of it first.
    alias: [{ find: /^global-100-abi\/(.*)$/, replacement: `${abi}$1.ts` }],
  },
  build: {
    target: "es2022",
    // The server of the page sends `script-src 'self'`: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What several screens share is a few files and not twenty: they compress better and come in fewer requests.
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: "views", test: /src\/(screens|charts|proof|parts\/(Card|Change|Chip|Empty|Find|Segmented)|format\/ratio|words\/(?!shell|terms|parts|index|trade|errors|operator))/, minShareCount: 2 },
            { name: "trading", test: /src\/(trade|words\/(trade|errors|operator))/ },
            { name: "files", test: /src\/csv/ },
          ],
        },
      },
    },
  },
  worker: { format: "es" },
  server: { fs: { allow: [".", abi] } },
  test: {
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    environment: "node",
    maxWorkers: 2,
  },
});
