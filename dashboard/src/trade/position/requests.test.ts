import { describe, expect, it } from "vitest";

import { waitingOf } from "./requests";

const request = (batch: bigint) => ({ redemption: false, batch, amount: 5n });

describe("2: when what happens to a request", () => {
  it("in the open batch: it locks a day after the last lock, and may be cancelled until then", () => {
    expect(waitingOf(request(3n), 3n, { locked_at: 1_000n, settled_at: 5_000n }, 2_000)).toMatchObject({
      locked: false, locksAt: 87_400, settlesAt: 91_000, settlesForAnyoneAt: 94_600, cancellableAt: 0,
    });
  });
  it("in the open batch when the day is over: it may be locked now", () => {
    expect(waitingOf(request(3n), 3n, { locked_at: 1_000n, settled_at: 5_000n }, 100_000).locksAt).toBe(100_000);
  });
  it("behind a batch that is not settled: nobody knows the settlement", () => {
    expect(waitingOf(request(3n), 3n, { locked_at: 1_000n, settled_at: 0n }, 2_000)).toMatchObject({ settlesAt: 0, settlesForAnyoneAt: 0 });
    expect(waitingOf(request(1n), 1n, { locked_at: 1_000n, settled_at: 0n }, 2_000).settlesAt).toBe(91_000);
  });
  it("in the locked batch: it settles an hour after the lock, and may be taken back a day after", () => {
    expect(waitingOf(request(2n), 3n, { locked_at: 1_000n, settled_at: 0n }, 2_000)).toMatchObject({
      locked: true, settlesAt: 4_600, settlesForAnyoneAt: 8_200, cancellableAt: 87_400,
    });
    expect(waitingOf(request(2n), 3n, { locked_at: 1_000n, settled_at: 0n }, 87_400).cancellableAt).toBe(0);
  });
});
