// The share price at a block, by the vault's own answer. Ponder's client repeats what a node refuses for minutes, so
// this one is our own: a point that cannot be had is left out and holds up nothing.
import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import { decodeQuote } from "global-100-abi/decoders";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { createPublicClient, fallback, http, type PublicClient } from "viem";
import type { Fund } from "./funds";

/** Of so many shares the vault tells all 18 decimals of the price: a million. */
const MANY_SHARES = 10n ** 24n;
/** The registry's id of USDC. */
const CASH = 1n;

const clients = new Map<string, PublicClient>();

function clientOf({ rpc }: Fund): PublicClient {
  const key = rpc.join(" ");
  const known = clients.get(key);
  if (known !== undefined) return known;
  const client = createPublicClient({ transport: fallback(rpc.map((url) => http(url, { timeout: 10_000, retryCount: 1 }))) });
  clients.set(key, client);
  return client;
}

/** USD with 18 decimals; null where the vault is empty, a price is missing, or the node has forgotten that block. */
export async function pointAt(fund: Fund, blockNumber: bigint): Promise<{ sharePrice: bigint; nav: bigint } | null> {
  const client = clientOf(fund);
  const vault = { address: fund.contracts.vault, abi: indexVaultAbi, blockNumber } as const;
  const registry = { address: fund.contracts.registry, abi: assetRegistryAbi, blockNumber } as const;
  try {
    const supply = await client.readContract({ ...vault, functionName: "totalSupply" });
    if (supply === 0n) return null;
    const [worth, quote, total] = await Promise.all([
      client.readContract({ ...vault, functionName: "convertToAssets", args: [MANY_SHARES] }),
      client.readContract({ ...registry, functionName: "quote", args: [CASH] }),
      client.readContract({ ...vault, functionName: "totalAssets" }),
    ]);
    const { price } = decodeQuote(quote);
    // USDC has 6 decimals: raw of a million shares x USD of one USDC / (1e6 raw units x 1e6 shares).
    return { sharePrice: (worth * price) / 10n ** 12n, nav: (total * price) / 10n ** 6n };
  } catch {
    return null;
  }
}
