import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { useChain, useSeen } from "../../chain";
import { useAssets, useLog, type Assets, type Hex, type LogRow } from "../../fund";
import { basisOf, type Basis } from "./basis";
import { same } from "./batch-book";
import { entriesOf, type Entry } from "./entries";
import { readOwn, type Own } from "./requests";
import { readTransfers } from "./transfers";

export type Position = {
  readonly own: Own | undefined;
  readonly ownError: Error | null;
  readonly entries: readonly Entry[] | undefined;
  readonly basis: Basis | undefined;
  /** USD 18 of one token when an entry was made, by the fund's own trades before it. */
  readonly priceAt: (asset: number, entry: Entry) => bigint | undefined;
  /** 0..1 while the events are still read. */
  readonly loading: number;
};

/** Everything one account has and did, at the newest block. */
export function usePosition(account: Hex | null): Position {
  const { client, config } = useChain();
  const { seen } = useSeen();
  const { data: log } = useLog();
  const { data: assets } = useAssets();
  const at = config.deployment;

  const transfers = useQuery({
    queryKey: ["own", "transfers", config.chainId, account, seen?.hash],
    queryFn: () => readTransfers(client, at, account!, seen!.block),
    enabled: account !== null && seen !== null,
    placeholderData: (previous, before) => (before?.queryKey[3] === account ? previous : undefined),
    retry: false,
  });
  const hints = useMemo(() => hintsOf(log?.rows ?? [], account), [log?.rows, account]);
  const own = useQuery({
    queryKey: ["own", "requests", config.chainId, account, seen?.hash, hints.key],
    queryFn: () => readOwn(client, at, account!, { block: seen!.block, time: seen!.time }, hints.batches, hints.assets),
    enabled: account !== null && seen !== null,
    placeholderData: (previous, before) => (before?.queryKey[3] === account ? previous : undefined),
    retry: false,
  });
  const entries = useMemo(
    () => (account === null || log === undefined || transfers.data === undefined ? undefined : entriesOf(account, log.rows, transfers.data, { queue: at.queue })),
    [account, log, transfers.data, at.queue],
  );
  const priceAt = useMemo(() => pricesOf(log?.rows ?? []), [log?.rows]);
  const basis = useMemo(
    () => entries && basisOf(entries, (entry) => worthOf(entry, priceAt, assets)),
    [entries, priceAt, assets],
  );
  return { own: own.data, ownError: own.error, entries, basis, priceAt, loading: log?.loading ?? 0 };
}

/** Where the account may still have something, by its events. */
function hintsOf(rows: readonly LogRow[], account: Hex | null) {
  const batches = new Set<bigint>();
  const assets = new Set<number>();
  for (const row of account === null ? [] : rows) {
    if (row.event === "Requested" && same(row.args["controller"], account!)) batches.add(row.args["batch"] as bigint);
    if (row.event === "ClaimBooked" && same(row.args["account"], account!)) assets.add(Number(row.args["asset"]));
  }
  return { batches: [...batches], assets: [...assets], key: `${[...batches].join()} ${[...assets].join()}` };
}

const USDC_ID = 1;

/** Prices by the fund's own trades: the last one before an entry. Nobody trades USDC, so it has none here. */
export function pricesOf(rows: readonly LogRow[]): (asset: number, entry: Entry) => bigint | undefined {
  const trades = new Map<number, { readonly block: bigint; readonly price: bigint }[]>();
  for (const row of rows) {
    const price = row.args["price"];
    if (row.event === "LegTraded" && typeof price === "bigint") {
      const asset = Number(row.args["asset"]);
      trades.set(asset, [...(trades.get(asset) ?? []), { block: row.block, price }]);
    }
  }
  return (asset, entry) => trades.get(asset)?.findLast((trade) => trade.block <= entry.block)?.price;
}

/** Raw USDC of all parts of an exit in kind; undefined while a price of one of them is not known. */
function worthOf(entry: Entry, priceAt: Position["priceAt"], assets: Assets): bigint | undefined {
  let sum = 0n;
  for (const part of entry.parts) {
    if (part.asset === USDC_ID) {
      sum += part.amount;
      continue;
    }
    const price = priceAt(part.asset, entry);
    const decimals = assets.get(part.asset)?.decimals;
    if (price === undefined || decimals === undefined) {
      return undefined;
    }
    sum += (part.amount * price) / 10n ** BigInt(decimals) / 10n ** 12n;
  }
  return sum;
}
