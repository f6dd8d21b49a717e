/**
 * A quote that follows the chain without getting in the way: the last one stays until the next is there, nothing is
 * reset, and its age is known. It says itself when it is too old to act on.
 */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Hex } from "viem";

import { useChain, useHead, useNow, useSeen } from "../../chain";
import { useAssets } from "../../fund/assets";
import { estimate, type GasQuestion } from "./gas";
import { readPurse, readQuote, type Quote } from "./readings";

/** Seconds between refreshes, and the age past which nothing is signed. */
export const REFRESH = 12;
export const STALE = 60;
const MISSED_BLOCKS = 2n;
const DEBOUNCE = 200;

/** The value after it rested for a moment. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), DEBOUNCE);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

/** Registry id of the token that is worth one ether; undefined where none is listed. */
export function useWethId(): number | undefined {
  const { data } = useAssets();
  return [...data.values()].find((asset) => (asset.symbol === "WETH" || asset.symbol === "ETH") && asset.decimals === 18)?.id;
}

export type LiveQuote = {
  /** Of the amount that was asked for; undefined while it is read for the first time. */
  readonly quote: Quote | undefined;
  /** The last one, of another amount perhaps: drawn greyed rather than nothing. */
  readonly shown: Quote | undefined;
  /** Seconds since it was read. */
  readonly age: number;
  readonly stale: boolean;
  readonly error: Error | null;
  readonly refresh: () => void;
};

export function useQuote(side: "buy" | "sell", wanted: bigint | undefined, account: Hex | null): LiveQuote {
  const { client, config } = useChain();
  const { seen } = useSeen();
  const head = useHead();
  const wethId = useWethId();
  const amount = useRested(wanted);
  useNow(1);
  const query = useQuery({
    queryKey: ["quote", config.chainId, side, amount?.toString(), account, wethId],
    queryFn: async () => {
      const block = await client.getBlock({ blockTag: "latest" });
      const at = { block: block.number, time: Number(block.timestamp) };
      return readQuote(client, config.deployment, at, side, amount!, account, wethId);
    },
    enabled: amount !== undefined && amount > 0n,
    refetchInterval: REFRESH * 1000,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  });
  const { data, error, refetch, dataUpdatedAt, isPlaceholderData } = query;
  const quote = data !== undefined && !isPlaceholderData && data.amount === wanted && data.side === side ? data : undefined;
  const age = dataUpdatedAt === 0 ? 0 : Math.max(0, Math.floor((Date.now() - dataUpdatedAt) / 1000));
  useRefetchAtBlock(seen?.hash, data, refetch);
  const behind = quote !== undefined && head.block - quote.block >= MISSED_BLOCKS && age > REFRESH;
  return {
    quote,
    shown: data?.side === side ? data : undefined,
    age,
    stale: quote !== undefined && (age > STALE || behind || head.lost),
    error: error ?? null,
    refresh: () => void refetch(),
  };
}

/** A new block may move the price: the quote is read again, but not more than every few seconds. */
function useRefetchAtBlock(hash: Hex | undefined, quote: Quote | undefined, refetch: () => Promise<unknown>): void {
  const last = useRef(0);
  const known = quote !== undefined;
  useEffect(() => {
    if (!known || hash === undefined || performance.now() - last.current < 3_000) {
      return;
    }
    last.current = performance.now();
    void refetch();
  }, [hash, known, refetch]);
}

/** What the account has and allows, read again at every block and after every transaction. */
export function usePurse(account: Hex | null) {
  const { client, config } = useChain();
  const { seen } = useSeen();
  return useQuery({
    queryKey: ["own", "purse", config.chainId, account, seen?.hash],
    queryFn: () => readPurse(client, config.deployment, account!, seen!.block),
    enabled: account !== null && seen !== null,
    placeholderData: (previous, before) => (before?.queryKey[3] === account ? previous : undefined),
    retry: false,
  });
}

/** Gas of a route. Asked when the amount rests, not at every refresh of the price: gas hardly moves. */
export function useGas(question: Omit<GasQuestion, "now"> | undefined) {
  const { client, config } = useChain();
  const { time } = useHead();
  const rested = useRested(question === undefined ? undefined : JSON.stringify(question, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value)));
  return useQuery({
    queryKey: ["gas", config.chainId, rested],
    queryFn: () => estimate(client, config.deployment, { ...question!, now: time }),
    enabled: question !== undefined && rested !== undefined && time > 0,
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
