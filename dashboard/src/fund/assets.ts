import { useQuery } from "@tanstack/react-query";
import { getAddress, isAddress } from "viem";
import { fetchBeside } from "../chain/config";
import { clean, shortHex } from "../format";
import type { AssetInfo, Hex } from "./model";

const LIQUIDITY = ["deep", "medium", "thin"] as const;

/** Names are of others: cleaned here, once, before anything shows them. An asset that makes no sense is left out. */
export function readAssets(value: unknown): AssetInfo[] {
  if (!Array.isArray(value)) throw new Error("assets.json: not a list");
  const assets = new Map<number, AssetInfo>();
  for (const entry of value as unknown[]) {
    if (typeof entry !== "object" || entry === null) continue;
    const given = entry as Record<string, unknown>;
    const { id, token, decimals, stable, liquidity, issuer } = given;
    if (typeof id !== "number" || !Number.isSafeInteger(id) || id < 1) continue;
    if (typeof token !== "string" || !isAddress(token, { strict: false })) continue;
    if (typeof decimals !== "number" || !Number.isSafeInteger(decimals) || decimals < 0 || decimals > 36) continue;
    const symbol = clean(String(given["symbol"] ?? ""));
    const named: AssetInfo = {
      id,
      symbol: symbol === "" ? shortHex(token) : symbol,
      name: clean(String(given["name"] ?? "")) || symbol,
      token: getAddress(token),
      decimals,
      stable: stable === true,
      liquidity: LIQUIDITY.find((name) => name === liquidity) ?? "thin",
    };
    assets.set(id, typeof issuer === "string" && issuer !== "" ? { ...named, issuer: clean(issuer) } : named);
  }
  return [...assets.values()];
}

/** An asset that the chain has and the file does not. */
export function unnamed(id: number, token: Hex, decimals: number, stable: boolean): AssetInfo {
  return { id, symbol: shortHex(token), name: `Asset ${id}`, token, decimals, stable, liquidity: "thin" };
}

export type Assets = ReadonlyMap<number, AssetInfo>;

const NONE: Assets = new Map();

/** By registry id. Without the file the page goes on: assets show by their addresses. */
export function useAssets() {
  const query = useQuery({
    queryKey: ["assets"],
    queryFn: async () => new Map(readAssets(await fetchBeside("assets.json")).map((asset) => [asset.id, asset])),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
  });
  return { data: (query.data ?? NONE) as Assets, error: query.error, isLoading: query.isLoading };
}
