import type { Plugin } from "vite";

/**
 * viem follows a contract that answers "look it up at this address" (EIP-3668). No contract of the fund does, and no
 * answer of a chain may send this page anywhere: the code is left out of the build, 6 kB gzip of it.
 */
export function noOffchainLookup(): Plugin {
  return {
    name: "no-offchain-lookup",
    enforce: "pre",
    transform(_code, id) {
      if (!/viem\/_esm\/utils\/ccip\.js$/.test(id)) return undefined;
      return `
        export const offchainLookupSignature = "0x556f1830";
        export const offchainLookupAbiItem = { name: "OffchainLookup", type: "error", inputs: [] };
        export async function offchainLookup() {
          throw new Error("a contract asked for a look-up elsewhere; this page makes none");
        }
        export const ccipRequest = offchainLookup;
      `;
    },
  };
}
