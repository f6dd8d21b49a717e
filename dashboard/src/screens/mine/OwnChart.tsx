import { useMemo, useRef } from "react";

import { date, decimal } from "../../format";
import { useHistory } from "../../fund";
import { TRADES, type Entry } from "../../trade/position/entries";
import { mine } from "../../words/mine";
import { useWidth } from "../../charts/width";

const HEIGHT = 168;
const LEFT = 44;
const RIGHT = 108;
const TOP = 10;
const BOTTOM = 24;
const words = mine.chart;

/** The share price with the account's own purchases and sales on it, and what its shares cost on average. */
export function OwnChart({ entries, cost }: { readonly entries: readonly Entry[]; /** USDC of one share, 18 decimals. */ readonly cost: bigint | undefined }) {
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box);
  const { data: history } = useHistory();
  const points = history?.drawn;
  const dots = useMemo(() => entries.filter((entry) => TRADES.has(entry.kind)), [entries]);
  const first = points?.[0];
  const last = points?.at(-1);
  // The box is there from the start, so that its width is known when the points are.
  if (points === undefined || first === undefined || last === undefined || points.length < 2 || last.time === first.time) {
    return <figure ref={box} />;
  }
  const value = (raw: bigint) => Number(raw / 10n ** 12n) / 1e6;
  const all = [...points.map((point) => value(point.sharePrice)), ...(cost === undefined ? [] : [value(cost)])];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const spread = high - low || high || 1;
  const [bottom, top] = [low - spread * 0.1, high + spread * 0.1];
  const x = (time: number) => LEFT + ((width - LEFT - RIGHT) * (Math.min(Math.max(time, first.time), last.time) - first.time)) / (last.time - first.time);
  const y = (price: number) => TOP + ((HEIGHT - TOP - BOTTOM) * (top - price)) / (top - bottom);
  const at = (time: number) => value((points.findLast((point) => point.time <= time) ?? first).sharePrice);
  const ticks = [low, (low + high) / 2, high];
  const label = decimal(last.sharePrice, 18, 4);
  const apart = cost === undefined || Math.abs(y(value(cost)) - y(value(last.sharePrice))) > 14;
  return (
    <figure className="own-chart" ref={box}>
      {width > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={words.label}>
          {ticks.map((tick) => (
            <g key={tick}>
              <path d={`M${LEFT} ${y(tick)}H${width - RIGHT}`} stroke="var(--line)" />
              <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">{tick.toFixed(2)}</text>
            </g>
          ))}
          {cost !== undefined && (
            <>
              <path d={`M${LEFT} ${y(value(cost))}H${width - RIGHT}`} stroke="var(--ink-3)" strokeDasharray="3 3" />
              {apart && <text x={width - RIGHT + 8} y={y(value(cost)) + 4}>{words.cost(decimal(cost, 18, 2))}</text>}
            </>
          )}
          <path d={points.map((point, place) => `${place === 0 ? "M" : "L"}${x(point.time).toFixed(1)} ${y(value(point.sharePrice)).toFixed(1)}`).join("")} fill="none" stroke="var(--accent)" strokeWidth={2.25} />
          <text className="own-chart-now" x={width - RIGHT + 8} y={y(value(last.sharePrice)) + 4}>{label}</text>
          {dots.map((entry) => (
            <circle
              key={`${entry.tx} ${entry.logIndex} ${entry.batch ?? ""}`}
              cx={x(entry.pricedAt).toFixed(1)}
              cy={y(at(entry.pricedAt)).toFixed(1)}
              r={4.5}
              fill={entry.shares > 0n ? "var(--ink)" : "var(--surface)"}
              stroke="var(--ink)"
              strokeWidth={1.75}
            />
          ))}
          <text x={LEFT} y={HEIGHT - 4}>{date(first.time)}</text>
          <text x={width - RIGHT} y={HEIGHT - 4} textAnchor="end">{date(last.time)}</text>
        </svg>
      )}
      <figcaption className="own-chart-key">
        <span><i className="line" />{words.price}</span>
        <span><i className="dot" />{words.bought}</span>
        <span><i className="ring" />{words.sold}</span>
      </figcaption>
    </figure>
  );
}
