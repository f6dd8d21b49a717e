import { clock, span } from "../../format";
import { trade } from "../../words/trade";
import type { LiveQuote } from "../quote/useQuote";

const words = trade.quote;

/** How old the numbers above are. */
export function QuoteLine({ live, waiting }: { readonly live: LiveQuote; readonly waiting: boolean }) {
  const { quote, shown, age, stale, error } = live;
  const text = () => {
    if (error !== null && quote === undefined) return words.failed;
    if (quote === undefined) return waiting ? words.reading : "";
    const block = quote.block.toLocaleString("en-US");
    return stale ? words.stale(clock(quote.time), block) : words.age(span(age), block);
  };
  const said = text();
  if (said === "" && shown === undefined) {
    return null;
  }
  return (
    <p className={stale || error !== null ? "quote-age old" : "quote-age"}>
      <span className="quote-dot" aria-hidden="true" />
      <span>{said}</span>
    </p>
  );
}
