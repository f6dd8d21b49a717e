import { useCallback, useSyncExternalStore } from "react";
import { useChain } from "./ChainProvider";
import { timeNow, type Trouble } from "./head";

export type HeadNow = {
  /** Zero, with `time`, until the first answer. */
  readonly block: bigint;
  readonly time: number;
  /** Seconds since this page first saw the block. */
  readonly age: number;
  /** What is shown may be old: the node is silent, behind, or on another chain. */
  readonly lost: boolean;
  readonly trouble: Trouble | null;
  /** Wei a unit of gas; null where the chain has none. */
  readonly baseFee: bigint | null;
};

let ticking: ReturnType<typeof setInterval> | null = null;
const tickers = new Set<() => void>();

/** One timer for every clock on the page; it stands while the page is hidden. */
function onTick(tick: () => void): () => void {
  tickers.add(tick);
  ticking ??= setInterval(() => {
    if (!document.hidden) for (const each of tickers) each();
  }, 1000);
  return () => {
    tickers.delete(tick);
    if (tickers.size === 0 && ticking !== null) {
      clearInterval(ticking);
      ticking = null;
    }
  };
}

/**
 * Unix seconds by the chain's clock. `every` is how often the caller wants to be drawn again: a date that is days away
 * needs no redraw each second.
 */
export function useNow(every = 1): number {
  const { head } = useChain();
  const subscribe = useCallback(
    (changed: () => void) => {
      const stops = [head.subscribe(changed), onTick(changed)];
      return () => stops.forEach((stop) => stop());
    },
    [head],
  );
  return useSyncExternalStore(subscribe, () => {
    const now = timeNow(head.snapshot(), performance.now());
    return now - (now % every);
  });
}

/** The head alone, without its age: drawn again once a block. */
export function useSeen() {
  const { head } = useChain();
  return useSyncExternalStore(head.subscribe, head.snapshot);
}

export function useHead(): HeadNow {
  const { seen, trouble } = useSeen();
  const now = useNow();
  const time = seen?.time ?? 0;
  return {
    block: seen?.block ?? 0n,
    time,
    age: Math.max(0, now - time),
    lost: trouble !== null,
    trouble,
    baseFee: seen?.baseFee ?? null,
  };
}
