/**
 * Prices of an earlier time. The log has a block near any time; a node that keeps past state answers for it. One that
 * does not leaves the prices of the trades of that time, which the log has; what neither knows stays unknown.
 */
import { useQuery } from "@tanstack/react-query";
import { assetRegistryAbi } from "global-100-abi/assetRegistry";
import { decodeQuote } from "global-100-abi/decoders";
import { useChain } from "../../chain";
import type { LogRow } from "../../fund/model";
import type { Prices } from "./rows";

export type Past = { readonly time: number; readonly prices: Prices; readonly source: "state" | "trades" };

/** Part of the span by which a reading may miss its time. */
const TOLERANCE = 0.25;
const MOST_QUOTES = 128;

/** The row whose time is nearest to `time`, if it is near enough. */
export function rowNear(rows: readonly LogRow[], time: number, span: number): LogRow | null {
  let best: LogRow | null = null;
  for (const row of rows) {
    if (
      Math.abs(row.time - time) <= span * TOLERANCE &&
      (best === null || Math.abs(row.time - time) <= Math.abs(best.time - time))
    ) {
      best = row;
    }
  }
  return best;
}

/** Prices of trades around a time, each the nearest to it. */
export function pricesOfTrades(rows: readonly LogRow[], time: number, span: number): Prices {
  const found = new Map<number, { miss: number; price: bigint }>();
  for (const { event, args, time: at } of rows) {
    const { asset, price } = args;
    const miss = Math.abs(at - time);
    if (
      (event === "LegTraded" || event === "AuctionFilled") &&
      typeof asset === "bigint" &&
      typeof price === "bigint" &&
      price > 0n &&
      miss <= span * TOLERANCE
    ) {
      const known = found.get(Number(asset));
      if (known === undefined || miss < known.miss) {
        found.set(Number(asset), { miss, price });
      }
    }
  }
  return new Map([...found].map(([asset, { price }]) => [asset, price]));
}

/** Ids that were listed by a block, as far as the log knows; without their events all of them. */
export function listedBy(rows: readonly LogRow[], ids: readonly number[], block: bigint): number[] {
  const listed = new Map<number, bigint>();
  for (const { event, args, block: at } of rows) {
    if (event === "AssetListed") {
      listed.set(Number(args["asset"]), at);
    }
  }
  return ids.filter((id) => (listed.get(id) ?? 0n) <= block);
}

export function usePastPrices(
  rows: readonly LogRow[],
  ready: boolean,
  ids: readonly number[],
  now: number,
  span: number,
): Past | null {
  const { client, config } = useChain();
  const near = ready && now > 0 ? rowNear(rows, now - span, span) : null;
  const listed = near === null ? [] : listedBy(rows, ids, near.block);
  const query = useQuery({
    queryKey: ["past-prices", near?.block.toString(), listed.join()],
    enabled: near !== null && listed.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: async (): Promise<Past | null> => {
      if (near === null) {
        return null;
      }
      try {
        const prices = new Map<number, bigint>();
        for (let from = 0; from < listed.length; from += MOST_QUOTES) {
          const part = listed.slice(from, from + MOST_QUOTES);
          const words = await client.readContract({
            address: config.deployment.registry,
            abi: assetRegistryAbi,
            functionName: "quotes",
            args: [part.map(BigInt)],
            blockNumber: near.block,
          });
          part.forEach((id, place) => {
            const { price, firm } = decodeQuote(words[place] ?? 0n);
            if (firm && price > 0n) {
              prices.set(id, price);
            }
          });
        }
        return { time: near.time, prices, source: "state" };
      } catch {
        return { time: near.time, prices: pricesOfTrades(rows, near.time, span), source: "trades" };
      }
    },
  });
  return query.data ?? null;
}
