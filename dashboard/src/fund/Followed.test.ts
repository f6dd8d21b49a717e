import { describe, expect, test } from "vitest";
import type { HeadState, Seen, Surroundings } from "../chain/head";
import { Followed } from "./Followed";

class Fake {
  now = 0;
  isHidden = false;
  private timer: { at: number; then: () => void } | null = null;
  private readonly listeners = new Set<() => void>();
  private state: HeadState = { seen: null, seenAt: 0, trouble: null };
  readonly head = {
    subscribe: (changed: () => void) => {
      this.listeners.add(changed);
      return () => this.listeners.delete(changed);
    },
    snapshot: () => this.state,
  };
  readonly around: Surroundings = {
    monotonic: () => this.now,
    wall: () => 0,
    hidden: () => this.isHidden,
    onShown: () => () => undefined,
    after: (wait, then) => {
      this.timer = { at: this.now + wait, then };
      return () => {
        this.timer = null;
      };
    },
  };
  async block(number: number) {
    const seen: Seen = { block: BigInt(number), time: number, hash: `0x${number}`, baseFee: null };
    this.state = { seen, seenAt: this.now, trouble: null };
    for (const changed of this.listeners) changed();
    await this.settle();
  }
  async pass(milliseconds: number) {
    this.now += milliseconds;
    if (this.timer !== null && this.timer.at <= this.now) {
      const { then } = this.timer;
      this.timer = null;
      then();
    }
    await this.settle();
  }
  async settle() {
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  }
}

describe("Followed", () => {
  const open = (fake: Fake, read: (seen: Seen) => Promise<bigint> = async ({ block }) => block) => {
    const reads: bigint[] = [];
    const followed = new Followed(fake.head, (seen) => {
      reads.push(seen.block);
      return read(seen);
    }, 12_000, fake.around);
    const stop = followed.subscribe(() => undefined);
    return { followed, reads, stop };
  };

  test("at most once a block and once in twelve seconds, however many show it", async () => {
    const fake = new Fake();
    const { followed, reads } = open(fake);
    followed.subscribe(() => undefined);
    await fake.block(1);
    await fake.block(1);
    await fake.block(2);
    await fake.block(3);
    expect(reads).toEqual([1n]);
    await fake.pass(12_000);
    expect(reads).toEqual([1n, 3n]);
    await fake.pass(60_000);
    expect(reads).toEqual([1n, 3n]);
  });
  test("a refresh does not wait for the gap, but for a new block", async () => {
    const fake = new Fake();
    const { followed, reads } = open(fake);
    await fake.block(1);
    followed.refresh();
    await fake.settle();
    expect(reads).toEqual([1n]);
    await fake.block(2);
    expect(reads).toEqual([1n, 2n]);
  });
  test("the last good value stays while reads fail, and the block is tried again", async () => {
    const fake = new Fake();
    let fails = false;
    const { followed, reads } = open(fake, async ({ block }) => {
      if (fails) throw new Error("lens");
      return block;
    });
    await fake.block(1);
    fails = true;
    await fake.pass(12_000);
    await fake.block(2);
    expect(followed.snapshot()).toMatchObject({ data: 1n, error: { message: "lens" } });
    fails = false;
    await fake.pass(12_000);
    expect(followed.snapshot()).toEqual({ data: 2n, error: null, isLoading: false });
    expect(reads).toEqual([1n, 2n, 2n]);
  });
  test("nothing is read while hidden, or when nothing shows it", async () => {
    const fake = new Fake();
    const { reads, stop } = open(fake);
    await fake.block(1);
    await fake.block(2);
    fake.isHidden = true;
    await fake.pass(12_000);
    expect(reads).toEqual([1n]);
    fake.isHidden = false;
    stop();
    await fake.block(3);
    expect(reads).toEqual([1n]);
  });
});
