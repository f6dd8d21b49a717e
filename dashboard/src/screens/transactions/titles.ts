import type { Rebalance } from "../../fund";
import { transactions as words } from "../../words/transactions";

export function titleOf(rebalance: Rebalance): string {
  if (rebalance.switched) return rebalance.bull ? words.toTop : words.toStable;
  return rebalance.epoch === 1n ? words.first : words.rebalance(rebalance.epoch);
}
