import { useMemo, useState } from "react";
import { PriceLine } from "../../charts/PriceLine";
import { hasGap, valueAt } from "../../charts/lanes";
import type { Reading } from "../../charts/lanes";
import * as format from "../../format";
import type { Assets } from "../../fund/assets";
import { setCursor, useCursor } from "../../fund/cursor";
import type { Fund, Point, Rebalance } from "../../fund/model";
import { Segmented } from "../../parts";
import { overview } from "../../words/overview";
import { chartOf, hasRange, inForceAt, stopsOf } from "./chartData";
import type { Range } from "./chartData";

const words = overview.chart;
const DIGITS = 4;

type Props = {
  readonly fund: Fund;
  readonly points: readonly Point[];
  readonly rebalances: readonly Rebalance[];
  readonly always: readonly Reading[];
  readonly assets: Assets;
};

/** The price over time; its cursor moves the gauge, the treemap and the last rebalance below it. */
export function PriceChart({ fund, points, rebalances, always, assets }: Props) {
  const [range, setRange] = useState<Range>("all");
  const [compare, setCompare] = useState(true);
  const [pinned, setPinned] = useState<number | null>(null);
  const cursor = useCursor();
  const data = useMemo(
    () => chartOf(points, rebalances, compare ? always : [], fund.time, range),
    [points, rebalances, always, compare, fund.time, range],
  );
  const stops = useMemo(() => stopsOf(data, rebalances), [data, rebalances]);
  const newest = stops.at(-1);

  const move = (time: number | null, pin: boolean) => {
    // Leaving the chart goes back to the week that was chosen, if one was.
    const to = time === newest ? null : (time ?? (pin ? null : pinned));
    if (pin) setPinned(to);
    setCursor(to);
  };
  const at = cursor ?? fund.time;
  const off = (each: Exclude<Range, "all">) => !hasRange(points, fund.time, each);

  return (
    <section className="hero-chart" aria-labelledby="chart-title">
      <div className="chart-head">
        <h2 id="chart-title">{words.title}</h2>
        <div className="row">
          <Segmented
            label={words.range}
            value={range}
            onChange={setRange}
            choices={[
              { value: "month", label: words.ranges.month, ...(off("month") && { off: words.short }) },
              { value: "quarter", label: words.ranges.quarter, ...(off("quarter") && { off: words.short }) },
              { value: "all", label: words.ranges.all },
            ]}
          />
          {always.length > 0 && (
            <button type="button" className="toggle" aria-pressed={compare} onClick={() => setCompare(!compare)}>
              {words.compare}
            </button>
          )}
        </div>
      </div>
      {data.prices.length === 0 ? (
        <p className="empty">{words.none}</p>
      ) : (
        <>
          <ReadOut
            at={at}
            past={cursor !== null}
            data={data}
            points={points}
            fund={fund}
            rebalances={rebalances}
            compare={compare}
            assets={assets}
            onNow={() => move(null, true)}
          />
          <PriceLine
            data={data}
            stops={stops}
            digits={DIGITS}
            label={words.label}
            cursor={cursor}
            onCursor={move}
            say={(time) => spoken(time, fund, points, rebalances)}
          />
          <div className="chart-key">
            <span>
              <i />
              {words.keyPrice}
            </span>
            {data.compare.length > 0 && (
              <span>
                <i className="dash" />
                {words.keyAlways}
              </span>
            )}
            {hasGap(data.prices) && (
              <span>
                <i className="dots" />
                {words.keyGap}
              </span>
            )}
            <span>
              <i className="hatch" />
              {words.keyStable}
            </span>
            <span>
              <i className="ring" />
              {words.keyTraded}
            </span>
          </div>
        </>
      )}
    </section>
  );
}

/** The reading of a time: the last one that is not later. */
function priceAt(time: number, fund: Fund, points: readonly Point[]): bigint | null {
  return time >= fund.time ? fund.sharePrice : (points.findLast((point) => point.time <= time)?.sharePrice ?? null);
}

function heldText(rebalance: Rebalance | null): string {
  return rebalance === null ? words.nothing : rebalance.bull ? words.top100 : words.stablecoins;
}

function gaugeText(rebalance: Rebalance | null): string {
  return rebalance === null || BigInt(rebalance.dataHash) === 0n
    ? overview.notAvailable
    : format.gauge(rebalance.gauge);
}

function tradedText(rebalance: Rebalance | null): string {
  return rebalance === null || rebalance.turnoverPart === 0 ? words.notTraded : format.percent(rebalance.turnoverPart);
}

function spoken(time: number, fund: Fund, points: readonly Point[], rebalances: readonly Rebalance[]): string {
  const rebalance = inForceAt(rebalances, time);
  const price = priceAt(time, fund, points);
  return words.say(
    format.date(time),
    price === null ? overview.notAvailable : format.sharePrice(price),
    gaugeText(rebalance),
    heldText(rebalance),
    tradedText(rebalance),
  );
}

type ReadOutProps = {
  readonly at: number;
  readonly past: boolean;
  readonly data: ReturnType<typeof chartOf>;
  readonly points: readonly Point[];
  readonly fund: Fund;
  readonly rebalances: readonly Rebalance[];
  readonly compare: boolean;
  readonly assets: Assets;
  readonly onNow: () => void;
};

function ReadOut({ at, past, data, points, fund, rebalances, compare, assets, onNow }: ReadOutProps) {
  const rebalance = inForceAt(rebalances, at);
  const price = priceAt(at, fund, points);
  const always = compare ? valueAt(data.compare, at) : null;
  const names = (ids: readonly number[]) =>
    `${ids
      .slice(0, 4)
      .map((id) => assets.get(id)?.symbol ?? `#${id}`)
      .join(", ")}${ids.length > 4 ? ` +${ids.length - 4}` : ""}`;
  return (
    <p className="readout" data-testid="readout">
      <b>{format.date(at)}</b>
      <Figure name={words.share} value={price === null ? overview.notAvailable : format.sharePrice(price)} />
      {always !== null && <Figure name={words.always} value={`$${always.toFixed(DIGITS)}`} />}
      <Figure name={words.gauge} value={gaugeText(rebalance)} />
      <Figure name={words.held} value={heldText(rebalance)} />
      <Figure name={words.traded} value={tradedText(rebalance)} />
      {rebalance !== null && !rebalance.switched && rebalance.cameIn.length > 0 && (
        <Figure name={words.cameIn} value={names(rebalance.cameIn)} />
      )}
      {rebalance !== null && !rebalance.switched && rebalance.left.length > 0 && (
        <Figure name={words.wentOut} value={names(rebalance.left)} />
      )}
      {past && (
        <button type="button" className="link" onClick={onNow}>
          {words.now}
        </button>
      )}
    </p>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <span>
      {name} <b>{value}</b>
    </span>
  );
}
