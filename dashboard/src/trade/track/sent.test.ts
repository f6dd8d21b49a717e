import { describe, expect, it } from "vitest";

import { observed, open, type Observation, type Sent } from "./sent";

const sent: Sent = {
  id: "0xa1", chainId: 1, account: "0x00000000000000000000000000000000000000AA", kind: "buy", what: "1,000.00 USDC",
  hash: "0xa1", to: "0x00000000000000000000000000000000000000Cc", data: "0x1234", nonce: 7, sentBlock: 100, sentAt: 0,
  state: "pending",
};
const look = (over: Partial<Observation>): Observation => ({ head: 101, at: 1, known: true, nonce: 7, ...over });

describe("1: what became of a transaction", () => {
  it("waits while the node knows it", () => expect(observed(sent, look({})).state).toBe("pending"));

  it("14: is confirmed by a receipt with status 1 and nothing else", () => {
    expect(observed(sent, look({ receipt: { ok: true, block: 101, cost: 9n } }))).toMatchObject({ state: "confirmed", block: 101, cost: "9" });
    expect(observed(sent, look({ receipt: { ok: false, block: 101, cost: 9n, reason: "vault: zero" } }))).toMatchObject({
      state: "reverted", reason: "vault: zero",
    });
    expect(observed(sent, look({ nonce: 8 })).state).not.toBe("confirmed");
  });

  it("is replaced as soon as its nonce is used by another call", () => {
    const instead = { hash: "0xb2", to: "0x00000000000000000000000000000000000000Dd", data: "0x99" } as const;
    expect(observed(sent, look({ nonce: 8, instead }))).toMatchObject({ state: "replaced", by: "0xb2", how: "other" });
    const cancelled = { hash: "0xb3", to: "0x00000000000000000000000000000000000000aa", data: "0x" } as const;
    expect(observed(sent, look({ nonce: 8, instead: cancelled }))).toMatchObject({ state: "replaced", how: "cancelled" });
    expect(observed(sent, look({ nonce: 9 }))).toMatchObject({ state: "replaced", how: "other" });
  });

  it("follows the same call at a higher price", () => {
    const faster = observed(sent, look({ nonce: 8, instead: { hash: "0xb2", to: "0x00000000000000000000000000000000000000cC", data: "0x1234" } }));
    expect(faster).toMatchObject({ state: "pending", hash: "0xb2", how: "faster", id: "0xa1" });
    expect(observed(faster, look({ receipt: { ok: true, block: 102, cost: 1n } })).state).toBe("confirmed");
  });

  it("is dropped two blocks after the node forgot it", () => {
    const first = observed(sent, look({ known: false, head: 101 }));
    expect(first.state).toBe("pending");
    const second = observed(first, look({ known: false, head: 102 }));
    expect(second.state).toBe("pending");
    expect(observed(second, look({ known: false, head: 103 })).state).toBe("dropped");
  });

  it("is dropped after half a minute where no blocks come", () => {
    const first = observed(sent, look({ known: false, head: 101, at: 10 }));
    expect(observed(first, look({ known: false, head: 101, at: 39 })).state).toBe("pending");
    expect(observed(first, look({ known: false, head: 101, at: 40 })).state).toBe("dropped");
  });

  it("comes back when it turns up after all", () => {
    const dropped: Sent = { ...sent, state: "dropped", missing: { block: 90, at: 0 } };
    expect(open(dropped)).toBe(true);
    const back = observed(dropped, look({}));
    expect(back.state).toBe("pending");
    expect(back.missing).toBeUndefined();
    expect(observed(dropped, look({ receipt: { ok: true, block: 105, cost: 1n } })).state).toBe("confirmed");
  });
});
