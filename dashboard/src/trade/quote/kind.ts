/** What an exit in kind would hand over. Without the lens nobody can list it, and the exit works all the same. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { indexVaultAbi } from "global-100-abi/indexVault";
import { vaultLensAbi } from "global-100-abi/vaultLens";

import { useChain, useSeen } from "../../chain";
import type { Assets } from "../../fund/assets";
import type { Holding } from "../../fund/model";
import { useRested } from "./useQuote";

export type KindPart = {
  readonly asset: number;
  readonly symbol: string;
  readonly decimals: number;
  readonly amount: bigint;
  /** USD 18; undefined where no price is known. */
  readonly value: bigint | undefined;
  /** Retired: it is set aside instead of sent. */
  readonly claim: boolean;
};

/** Largest first; what has no price last. */
export function kindParts(
  ids: readonly bigint[],
  amounts: readonly bigint[],
  retired: ReadonlySet<number>,
  holdings: ReadonlyMap<number, Pick<Holding, "price" | "firm" | "symbol" | "decimals">>,
  assets: Assets,
): KindPart[] {
  const parts = ids.map((id, place): KindPart => {
    const asset = Number(id);
    const amount = amounts[place] ?? 0n;
    const held = holdings.get(asset);
    const known = held ?? assets.get(asset);
    const decimals = known?.decimals ?? 18;
    const priced = held !== undefined && held.price > 0n;
    return {
      asset,
      symbol: known?.symbol ?? `asset ${asset}`,
      decimals,
      amount,
      value: priced ? (amount * held.price) / 10n ** BigInt(decimals) : undefined,
      claim: retired.has(asset),
    };
  });
  return parts.filter((part) => part.amount > 0n).sort((a, b) => ((b.value ?? -1n) > (a.value ?? -1n) ? 1 : (b.value ?? -1n) < (a.value ?? -1n) ? -1 : a.asset - b.asset));
}

/** Total of what has a price, and how many have none. */
export function worthOfKind(parts: readonly KindPart[]): { readonly value: bigint; readonly without: number } | undefined {
  const known = parts.filter((part) => part.value !== undefined);
  if (known.length === 0) {
    return undefined;
  }
  return { value: known.reduce((sum, part) => sum + (part.value ?? 0n), 0n), without: parts.length - known.length };
}

export function useKind(wanted: bigint | undefined) {
  const { client, config } = useChain();
  const { seen } = useSeen();
  const amount = useRested(wanted);
  return useQuery({
    queryKey: ["kind", config.chainId, amount?.toString(), seen?.hash],
    queryFn: async () => {
      const blockNumber = seen!.block;
      const vault = { address: config.deployment.vault, abi: indexVaultAbi, blockNumber } as const;
      const [[ids, amounts], retired, fund] = await Promise.all([
        client.readContract({ address: config.deployment.lens, abi: vaultLensAbi, functionName: "preview_in_kind", args: [amount!], blockNumber }),
        client.readContract({ ...vault, functionName: "retired" }),
        client.readContract({ ...vault, functionName: "fund" }),
      ]);
      return { amount: amount!, ids, amounts, retired: new Set(retired.map(Number)), levyBps: Number(fund.exit_levy_bps) };
    },
    enabled: amount !== undefined && amount > 0n && seen !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
