import { beforeEach, describe, expect, test } from "vitest";
import { Head, type Seen, type Surroundings, timeNow } from "./head";
import { OtherChainError } from "./nodes";

const block = (number: number, time = 1_000 + number): Seen => ({
  block: BigInt(number), time, hash: `0x${number.toString(16).padStart(64, "0")}`, baseFee: null,
});

class Fake implements Surroundings {
  now = 0;
  clock = 1_000;
  isHidden = false;
  waits: number[] = [];
  private next: (() => void) | null = null;
  private shown: () => void = () => undefined;
  monotonic = () => this.now;
  wall = () => this.clock;
  hidden = () => this.isHidden;
  onShown = (shown: () => void) => {
    this.shown = shown;
    return () => undefined;
  };
  after = (milliseconds: number, then: () => void) => {
    this.waits.push(milliseconds);
    this.next = then;
    return () => {
      this.next = null;
    };
  };
  show() {
    this.isHidden = false;
    this.shown();
  }
  async pass() {
    const next = this.next;
    this.next = null;
    next?.();
    await settled();
  }
  get waiting() {
    return this.next !== null;
  }
}

const settled = async () => {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
};

describe("Head", () => {
  let around: Fake;
  let answer: () => Seen;
  let asked: number;
  let head: Head;
  const open = async (chainId = 1) => {
    head = new Head(async () => {
      asked += 1;
      return answer();
    }, chainId, around);
    head.subscribe(() => undefined);
    await settled();
  };
  beforeEach(() => {
    around = new Fake();
    asked = 0;
    answer = () => block(1);
  });

  test("the time goes on from the head's own, not from the wall's", async () => {
    around.clock = 2_000_000_000;
    await open(31337);
    expect(head.snapshot().trouble).toBeNull();
    around.now = 5_400;
    expect(timeNow(head.snapshot(), around.now)).toBe(1_006);
  });
  test("a public chain's head that is two minutes old is behind", async () => {
    around.clock = 1_001 + 121;
    await open();
    expect(head.snapshot().trouble).toBe("behind");
  });
  test("contact is lost after three failures, each waited for twice as long, and found again", async () => {
    await open();
    answer = () => {
      throw new Error("down");
    };
    for (let turn = 0; turn < 3; turn++) {
      expect(head.snapshot().trouble).toBeNull();
      await around.pass();
    }
    expect(head.snapshot()).toMatchObject({ trouble: "silent", seen: { block: 1n } });
    expect(around.waits).toEqual([4_000, 8_000, 16_000, 32_000]);
    answer = () => block(2);
    await around.pass();
    expect(head.snapshot()).toMatchObject({ trouble: null, seen: { block: 2n } });
    expect(around.waits.at(-1)).toBe(4_000);
  });
  test("a node of another chain is named at once", async () => {
    answer = () => {
      throw new Error("wrapped", { cause: new OtherChainError("chain 2") });
    };
    await open();
    expect(head.snapshot().trouble).toBe("other-chain");
  });
  test("a hidden page does not ask, and asks at once when it is shown", async () => {
    await open();
    around.isHidden = true;
    await around.pass();
    expect(asked).toBe(1);
    expect(around.waiting).toBe(false);
    around.show();
    await settled();
    expect(asked).toBe(2);
    expect(around.waiting).toBe(true);
  });
  test("a lower block is believed the second time", async () => {
    answer = () => block(9);
    await open();
    answer = () => block(5);
    await around.pass();
    expect(head.snapshot().seen?.block).toBe(9n);
    await around.pass();
    expect(head.snapshot().seen?.block).toBe(5n);
  });
  test("the same block again tells nobody", async () => {
    await open();
    let told = 0;
    head.subscribe(() => {
      told += 1;
    });
    await around.pass();
    expect(told).toBe(0);
  });
});
