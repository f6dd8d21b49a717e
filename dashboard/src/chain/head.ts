import type { Hex } from "viem";
import { LOCAL_CHAIN } from "./config";
import { OtherChainError } from "./nodes";

/**
 * The newest block, and whether the node still answers. One loop for the whole page: everything else is read when the
 * head moves. A hidden page does not ask.
 */
export type Seen = { readonly block: bigint; readonly time: number; readonly hash: Hex; readonly baseFee: bigint | null };
export type Trouble = "silent" | "behind" | "other-chain";

export type HeadState = {
  readonly seen: Seen | null;
  /** When this page first saw it, on the page's own monotonic clock in milliseconds. */
  readonly seenAt: number;
  readonly trouble: Trouble | null;
};

export type HeadSource = () => Promise<Seen>;

/** What the loop needs of the browser, so that a test can be the browser. */
export type Surroundings = {
  readonly monotonic: () => number;
  /** Unix seconds. */
  readonly wall: () => number;
  readonly hidden: () => boolean;
  readonly onShown: (shown: () => void) => () => void;
  readonly after: (milliseconds: number, then: () => void) => () => void;
};

export const browser: Surroundings = {
  monotonic: () => performance.now(),
  wall: () => Date.now() / 1000,
  hidden: () => document.hidden,
  onShown: (shown) => {
    document.addEventListener("visibilitychange", shown);
    return () => document.removeEventListener("visibilitychange", shown);
  },
  after: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  },
};

const PERIOD = 4_000;
const LOCAL_PERIOD = 2_000;
const LONGEST_PERIOD = 60_000;
/** Failures in a row after which contact is lost. */
const PATIENCE = 3;
/** Seconds by which a public chain's head may be older than the wall clock. */
const BEHIND = 120;

export class Head {
  private state: HeadState = { seen: null, seenAt: 0, trouble: null };
  private readonly listeners = new Set<() => void>();
  private failures = 0;
  private lower = 0;
  private asking = false;
  private cancel: (() => void) | null = null;
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly source: HeadSource,
    private readonly chainId: number,
    private readonly around: Surroundings = browser,
  ) {}

  readonly subscribe = (changed: () => void): (() => void) => {
    this.listeners.add(changed);
    if (this.listeners.size === 1) this.start();
    return () => {
      this.listeners.delete(changed);
      if (this.listeners.size === 0) this.stop();
    };
  };

  readonly snapshot = (): HeadState => this.state;

  /** Asks at once: after a transaction of ours, or when the reader chose another node. */
  readonly ask = async (): Promise<void> => {
    if (this.asking) return;
    this.asking = true;
    this.cancel?.();
    try {
      this.take(await this.source());
    } catch (error) {
      this.fail(error);
    } finally {
      this.asking = false;
      this.plan();
    }
  };

  private start(): void {
    this.stopListening = this.around.onShown(() => {
      if (!this.around.hidden()) void this.ask();
    });
    void this.ask();
  }

  private stop(): void {
    this.cancel?.();
    this.stopListening?.();
    this.stopListening = null;
  }

  private plan(): void {
    if (this.listeners.size === 0 || this.around.hidden()) return;
    const period = this.chainId === LOCAL_CHAIN ? LOCAL_PERIOD : PERIOD;
    const wait = Math.min(period * 2 ** this.failures, LONGEST_PERIOD);
    this.cancel = this.around.after(wait, () => {
      if (!this.around.hidden()) void this.ask();
    });
  }

  private take(seen: Seen): void {
    this.failures = 0;
    const known = this.state.seen;
    // A lower block is a node that lags behind the last one, or a chain that went back: the second time we believe it.
    if (known !== null && seen.block < known.block && ++this.lower < 2) return;
    this.lower = 0;
    const isNew = known?.hash !== seen.hash;
    const behind = this.chainId !== LOCAL_CHAIN && this.around.wall() - seen.time > BEHIND;
    this.set({
      seen: isNew ? seen : known,
      seenAt: isNew ? this.around.monotonic() : this.state.seenAt,
      trouble: behind ? "behind" : null,
    });
  }

  private fail(error: unknown): void {
    this.failures += 1;
    const other = error instanceof Error && findOtherChain(error);
    if (other || this.failures >= PATIENCE) this.set({ ...this.state, trouble: other ? "other-chain" : "silent" });
  }

  private set(state: HeadState): void {
    const { seen, trouble } = this.state;
    if (seen === state.seen && trouble === state.trouble) return;
    this.state = state;
    for (const changed of this.listeners) changed();
  }
}

function findOtherChain(error: Error): boolean {
  if (error instanceof OtherChainError) return true;
  return error.cause instanceof Error && findOtherChain(error.cause);
}

/** The chain's own time now: the head's, and what has passed here since we saw it. Zero before the first head. */
export function timeNow(state: HeadState, monotonic: number): number {
  return state.seen === null ? 0 : state.seen.time + Math.max(0, Math.floor((monotonic - state.seenAt) / 1000));
}
