/**
 * What a check of a decision has found. Green needs the hash of the published bytes and every recorded figure to equal the
 * chain's; one difference is red; anything that could not be had or read is grey. There is no other way to green.
 */
import type { Hex, Target } from "../fund/model";

/** What the chain says of a decision. */
export type Recorded = {
  readonly epoch: bigint;
  readonly dataHash: Hex;
  readonly bull: boolean;
  /** 0..100 with 6 decimals. */
  readonly gauge: bigint;
  readonly targets: readonly Target[];
};

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: Why };
export type Why = "nobody-decided" | "not-found" | "unreachable" | "too-large" | "unreadable" | "no-source" | "failed";
export type Hashed = { readonly hash: Hex; readonly bytes: number };

/** The decision record as it is published; unknown until it is read. */
export type Published = {
  readonly epoch: number;
  readonly dataHash: string;
  readonly bull: boolean;
  readonly gauge: number;
  readonly targets: readonly { readonly asset: number; readonly ppm: number }[];
};

export type Difference =
  | { readonly kind: "hash"; readonly chain: string; readonly here: string }
  | {
      readonly kind: "record-hash" | "epoch" | "regime" | "gauge" | "state";
      readonly chain: string;
      readonly here: string;
    }
  | { readonly kind: "target"; readonly asset: number; readonly chain: number; readonly here: number };

export type Proof =
  | { readonly state: "unchecked" }
  | { readonly state: "checking" }
  | {
      readonly state: "match";
      readonly bytes: number;
      readonly targets: number;
      readonly gauge: bigint;
      readonly hash: Hex;
    }
  | { readonly state: "mismatch"; readonly differences: readonly Difference[] }
  | { readonly state: "unavailable"; readonly what: "snapshot" | "record" | "both" | "decision"; readonly why: Why };

const NOBODY = /^0x0*$/;

export function verdict(chain: Recorded, snapshot: Answer<Hashed>, record: Answer<Published>): Proof {
  if (NOBODY.test(chain.dataHash)) {
    return { state: "unavailable", what: "decision", why: "nobody-decided" };
  }
  const differences: Difference[] = [];
  if (snapshot.ok && snapshot.value.hash.toLowerCase() !== chain.dataHash.toLowerCase()) {
    differences.push({ kind: "hash", chain: chain.dataHash, here: snapshot.value.hash });
  }
  if (record.ok) {
    differences.push(...compare(chain, record.value));
  }
  if (differences.length > 0) {
    return { state: "mismatch", differences };
  }
  if (snapshot.ok && record.ok) {
    return {
      state: "match",
      bytes: snapshot.value.bytes,
      targets: chain.targets.length,
      gauge: chain.gauge,
      hash: snapshot.value.hash,
    };
  }
  const what = snapshot.ok ? "record" : record.ok ? "snapshot" : "both";
  const why = !snapshot.ok ? snapshot.why : !record.ok ? record.why : "failed";
  return { state: "unavailable", what, why };
}

function compare(chain: Recorded, record: Published): Difference[] {
  const found: Difference[] = [];
  const differ = (kind: "record-hash" | "epoch" | "regime" | "gauge", here: string, there: string) => {
    if (here !== there) {
      found.push({ kind, chain: there, here });
    }
  };
  differ("epoch", String(record.epoch), String(chain.epoch));
  differ("record-hash", record.dataHash.toLowerCase(), chain.dataHash.toLowerCase());
  differ("regime", regime(record.bull), regime(chain.bull));
  differ("gauge", String(record.gauge), String(chain.gauge));
  return [...found, ...targets(chain.targets, record.targets)];
}

export function regime(bull: boolean): string {
  return bull ? "bull" : "bear";
}

function targets(chain: readonly Target[], record: Published["targets"]): Difference[] {
  const there = sums(chain.map((target) => [target.asset, target.weightPpm]));
  const here = sums(record.map((target) => [target.asset, target.ppm]));
  return [...new Set([...there.keys(), ...here.keys()])]
    .sort((a, b) => a - b)
    .map((asset) => ({ kind: "target" as const, asset, chain: there.get(asset) ?? 0, here: here.get(asset) ?? 0 }))
    .filter((difference) => difference.chain !== difference.here);
}

function sums(pairs: readonly (readonly [number, number])[]): Map<number, number> {
  const sum = new Map<number, number>();
  for (const [asset, ppm] of pairs) {
    sum.set(asset, (sum.get(asset) ?? 0) + ppm);
  }
  return sum;
}

/** Events against state: what the log says of the decision in force must be what the strategy itself answers. */
export function againstState(log: Recorded, state: Recorded): Difference[] {
  const published: Published = {
    epoch: Number(state.epoch),
    dataHash: state.dataHash,
    bull: state.bull,
    gauge: Number(state.gauge),
    targets: state.targets.map(({ asset, weightPpm }) => ({ asset, ppm: weightPpm })),
  };
  return compare(log, published);
}

/** Reads a published record; null for anything that is not one. */
export function readRecord(document: unknown): Published | null {
  if (typeof document !== "object" || document === null) {
    return null;
  }
  const { epoch, data_hash, regime: name, gauge, targets: list } = document as Record<string, unknown>;
  if (
    !isCount(epoch) ||
    typeof data_hash !== "string" ||
    (name !== "bull" && name !== "bear") ||
    !isCount(gauge) ||
    !Array.isArray(list)
  ) {
    return null;
  }
  const read: { asset: number; ppm: number }[] = [];
  for (const entry of list as unknown[]) {
    const { asset_id, ppm } = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
    if (!isCount(asset_id) || !isCount(ppm)) {
      return null;
    }
    read.push({ asset: asset_id, ppm });
  }
  return { epoch, dataHash: data_hash, bull: name === "bull", gauge, targets: read };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
