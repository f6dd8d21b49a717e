import { browser, type Head, type Seen, type Surroundings } from "../chain/head";

/** What a hook gives: the last good value stays while a newer read fails. */
export type Known<Value> = { readonly data: Value | undefined; readonly error: Error | null; readonly isLoading: boolean };

/**
 * A value of the chain that follows the head: read at most once a block and once in `gap`, for the whole page, and only
 * while something shows it. The head stands while the page is hidden, so this does too.
 */
export class Followed<Value> {
  private state: Known<Value> = { data: undefined, error: null, isLoading: true };
  private readonly listeners = new Set<() => void>();
  private readAt = Number.NEGATIVE_INFINITY;
  private readBlock: string | null = null;
  private reading = false;
  private stop: (() => void) | null = null;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly head: Pick<Head, "subscribe" | "snapshot">,
    private readonly read: (seen: Seen) => Promise<Value>,
    private readonly gap: number,
    private readonly around: Surroundings = browser,
  ) {}

  readonly subscribe = (changed: () => void): (() => void) => {
    this.listeners.add(changed);
    if (this.stop === null) {
      this.stop = this.head.subscribe(this.consider);
      this.consider();
    }
    return () => {
      this.listeners.delete(changed);
      if (this.listeners.size > 0) return;
      this.stop?.();
      this.stop = null;
      this.cancel?.();
    };
  };

  readonly snapshot = (): Known<Value> => this.state;

  /** Reads the newest block without waiting for the gap: after a transaction of ours. */
  readonly refresh = (): void => {
    this.readAt = Number.NEGATIVE_INFINITY;
    this.consider();
  };

  /** A part of what is being read, to show meanwhile. */
  readonly offer = (data: Value): void => {
    this.set({ data, error: null, isLoading: true });
  };

  private readonly consider = (): void => {
    const { seen } = this.head.snapshot();
    if (this.stop === null || this.reading || seen === null || seen.hash === this.readBlock) return;
    this.cancel?.();
    this.cancel = null;
    const wait = this.readAt + this.gap - this.around.monotonic();
    if (wait > 0) {
      this.cancel = this.around.after(wait, () => {
        if (!this.around.hidden()) this.consider();
      });
      return;
    }
    void this.perform(seen);
  };

  private async perform(seen: Seen): Promise<void> {
    this.reading = true;
    this.readAt = this.around.monotonic();
    try {
      const data = await this.read(seen);
      this.readBlock = seen.hash;
      this.set({ data, error: null, isLoading: false });
    } catch (error) {
      this.set({ data: this.state.data, error: error instanceof Error ? error : new Error(String(error)), isLoading: false });
    } finally {
      this.reading = false;
    }
    // The head may have moved meanwhile; after a failure the same block is tried again.
    this.consider();
  }

  private set(state: Known<Value>): void {
    this.state = state;
    for (const changed of this.listeners) changed();
  }
}
