/** What a file needs beside the events: prices at the blocks of exits in kind, and the gas that the account paid. */
import type { Deployment } from "global-100-abi/addresses";
import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import { decodeQuote } from "global-100-abi/decoders";
import type { Hex } from "viem";
import { getTransactionReceipt } from "viem/actions";

import type { Client } from "../chain";
import type { Entry } from "../trade/position/entries";
import type { GasOf, PriceAt } from "./trades";

/**
 * The registry's prices at the block of each exit in kind. A node that keeps no old state refuses; then the fund's own
 * last trade of the asset is taken, and where there is none the price is unknown.
 */
export async function pricesAt(client: Client, at: Deployment, entries: readonly Entry[], traded: PriceAt): Promise<PriceAt> {
  const known = new Map<string, bigint>();
  for (const entry of entries.filter((one) => one.parts.length > 0)) {
    const ids = entry.parts.map((part) => BigInt(part.asset));
    try {
      const quotes = await client.readContract({
        address: at.registry, abi: assetRegistryAbi, functionName: "quotes", args: [ids], blockNumber: entry.block,
      });
      quotes.forEach((word, place) => {
        const { price } = decodeQuote(word);
        if (price > 0n) known.set(`${entry.block} ${ids[place]}`, price);
      });
    } catch {
      // The fund's own trades have to do.
    }
  }
  return (asset, entry) => known.get(`${entry.block} ${asset}`) ?? traded(asset, entry);
}

/** Gas of the transactions that the account itself sent. */
export async function gasOf(client: Client, account: Hex, entries: readonly Entry[]): Promise<GasOf> {
  const paid = new Map<Hex, bigint>();
  for (const hash of new Set(entries.map((entry) => entry.tx))) {
    const receipt = await getTransactionReceipt(client, { hash });
    if (receipt.from.toLowerCase() === account.toLowerCase()) {
      paid.set(hash, receipt.gasUsed * receipt.effectiveGasPrice);
    }
  }
  return (tx) => paid.get(tx);
}
