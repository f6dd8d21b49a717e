import type { Plugin } from "vite";

/**
 * Parts of viem that this page must not or need not have. They are reached from `call`, so that no bundler can tell that
 * they are never run here.
 */
const LEFT_OUT: readonly { readonly module: RegExp; readonly instead: string }[] = [
  {
    // A contract may answer "look it up at this address" (EIP-3668). None of the fund's does, and no answer of a chain
    // may send this page anywhere. 6 kB gzip.
    module: /viem\/_esm\/utils\/ccip\.js$/,
    instead: `
      export const offchainLookupSignature = "0x556f1830";
      export const offchainLookupAbiItem = { name: "OffchainLookup", type: "error", inputs: [] };
      export async function offchainLookup() {
        throw new Error("a contract asked for a look-up elsewhere; this page makes none");
      }
      export const ccipRequest = offchainLookup;
    `,
  },
  {
    // Bytecode for calls to contracts that are not deployed. 4 kB gzip.
    module: /viem\/_esm\/constants\/contracts\.js$/,
    instead: `
      export const deploylessCallViaBytecodeBytecode = "0x";
      export const deploylessCallViaFactoryBytecode = "0x";
      export const erc6492SignatureValidatorByteCode = "0x";
      export const multicall3Bytecode = "0x";
    `,
  },
];

export function leftOut(): Plugin {
  return {
    name: "left-out",
    enforce: "pre",
    transform(_code, id) {
      return LEFT_OUT.find(({ module }) => module.test(id))?.instead;
    },
  };
}
