import type { Point, Rebalance, Target } from "./model";

/** The fund as it was at a time of the past, from events alone. */
export type FundThen = {
  readonly time: number;
  /** The decision in force; undefined before the first. */
  readonly rebalance: Rebalance | undefined;
  /** Of that decision: what was meant to be held. What was held beside it is not in events. */
  readonly weights: readonly Target[];
  /** Null where the decision has none. */
  readonly gauge: bigint | null;
  readonly bull: boolean;
  /** The last reading of the share price until then. */
  readonly point: Point | undefined;
};

export function fundThen(rebalances: readonly Rebalance[], points: readonly Point[], time: number): FundThen {
  const rebalance = rebalances.findLast((each) => each.time <= time);
  return {
    time,
    rebalance,
    weights: rebalance?.targets ?? [],
    gauge: rebalance === undefined || BigInt(rebalance.dataHash) === 0n ? null : rebalance.gauge,
    bull: rebalance?.bull ?? false,
    point: points.findLast((each) => each.time <= time),
  };
}
