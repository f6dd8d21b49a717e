import { keccak256, toBytes } from "viem";
import { describe, expect, it } from "vitest";
import { againstState, readRecord, verdict } from "./verdict";
import type { Answer, Hashed, Published, Recorded, Why } from "./verdict";

const body = toBytes('{"assets":[1,2,3]}');
const hash = keccak256(body);
const chain: Recorded = {
  epoch: 36n,
  dataHash: hash,
  bull: true,
  gauge: 98_160_000n,
  targets: [
    { asset: 1, weightPpm: 10_000 },
    { asset: 4, weightPpm: 990_000 },
  ],
};
const record: Published = {
  epoch: 36,
  dataHash: hash,
  bull: true,
  gauge: 98_160_000,
  targets: [
    { asset: 1, ppm: 10_000 },
    { asset: 4, ppm: 990_000 },
  ],
};
const had = (bytes: Uint8Array): Answer<Hashed> => ({
  ok: true,
  value: { hash: keccak256(bytes), bytes: bytes.length },
});
const published = (change: Partial<Published> = {}): Answer<Published> => ({
  ok: true,
  value: { ...record, ...change },
});
const none = (why: Why) => ({ ok: false, why }) as const;

describe("22: a proof is green only after everything was found equal", () => {
  it("is green when bytes, targets and gauge are the chain's", () => {
    expect(verdict(chain, had(body), published())).toMatchObject({ state: "match", targets: 2, bytes: body.length });
  });
  it("turns red for any one changed byte of the snapshot", () => {
    for (let place = 0; place < body.length; place++) {
      const changed = body.slice();
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(verdict(chain, had(changed), published()).state).toBe("mismatch");
    }
  });
  it("turns red for one changed weight, gauge, regime, epoch or hash", () => {
    for (const change of [
      {
        targets: [
          { asset: 1, ppm: 10_001 },
          { asset: 4, ppm: 989_999 },
        ],
      },
      { targets: [{ asset: 4, ppm: 990_000 }] },
      { targets: [...record.targets, { asset: 9, ppm: 1 }] },
      { gauge: 98_160_001 },
      { bull: false },
      { epoch: 35 },
      { dataHash: `0x${"0".repeat(64)}` },
    ]) {
      expect(verdict(chain, had(body), published(change)).state).toBe("mismatch");
    }
  });
  it("turns red for one changed event", () => {
    const changed = {
      ...chain,
      targets: [
        { asset: 1, weightPpm: 20_000 },
        { asset: 4, weightPpm: 980_000 },
      ],
    };
    expect(verdict(changed, had(body), published()).state).toBe("mismatch");
    expect(againstState(changed, chain)).toHaveLength(2);
    expect(againstState(chain, chain)).toEqual([]);
  });
  it("is grey without a snapshot, without a record, and where nobody decided", () => {
    expect(verdict(chain, none("not-found"), published())).toEqual({
      state: "unavailable",
      what: "snapshot",
      why: "not-found",
    });
    expect(verdict(chain, had(body), none("unreadable"))).toEqual({
      state: "unavailable",
      what: "record",
      why: "unreadable",
    });
    expect(verdict({ ...chain, dataHash: `0x${"0".repeat(64)}` }, had(body), published()).state).toBe("unavailable");
  });
  it("has no path from an error to green", () => {
    for (const why of ["not-found", "unreachable", "too-large", "unreadable", "no-source", "failed"] as const) {
      expect(verdict(chain, none(why), published()).state).toBe("unavailable");
      expect(verdict(chain, had(body), none(why)).state).toBe("unavailable");
      expect(verdict(chain, none(why), none(why)).state).toBe("unavailable");
    }
  });
  it("is red rather than grey when one part differs and the other is missing", () => {
    expect(verdict(chain, none("unreachable"), published({ gauge: 1 })).state).toBe("mismatch");
  });
});

describe("readRecord", () => {
  const good = {
    epoch: 36,
    data_hash: hash,
    regime: "bull",
    gauge: 98_160_000,
    targets: [{ asset_id: 1, ppm: 10_000 }],
  };
  it("reads a record", () => {
    expect(readRecord(good)).toMatchObject({ epoch: 36, bull: true, targets: [{ asset: 1, ppm: 10_000 }] });
  });
  it("refuses what is not one", () => {
    for (const bad of [
      null,
      7,
      "x",
      [],
      {},
      { ...good, regime: "Bull" },
      { ...good, gauge: "98160000" },
      { ...good, targets: [{ asset_id: 1 }] },
      { ...good, targets: [null] },
      { ...good, epoch: 1.5 },
    ]) {
      expect(readRecord(bad)).toBeNull();
    }
  });
});
