import type { Leg, Rebalance } from "../../fund";
import { transactions as words } from "../../words/transactions";
import "./side.css";

/** A filled dot is a purchase, a ring a sale. Neither is good or bad. */
export function Side({ leg, rebalance }: { leg: Leg; rebalance: Rebalance }) {
  const note = rebalance.switched
    ? ""
    : leg.buy
      ? rebalance.cameIn.includes(leg.asset)
        ? words.isNew
        : ""
      : rebalance.left.includes(leg.asset)
        ? words.isExit
        : "";
  return (
    <span className={leg.buy ? "side buy" : "side"}>
      {leg.buy ? words.bought : words.sold}
      {note !== "" && <small> {note}</small>}
    </span>
  );
}
