import { useMemo } from "react";
import { Treemap } from "../../charts/treemap/Treemap";
import type { MapItem } from "../../charts/treemap/Treemap";
import * as format from "../../format";
import type { Assets, Fund, FundThen } from "../../fund";
import { hrefOf } from "../../parts";
import { holdings } from "../../words/holdings";
import { overview } from "../../words/overview";
import { MapCard } from "../holdings/MapCard";
import { useRows } from "../holdings/useRows";
import { Step } from "./Step";
import "../holdings/map.css";

const words = overview.story;

/** Step 2: what is held now, or what a decision of the past meant to hold. */
export function HoldCard({ fund, then, assets, height }: { fund: Fund; then: FundThen | null; assets: Assets; height?: number | undefined }) {
  const { rows, week, month } = useRows(fund);
  const past = useMemo(() => (then === null ? [] : itemsThen(then, assets)), [then, assets]);
  return (
    <section className="card" aria-labelledby="hold-title">
      {then === null ? (
        <MapCard
          rows={rows}
          week={week}
          month={month}
          height={height}
          colours={["week", "month", "drift"]}
          onPick={() => (location.hash = hrefOf("holdings"))}
          head={
            <>
              <Step id="hold-title" number={2}>
                {words.hold}
              </Step>
              <a className="small push" href={hrefOf("holdings")}>
                {words.table}
              </a>
            </>
          }
        />
      ) : (
        <>
          <div className="card-head">
            <Step id="hold-title" number={2}>
              {words.held}
            </Step>
            <span className="small dim">{words.past(format.date(then.time))}</span>
          </div>
          <Treemap items={past} label={holdings.map} height={height} onRead={() => undefined} foldedText={(ids) => format.percentOfPpm(then.weights.filter((target) => ids.includes(target.asset)).reduce((sum, target) => sum + target.weightPpm, 0))} />
          <div className="map-foot">
            <p className="map-read">{words.targets}</p>
          </div>
        </>
      )}
    </section>
  );
}

/** Targets as tiles. What a name gained or lost since is not in the events of that week, so no colour tells it. */
function itemsThen(then: FundThen, assets: Assets): MapItem[] {
  const fresh = new Set(then.rebalance?.switched ? [] : (then.rebalance?.cameIn ?? []));
  return then.weights.map(({ asset, weightPpm }) => {
    const found = assets.get(asset);
    const symbol = found?.symbol ?? `#${asset}`;
    const weight = format.percentOfPpm(weightPpm);
    const note = fresh.has(asset) ? words.isNew : "";
    return {
      id: asset,
      symbol,
      weight: weightPpm,
      weightText: weight,
      changeText: note,
      tone: found?.stable ? "hatched-tile" : fresh.has(asset) ? "d-p2" : "t-z",
      label: `${[symbol, weight, note].filter((text) => text !== "").join(" ")}, ${found?.name ?? symbol}`,
    };
  });
}
