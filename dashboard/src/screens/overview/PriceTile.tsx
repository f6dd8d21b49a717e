import * as format from "../../format";
import { useNow } from "../../chain";
import { changeSince, nowPoint, useLog } from "../../fund";
import type { Change as ChangeSince, Fund, Point, Rebalance } from "../../fund";
import { Change, CopyAddress, hrefOf, Term } from "../../parts";
import { openGlance } from "../../parts/dialogs";
import { overview as words } from "../../words/overview";
import { CheckedFact } from "../transactions/CheckedFact";
import { nextReview } from "./chartData";
import { useChangeOverSpan } from "./pastShare";

const DAY = 86_400;
const NO_ROWS: readonly never[] = [];

type Props = {
  readonly fund: Fund;
  readonly points: readonly Point[];
  readonly rebalances: readonly Rebalance[];
  readonly lost: boolean;
  readonly vault: string;
};

export function PriceTile({ fund, points, rebalances, lost, vault }: Props) {
  const empty = fund.supply === 0n;
  return (
    <section className="hero-tile" aria-labelledby="tile-title">
      <h1 id="tile-title">{words.title}</h1>
      <p className="lead">
        {words.lead}{" "}
        <button type="button" className="link" onClick={openGlance}>
          {words.glance}
        </button>
      </p>
      <p className="price" data-testid="share-price">
        {empty ? words.noPrice : format.sharePrice(fund.sharePrice)}
      </p>
      <p className="price-sub">
        {empty ? (
          words.noPriceWhy
        ) : (
          <>
            {words.perShare} (<Term of="nav">NAV</Term>),{" "}
            {lost ? <b>{words.asOf(format.stamp(fund.time))}</b> : words.at(format.stamp(fund.time))}
          </>
        )}
      </p>
      <Changes fund={fund} points={points} />
      <div className="cta">
        <Action href={hrefOf("buy")} primary off={lost}>
          {words.buy}
        </Action>
        <Action href={hrefOf("sell")} off={false}>
          {words.sell}
        </Action>
      </div>
      <Facts fund={fund} rebalances={rebalances} vault={vault} />
    </section>
  );
}

/** Nobody buys from a stale quote. Selling stays open: an exit in kind needs no price, in any state of the page. */
function Action({
  href,
  primary = false,
  off,
  children,
}: {
  href: string;
  primary?: boolean;
  off: boolean;
  children: string;
}) {
  const name = primary ? "btn primary" : "btn";
  return off ? (
    <a className={name} role="link" aria-disabled="true">
      {children}
    </a>
  ) : (
    <a className={name} href={href}>
      {children}
    </a>
  );
}

function Changes({ fund, points }: { fund: Fund; points: readonly Point[] }) {
  const { data: log } = useLog();
  const now = nowPoint(fund);
  const since = (span: number | "start") => (now === null ? null : changeSince(points, now, span));
  const rows = log !== undefined && log.loading >= 1 ? log.rows : NO_ROWS;
  const day = useChangeOverSpan(fund, rows, since(DAY), DAY);
  const week = useChangeOverSpan(fund, rows, since(7 * DAY), 7 * DAY);
  const start = since("start");
  if (start === null || !("ratio" in start)) {
    return null;
  }
  return (
    <dl className="changes">
      <SpanChange name={words.changes.day} change={day} fund={fund} id="day" />
      <SpanChange name={words.changes.week} change={week} fund={fund} id="week" />
      <SpanChange name={words.changes.start(format.date(start.from.time))} change={start} fund={fund} id="start" />
    </dl>
  );
}

/** A change with its own age; where there is none, why. */
function SpanChange({ name, change, fund, id }: { name: string; change: ChangeSince | null; fund: Fund; id: string }) {
  return (
    <div data-testid={`change-${id}`}>
      <dt>{name}</dt>
      {change !== null && "ratio" in change ? (
        <dd>
          <Change value={format.change(change.ratio)} />
          <small title={`${format.sharePrice(change.from.sharePrice)}, ${format.stamp(change.from.time)}`}>
            {words.changeAge(format.span(fund.time - change.from.time))}
          </small>
        </dd>
      ) : (
        <dd>
          {words.notAvailable}
          <small>{words.noChange[change?.why ?? "empty"]}</small>
        </dd>
      )}
    </div>
  );
}

function Facts({ fund, rebalances, vault }: { fund: Fund; rebalances: readonly Rebalance[]; vault: string }) {
  const now = useNow(60);
  const held = fund.holdings.filter((holding) => holding.held && holding.value > 0n);
  const volatile = held.filter((holding) => !holding.stable).length;
  const since = rebalances.findLast((rebalance, place) => rebalance.switched || place === 0);
  const review = nextReview(now || fund.time);
  const { facts } = words;
  return (
    <dl className="facts">
      <div>
        <dt>{facts.tokens}</dt>
        <dd data-testid="tokens">
          {volatile > 0 ? volatile : held.length === 0 ? facts.noTokens : facts.stable(held.length)}
        </dd>
      </div>
      <div>
        <dt>{facts.review}</dt>
        <dd title={format.stamp(review)}>{facts.nextIn(format.span(review - (now || fund.time)))}</dd>
      </div>
      <div>
        <dt>
          <Term of="regime">{facts.regime}</Term>
        </dt>
        <dd>
          {fund.epoch === 0n
            ? facts.noRegime
            : since === undefined
              ? fund.decision.bull
                ? facts.bull
                : facts.bear
              : (fund.decision.bull ? facts.bullSince : facts.bearSince)(format.date(since.time))}
        </dd>
      </div>
      <div>
        <dt>{facts.size}</dt>
        <dd data-testid="fund-size">{format.usd(fund.nav, "half", 0)}</dd>
      </div>
      <div>
        <dt>{facts.contract}</dt>
        <dd>
          <CopyAddress value={vault} what={facts.contract} />
        </dd>
      </div>
      <div>
        <dt>
          <Term of="dataMatches">{facts.checked}</Term>
        </dt>
        <dd>
          <CheckedFact rebalances={rebalances} />
        </dd>
      </div>
    </dl>
  );
}
