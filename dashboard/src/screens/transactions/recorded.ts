import type { Rebalance } from "../../fund";
import type { Recorded } from "../../proof/verdict";

const known = new WeakMap<Rebalance, Recorded>();

/** What the log says of a decision, for its check: the same object for the same decision. */
export function recordedOf(rebalance: Rebalance): Recorded {
  let recorded = known.get(rebalance);
  if (recorded === undefined) {
    const { epoch, dataHash, bull, gauge, targets } = rebalance;
    recorded = { epoch, dataHash, bull, gauge, targets };
    known.set(rebalance, recorded);
  }
  return recorded;
}
