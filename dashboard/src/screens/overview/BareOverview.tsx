import * as format from "../../format";
import { type Bare, useAssets, useBare, useRebalances } from "../../fund";
import { CopyAddress, hrefOf, Term } from "../../parts";
import { useChain } from "../../chain";
import { overview as words } from "../../words/overview";
import { ChangeCard } from "./ChangeCard";
import { Contracts } from "./Contracts";
import { OverviewSkeleton } from "./OverviewSkeleton";

/** The screen while the fund's figures can't be read: what other contracts and the events say, and the exit in kind. */
export function BareOverview() {
  const { data: bare } = useBare(true);
  const { data: rebalances = [] } = useRebalances();
  const { data: assets } = useAssets();
  if (bare === undefined) {
    return <OverviewSkeleton />;
  }
  return (
    <>
      <div className="hero bare">
        <section className="hero-tile" aria-labelledby="tile-title">
          <h1 id="tile-title">{words.title}</h1>
          <p className="price" data-testid="share-price">
            {bare.sharePrice === null ? words.noPrice : format.sharePrice(bare.sharePrice)}
          </p>
          <p className="price-sub">
            {bare.supply === 0n ? words.noPriceWhy : bare.sharePrice === null ? words.bare.noPrice : `${words.perShare}, ${words.at(format.stamp(bare.time))}`}
          </p>
          <div className="cta">
            <a className="btn primary" href={hrefOf("sell", { route: "kind" })}>{words.bare.kind}</a>
          </div>
          <p className="warn-line">{words.bare.why}</p>
        </section>
        <section className="hero-tile" aria-label={words.facts.regime}>
          <BareFacts bare={bare} />
        </section>
      </div>
      <div className="story-intro">
        <h2>{words.bare.rest}</h2>
      </div>
      <div className="story">
        <ChangeCard rebalances={rebalances} rebalance={rebalances.at(-1) ?? null} assets={assets} />
      </div>
      <div className="ends">
        <Contracts />
      </div>
    </>
  );
}

function BareFacts({ bare }: { readonly bare: Bare }) {
  const { config } = useChain();
  const { facts } = words;
  const { decision } = bare;
  return (
    <dl className="facts">
      <div>
        <dt><Term of="regime">{facts.regime}</Term></dt>
        <dd>{decision.epoch === 0n ? facts.noRegime : decision.bull ? facts.bull : facts.bear}</dd>
      </div>
      <div>
        <dt><Term of="gauge">{words.chart.gauge}</Term></dt>
        <dd>{decision.epoch === 0n ? words.notAvailable : format.gauge(decision.gauge)}</dd>
      </div>
      <div>
        <dt>{words.bare.shares}</dt>
        <dd data-testid="supply">{format.shares(bare.supply)}</dd>
      </div>
      <div>
        <dt>{words.bare.purchases}</dt>
        <dd>{bare.woundDown ? words.bare.ended : bare.pausedUntil > 0 ? words.bare.paused(format.stamp(bare.pausedUntil)) : words.bare.open}</dd>
      </div>
      <div>
        <dt>{facts.contract}</dt>
        <dd><CopyAddress value={config.deployment.vault} what={facts.contract} /></dd>
      </div>
    </dl>
  );
}
