import { useMemo } from "react";
import { useChain } from "../../chain";
import type { Rebalance } from "../../fund/model";
import { checkAll, useProgress, useProofs } from "../../proof/store";
import { proof as words } from "../../words/proof";
import { recordedOf } from "./recorded";

/** How many decisions this browser has checked, and the button that checks them all. */
export function CheckedFact({ rebalances }: { rebalances: readonly Rebalance[] }) {
  const { config } = useChain();
  const recorded = useMemo(() => rebalances.map(recordedOf), [rebalances]);
  const proofs = useProofs(recorded);
  const progress = useProgress();
  if (rebalances.length === 0) {
    return <>{words.nothing}</>;
  }
  const count = (state: string) => proofs.filter((each) => each.state === state).length;
  const bad = count("mismatch");
  const unavailable = count("unavailable");
  const done = count("match");
  return (
    <span className="checked-fact" aria-live="polite">
      {progress !== null ? (
        words.checkingAll(progress.done, progress.of)
      ) : (
        <>
          {bad > 0 ? (
            <b className="loss">{words.bad(bad)}</b>
          ) : done > 0 ? (
            words.summary(done, rebalances.length)
          ) : unavailable > 0 ? (
            words.unavailable(unavailable)
          ) : (
            words.noneYet(rebalances.length)
          )}{" "}
          {done < rebalances.length && (
            <button
              type="button"
              className="link"
              title={words.size}
              onClick={() => void checkAll(recorded, { snapshots: config.snapshots, decisions: config.decisions })}
            >
              {words.checkAll}
            </button>
          )}
        </>
      )}
    </span>
  );
}
