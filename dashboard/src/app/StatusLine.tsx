import { useHead } from "../chain";
import { span, stamp } from "../format";
import { type Condition, useCondition, useFund, useRebalances } from "../fund";
import { shell } from "../words";

type Shape = "" | "warn" | "bad";

const words = shell.status;
/** The dot changes its shape too: filled, ring, square. */
const LINES: Record<Condition, readonly [Shape, string]> = {
  "other-chain": ["bad", words.otherChain],
  silent: ["warn", words.silent],
  behind: ["warn", words.behind],
  lens: ["bad", words.lens],
  unread: ["bad", words.lens],
  gaps: ["bad", words.gaps],
  "wrong-wallet": ["warn", words.otherChain],
  "wound-down": ["warn", words.woundDown],
  "no-price": ["warn", words.noPrice(1)],
  paused: ["warn", words.paused],
  keeper: ["warn", words.keeper],
  empty: ["warn", words.empty],
  rebalancing: ["", words.rebalancing],
  reading: ["warn", words.reading],
  open: ["", words.open],
};

/** The state in words, the decision in force, the age of everything. */
export function StatusLine() {
  const condition = useCondition();
  const fund = useFund().data;
  const rebalances = useRebalances().data;
  const [shape, line] = LINES[condition];
  const text = condition === "no-price" ? words.noPrice(fund?.unpriced.length ?? 1) : line;
  const legs = rebalances?.at(-1)?.sessions.reduce((sum, session) => sum + session.legs.length, 0) ?? 0;
  const more = condition === "open" ? words.openLong : condition === "rebalancing" ? words.rebalancingLong(legs) : "";
  return (
    <section className="status" aria-label={shell.state}>
      <div className="wrap">
        <span>
          <i className={`dot ${shape}`} aria-hidden="true" />
          <span>
            {text}
            {more !== "" && <span className="wide">{more}</span>}
          </span>
        </span>
        {fund !== undefined && (
          <>
            <span className="wide">
              {fund.decision.epoch === 0n ? words.noDecision : words.decision(fund.decision.epoch, stamp(fund.decision.activatedAt))}
            </span>
            <span className="wide wider">{words.prices(...freshPrices(fund.holdings))}</span>
          </>
        )}
        <Age />
      </div>
    </section>
  );
}

function freshPrices(holdings: readonly { readonly held: boolean; readonly firm: boolean }[]): [number, number] {
  const held = holdings.filter((row) => row.held);
  return [held.filter((row) => row.firm).length, held.length];
}

/** Alone in what is drawn each second. Past a minute it says since when. */
function Age() {
  const { block, time, age, lost } = useHead();
  if (block === 0n) return null;
  return <span>{lost || age > 60 ? words.asOf(stamp(time), block) : words.block(block, span(age))}</span>;
}
