import { useCallback, useRef, useState } from "react";
import * as format from "../../format";
import { CASH, useAssets, useFund, useRebalances } from "../../fund";
import type { Fund } from "../../fund";
import { Term } from "../../parts";
import { holdings as words } from "../../words/holdings";
import { overview } from "../../words/overview";
import { useDecisionParts } from "../strategy/parts";
import { Comparison } from "./Comparison";
import { HoldingsTable } from "./HoldingsTable";
import { MapCard } from "./MapCard";
import type { Row } from "./rows";
import { useRows } from "./useRows";
import "./holdings.css";

export default function Holdings() {
  const { data: fund, error } = useFund();
  if (fund === undefined) {
    return (
      <div aria-busy={error === null}>
        <div className="page-head">
          <h1>{words.title}</h1>
          <p role="status">{error === null ? overview.loading : words.unread}</p>
        </div>
        {error === null && <span className="skeleton" style={{ height: 560 }} aria-hidden="true" />}
      </div>
    );
  }
  return <Held fund={fund} />;
}

function Held({ fund }: { fund: Fund }) {
  const { rows, week, month } = useRows(fund);
  const { data: rebalances = [] } = useRebalances();
  const { data: assets } = useAssets();
  const [chosen, setChosen] = useState<number | null>(null);
  const table = useRef<HTMLElement>(null);
  const stale = rows.filter((row) => row.stale && row.holding.held);
  const pick = useCallback((id: number) => {
    setChosen(id);
    table.current?.querySelector(`[data-asset="${id}"]`)?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        <p>{words.lead(whatOf(rows), format.usd(fund.nav))}</p>
        {stale.length > 0 && (
          <p className="warn-line">{words.without(format.listed(stale.map((row) => row.holding.symbol)))}</p>
        )}
      </div>
      <section className="card" aria-label={words.map}>
        <MapCard rows={rows} week={week} month={month} onPick={pick} head={<MapFacts fund={fund} rows={rows} />} />
      </section>
      <section ref={table} className="holdings-table" aria-label={words.title}>
        <HoldingsTable rows={rows} fund={fund} chosen={chosen} />
      </section>
      <Comparison rebalances={rebalances} assets={assets} />
    </>
  );
}

function whatOf(rows: readonly Row[]): string {
  const held = rows.filter((row) => row.holding.held && row.holding.value > 0n);
  if (held.length === 0) {
    return words.what.none;
  }
  if (held.every((row) => row.holding.stable)) {
    return words.what.stable(held.length);
  }
  const cash = held.find((row) => row.holding.id === CASH);
  const others = held.length - (cash ? 1 : 0);
  return words.what.assets(others, cash ? format.percentOfPpm(cash.holding.weightPpm) : null);
}

function MapFacts({ fund, rows }: { fund: Fund; rows: readonly Row[] }) {
  const { data: made } = useDecisionParts(fund.epoch, fund.decision.gauge);
  const largest = rows.slice(0, 3).reduce((sum, row) => sum + row.holding.weightPpm, 0);
  const held = rows.filter((row) => row.holding.held);
  return (
    <dl className="map-facts" data-testid="map-facts">
      <div>
        <dt>
          <Term of="coverage">{words.facts.coverage}</Term>
        </dt>
        <dd>{made?.coveragePpm == null ? overview.notAvailable : format.percentOfPpm(made.coveragePpm)}</dd>
      </div>
      <div>
        <dt>{words.facts.largest}</dt>
        <dd>{format.percentOfPpm(largest)}</dd>
      </div>
      <div>
        <dt>{words.facts.fresh}</dt>
        <dd>{words.freshOf(held.filter((row) => !row.stale).length, held.length)}</dd>
      </div>
      <div>
        <dt>{words.facts.distance}</dt>
        <dd>{fund.nav === 0n ? overview.notAvailable : format.percentOf(fund.distance, fund.nav)}</dd>
      </div>
    </dl>
  );
}
