/**
 * Average cost of an account's shares, and what its sales brought. USD of an exit in kind is counted where its prices are
 * known; shares that came without a price leave the cost unknown rather than at zero.
 */
import { TRADES, type Entry } from "./entries";

export type Basis = {
  /** Shares that the entries leave, 18 decimals. */
  readonly shares: bigint;
  /** Raw USDC that was paid for them; undefined where some came from another account or a part is not known. */
  readonly cost: bigint | undefined;
  /** Raw USDC: what sales brought less the cost of what was sold. */
  readonly realised: bigint | undefined;
  /** Raw USDC that all sales brought, exits in kind at `inKindValue`. */
  readonly proceeds: bigint;
  /** Why cost or result is unknown. */
  readonly unknown: "none" | "received" | "in-kind";
};

/**
 * @param entries in the order of the chain
 * @param inKindValue raw USDC that an exit in kind was worth; undefined where nobody knows
 */
export function basisOf(entries: readonly Entry[], inKindValue: (entry: Entry) => bigint | undefined): Basis {
  let shares = 0n;
  let cost = 0n;
  let realised = 0n;
  let proceeds = 0n;
  let costKnown = true;
  let resultKnown = true;
  let unknown: Basis["unknown"] = "none";
  for (const entry of entries) {
    if (!TRADES.has(entry.kind)) {
      continue;
    }
    if (entry.shares > 0n) {
      shares += entry.shares;
      cost -= entry.usdc;
      if (entry.kind === "shares received") {
        costKnown = false;
        unknown = "received";
      }
      continue;
    }
    const sold = -entry.shares;
    // Rounded down: what stays keeps the last unit of its cost.
    const part = shares === 0n ? 0n : (cost * (sold < shares ? sold : shares)) / shares;
    const brought = entry.kind === "exit in kind" ? inKindValue(entry) : entry.usdc;
    if (entry.kind !== "shares sent") {
      if (brought === undefined) {
        resultKnown = false;
        unknown = unknown === "none" ? "in-kind" : unknown;
      } else {
        realised += brought - part;
        proceeds += brought;
        resultKnown &&= costKnown;
      }
    }
    cost -= part;
    shares = sold < shares ? shares - sold : 0n;
    if (shares === 0n) {
      // Nothing is left whose cost could be unknown.
      cost = 0n;
      costKnown = true;
    }
  }
  return {
    shares,
    cost: costKnown ? cost : undefined,
    realised: resultKnown ? realised : undefined,
    proceeds,
    unknown: costKnown && resultKnown ? "none" : unknown,
  };
}
