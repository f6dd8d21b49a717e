import { useMemo } from "react";
import { classOf, LIMITS } from "../../charts/treemap/classes";
import { Treemap } from "../../charts/treemap/Treemap";
import type { MapItem } from "../../charts/treemap/Treemap";
import * as format from "../../format";
import { useRebalances } from "../../fund";
import type { Assets, Fund, FundThen, Rebalance } from "../../fund";
import { hrefOf } from "../../parts";
import { holdings } from "../../words/holdings";
import { overview } from "../../words/overview";
import { MapCard } from "../holdings/MapCard";
import { useRows } from "../holdings/useRows";
import { Step } from "./Step";
import "../holdings/map.css";

const words = overview.story;

function toHoldings(): void {
  location.hash = hrefOf("holdings");
}

/** Step 2: what is held now, or what a decision of the past meant to hold. */
export function HoldCard({
  fund,
  then,
  assets,
  height,
}: {
  fund: Fund;
  then: FundThen | null;
  assets: Assets;
  height?: number | undefined;
}) {
  const { rows, week, month } = useRows(fund);
  const { data: rebalances } = useRebalances();
  const past = useMemo(() => {
    if (then === null) return [];
    const before = rebalances?.findLast((each) => each.epoch < (then.rebalance?.epoch ?? 0n));
    return itemsThen(then, then.rebalance?.switched ? undefined : before, assets);
  }, [then, rebalances, assets]);
  return (
    <section className="card" aria-labelledby="hold-title">
      {then === null ? (
        <MapCard
          rows={rows}
          week={week}
          month={month}
          height={height}
          colours={["week", "month", "drift"]}
          onPick={toHoldings}
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
          <Treemap
            items={past}
            label={holdings.map}
            height={height}
            onRead={() => undefined}
            foldedText={(ids) =>
              format.percentOfPpm(
                then.weights
                  .filter((target) => ids.includes(target.asset))
                  .reduce((sum, target) => sum + target.weightPpm, 0),
              )
            }
          />
          <div className="map-foot">
            <p className="map-read">{words.targets}</p>
          </div>
        </>
      )}
    </section>
  );
}

/** Targets as tiles, coloured by what the decision changed: events tell that, and not the prices of that week. */
function itemsThen(then: FundThen, before: Rebalance | undefined, assets: Assets): MapItem[] {
  const earlier = new Map(before?.targets.map((target) => [target.asset, target.weightPpm]));
  return then.weights.map(({ asset, weightPpm }) => {
    const found = assets.get(asset);
    const symbol = found?.symbol ?? `#${asset}`;
    const weight = format.percentOfPpm(weightPpm);
    const was = earlier.get(asset);
    const ratio = was === undefined ? null : weightPpm / was - 1;
    const step = classOf(ratio === null ? null : ratio * 100, LIMITS.drift);
    const note =
      before === undefined ? "" : ratio === null ? words.isNew : ratio === 0 ? "" : format.change(ratio).text;
    return {
      id: asset,
      symbol,
      weight: weightPpm,
      weightText: weight,
      changeText: note,
      tone: found?.stable
        ? "hatched-tile"
        : ratio === null
          ? before === undefined
            ? "d-z"
            : "d-p3"
          : `d-${step}${step.startsWith("n") ? " falling" : ""}`,
      label: `${[symbol, weight, note].filter((text) => text !== "").join(" ")}, ${found?.name ?? symbol}`,
    };
  });
}
