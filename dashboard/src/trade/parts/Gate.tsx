import { percentOfPpm } from "../../format";
import { trade } from "../../words/trade";
import { BLOCK_ABOVE_PPM, gateOf, type Gate as GateState } from "../cost";

/** Above 3% of worst-case costs the reader says that they saw it; above 10% nothing is sent without expert mode. */
export function Gate({
  worstPpm, expert, onExpert, ticked, onTick,
}: {
  readonly worstPpm: bigint;
  readonly expert: boolean;
  readonly onExpert: (on: boolean) => void;
  readonly ticked: boolean;
  readonly onTick: (on: boolean) => void;
}) {
  const gate = gateOf(worstPpm, expert);
  const percent = percentOfPpm(worstPpm, "up");
  return (
    <div className="gate" data-gate={gate}>
      {gate === "blocked" && <p className="trade-error" role="status">{trade.gate.blocked(percent)}</p>}
      {worstPpm > BLOCK_ABOVE_PPM && (
        <label className="tick"><input type="checkbox" checked={expert} onChange={(event) => onExpert(event.target.checked)} /> <span>{trade.gate.expert}</span></label>
      )}
      {gate === "tick" && (
        <label className="tick"><input type="checkbox" checked={ticked} onChange={(event) => onTick(event.target.checked)} /> <span>{trade.gate.tick(percent)}</span></label>
      )}
    </div>
  );
}

export function passes(gate: GateState, ticked: boolean): boolean {
  return gate === "open" || (gate === "tick" && ticked);
}
