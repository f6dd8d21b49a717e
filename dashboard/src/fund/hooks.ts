import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { fetchBeside, useChain } from "../chain";
import { type Assets, useAssets } from "./assets";
import { useCursor } from "./cursor";
import type { Followed, Known } from "./Followed";
import { useReaders } from "./FundProvider";
import { bucket, type GaugeAt, gaugesOf, inOrder, nowPoint, pointsOf, type Switch, switchesOf, withNow } from "./history";
import { fundOf, type Reads } from "./join";
import { shared } from "./memo";
import type { Fund, Log, LogRow, Point, Rebalance } from "./model";
import { type Asked, readPast, unread } from "./past";
import type { Bare } from "./reads";
import { rebalancesOf } from "./rebalances";
import { type FundThen, fundThen } from "./then";

function useFollowed<Value>(followed: Followed<Value>): Known<Value> {
  return useSyncExternalStore(followed.subscribe, followed.snapshot);
}

function withData<From, To>(known: Known<From>, derive: (data: From) => To): Known<To> {
  return { ...known, data: known.data === undefined ? undefined : derive(known.data) };
}

const fundFrom = shared((reads: Reads, assets: Assets) => fundOf(reads, assets));
const rebalancesFrom = shared((rows: readonly LogRow[], assets: Assets) => rebalancesOf({ rows }, assets));
const pointsFrom = shared((rows: readonly LogRow[], _: null) => pointsOf({ rows }));
const endedFrom = shared((points: readonly Point[], fund: Fund | undefined) =>
  withNow(points, fund === undefined ? null : nowPoint(fund)),
);
const joinedFrom = shared((points: readonly Point[], past: readonly Point[]) => inOrder([...points, ...past]));
const unreadFrom = shared((rows: readonly LogRow[], points: readonly Point[]) => unread(rows, points));
const drawnFrom = shared((points: readonly Point[], most: number) => bucket(points, most));
const switchesFrom = shared((rebalances: readonly Rebalance[], _: null) => switchesOf(rebalances));
const gaugesFrom = shared((rebalances: readonly Rebalance[], _: null) => gaugesOf(rebalances));

/** The fund at one block. `error` is a LensError where the lens refuses; older `data` stays beside it. */
export function useFund(): Known<Fund> {
  const { data: assets, isLoading } = useAssets();
  const known = useFollowed(useReaders().fund);
  // Without names there is nothing to show yet; without the file the assets show by their addresses.
  if (isLoading && known.data === undefined) return { data: undefined, error: known.error, isLoading: true };
  return withData(known, (reads) => fundFrom(reads, assets));
}

/** What is known without the lens, read while `wanted`: for screens that stay open while it fails. */
export function useBare(wanted: boolean): Known<Bare> {
  const { bare } = useReaders();
  return useSyncExternalStore(wanted ? bare.subscribe : noFollower, bare.snapshot);
}

const noFollower = () => () => {};

/** All events of the fund. While a long history is read, `data.loading` is below 1 and the rows are its beginning. */
export function useLog(): Known<Log> {
  const known = useFollowed(useReaders().log);
  return known.error === null ? known : withData(known, (log) => ({ ...log, error: known.error?.message ?? "" }));
}

/** In the order of their activation. */
export function useRebalances(): Known<readonly Rebalance[]> {
  const { data: assets } = useAssets();
  return withData(useLog(), (log) => rebalancesFrom(log.rows, assets));
}

export type AlwaysHeld = { readonly time: number; readonly value: number };

function readAlwaysHeld(value: unknown): AlwaysHeld[] {
  if (!Array.isArray(value)) return [];
  return (value as { time?: unknown; value?: unknown }[]).flatMap((entry) => {
    const time = Number(entry?.time);
    const worth = Number(entry?.value);
    return Number.isFinite(time) && Number.isFinite(worth) && worth > 0 ? [{ time, value: worth }] : [];
  });
}

export type History = {
  /** Every reading, and the live one at the end. */
  readonly points: readonly Point[];
  /** At most 400 of them, for a line. */
  readonly drawn: readonly Point[];
  readonly switches: readonly Switch[];
  readonly gauges: readonly GaugeAt[];
  /** The index without the gauge, where somebody computed it; else empty. */
  readonly alwaysHeld: readonly AlwaysHeld[];
};

const MOST_POINTS = 400;
const NO_HISTORY: readonly AlwaysHeld[] = [];
const NO_ROWS: readonly LogRow[] = [];
const NO_POINTS: readonly Point[] = [];

/** Readings of quiet weeks, from a node that remembers them. Others refuse, and nothing is said about it. */
function usePast(asked: readonly Asked[]): readonly Point[] {
  const { client, config } = useChain();
  const newest = asked.at(-1);
  const past = useQuery({
    queryKey: ["past", config.chainId, newest?.block.toString(), asked.length],
    queryFn: () => readPast(client, config.deployment, asked),
    enabled: newest !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  return past.data ?? NO_POINTS;
}

/** What events say, and between them what the vault said. */
function usePoints(): readonly Point[] {
  const log = useLog();
  const rows = log.data?.loading === 1 ? log.data.rows : NO_ROWS;
  const points = pointsFrom(rows, null);
  return joinedFrom(points, usePast(unreadFrom(rows, points)));
}

export function useHistory(): Known<History> {
  const log = useLog();
  const past = usePoints();
  const rebalances = useRebalances();
  const fund = useFund();
  const held = useQuery({
    queryKey: ["history"],
    queryFn: async () => readAlwaysHeld(await fetchBeside("history.json")),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return withData(log, () => {
    const points = endedFrom(past, fund.data);
    return {
      points,
      drawn: drawnFrom(points, MOST_POINTS),
      switches: switchesFrom(rebalances.data ?? [], null),
      gauges: gaugesFrom(rebalances.data ?? [], null),
      alwaysHeld: held.data ?? NO_HISTORY,
    };
  });
}

/** The fund at a time of the past; null while the cursor rests, or the log is not there. */
export function useFundAt(time: number | null): FundThen | null {
  const rebalances = useRebalances();
  const points = usePoints();
  if (time === null || rebalances.data === undefined) return null;
  return fundThen(rebalances.data, points, time);
}

/** The fund at the cursor's week; null: at rest, now. */
export function useFundAtCursor(): FundThen | null {
  return useFundAt(useCursor());
}
