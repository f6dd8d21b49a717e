/** What came, left and moved between two decisions: from their targets alone. */
import type { Target } from "../../fund/model";

export type Move = { readonly asset: number; readonly before: number; readonly after: number };
export type Comparison = {
  readonly came: readonly Move[];
  readonly left: readonly Move[];
  readonly moved: readonly Move[];
};

export function compare(before: readonly Target[], after: readonly Target[]): Comparison {
  const then = new Map(before.map((target) => [target.asset, target.weightPpm]));
  const now = new Map(after.map((target) => [target.asset, target.weightPpm]));
  const moves = [...new Set([...then.keys(), ...now.keys()])].map((asset) => ({
    asset,
    before: then.get(asset) ?? 0,
    after: now.get(asset) ?? 0,
  }));
  return {
    came: moves
      .filter((move) => move.before === 0 && move.after > 0)
      .sort((a, b) => b.after - a.after || a.asset - b.asset),
    left: moves
      .filter((move) => move.before > 0 && move.after === 0)
      .sort((a, b) => b.before - a.before || a.asset - b.asset),
    moved: moves
      .filter((move) => move.before > 0 && move.after > 0 && move.before !== move.after)
      .sort((a, b) => size(b) - size(a) || a.asset - b.asset),
  };
}

function size(move: Move): number {
  return Math.abs(move.after - move.before);
}
