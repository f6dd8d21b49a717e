import { hrefOf, useRoute } from "../../parts";
import { trade } from "../../words/trade";
import "./trade-bar.css";

/** Buy and sell within reach of a thumb on small screens, above the tabs. Each opens its form over the whole screen. */
export function TradeBar() {
  const { screen } = useRoute();
  const words = trade.bar;
  return (
    <nav className="trade-bar" aria-label={words.label}>
      {(["buy", "sell"] as const).map((side) => (
        <a key={side} className={side === "buy" ? "btn primary" : "btn"} href={hrefOf(side)} aria-current={screen === side ? "page" : undefined}>
          {words[side]}
        </a>
      ))}
    </nav>
  );
}

/** From buying to selling and back, at the head of both forms. */
export function TradeSwitch() {
  const { screen } = useRoute();
  const words = trade.bar;
  return (
    <nav className="trade-switch" aria-label={words.label}>
      {(["buy", "sell"] as const).map((side) => (
        <a key={side} href={hrefOf(side)} aria-current={screen === side ? "page" : undefined}>{words[side]}</a>
      ))}
    </nav>
  );
}
