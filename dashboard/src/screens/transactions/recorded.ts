import type { Rebalance } from "../../fund/model";
import type { Recorded } from "../../proof/verdict";

/** What the log says of a decision, for its check. */
export function recordedOf({ epoch, dataHash, bull, gauge, targets }: Rebalance): Recorded {
  return { epoch, dataHash, bull, gauge, targets };
}
