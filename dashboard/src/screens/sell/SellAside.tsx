import { trade } from "../../words/trade";

const words = trade.aside;

export function SellAside() {
  return (
    <aside className="trade-aside">
      <div>
        <h2>{words.ways}</h2>
        <p>{words.waysNow}</p>
        <p>{words.waysBatch}</p>
        <p>{words.waysKind}</p>
      </div>
      <div>
        <h2>{words.tax}</h2>
        <p>{words.taxText}</p>
      </div>
    </aside>
  );
}
