import { useId } from "react";
import { charts as words } from "../words/charts";
import { ENTER, LEAVE } from "./gauge";
import { NARROW, valueAt } from "./lanes";
import type { LaneData, Lanes } from "./lanes";

/** Stablecoins are a hatch through all lanes, named at the top, with a line at each switch. */
export function Regimes({ lanes }: { lanes: Lanes }) {
  const hatch = useId();
  const top = lanes.top - 20;
  return (
    <>
      <defs>
        <pattern id={hatch} width="7" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.2" height="6" fill="var(--hatch)" />
        </pattern>
      </defs>
      {lanes.bands.map((band) => (
        <g key={band.x}>
          {!band.bull && <rect x={band.x} y={top} width={band.w} height={lanes.bottom - top} fill={`url(#${hatch})`} />}
          {band.x > lanes.left + 1 && <path className="border" d={`M${band.x} ${top}V${lanes.bottom}`} />}
          {band.w > (band.bull ? 58 : 84) && (
            <text className="lane-name" x={band.x + 7} y={lanes.top - 7}>
              {band.bull ? words.top100 : words.stablecoins}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

export function PriceLane({ lanes, digits }: { lanes: Lanes; digits: number }) {
  const right = lanes.width - lanes.right;
  const { price, compare } = lanes.ends;
  return (
    <>
      {lanes.axis.ticks.map((tick, place) => (
        <g key={tick}>
          <path className="grid-line" d={`M${lanes.left} ${lanes.y(tick)}H${right}`} />
          <text x={lanes.left - 8} y={lanes.y(tick) + 4} textAnchor="end">
            {place === lanes.axis.ticks.length - 1 ? "$" : ""}
            {tick.toFixed(lanes.axis.digits)}
          </text>
        </g>
      ))}
      <path className="line-compare" d={lanes.compare} />
      <path className="line-gap" d={lanes.priceGaps} />
      <path className="line-price" d={lanes.price} />
      {compare && (
        <text x={compare.x + 9} y={compare.labelY + 4}>
          {compare.value.toFixed(digits)}
        </text>
      )}
      {price && (
        <>
          <circle className="end-price" cx={price.x} cy={price.y} r="4" />
          <text className="end-price" x={price.x + 9} y={price.labelY + 4}>
            {price.value.toFixed(digits)}
          </text>
        </>
      )}
    </>
  );
}

export function GaugeLane({ lanes }: { lanes: Lanes }) {
  const right = lanes.width - lanes.right;
  const narrow = lanes.width < NARROW;
  const enter = lanes.gaugeY(ENTER);
  const leave = lanes.gaugeY(LEAVE);
  const end = lanes.ends.gauge;
  return (
    <>
      <text className="lane-name" x={lanes.left} y={lanes.gaugeTop - 10}>
        {words.gaugeLane}
      </text>
      <path
        className="grid-line"
        d={`M${lanes.left} ${lanes.gaugeBottom}H${right}M${lanes.left} ${lanes.gaugeTop}H${right}`}
      />
      <rect className="switch-band" x={lanes.left} y={enter} width={right - lanes.left} height={leave - enter} />
      <path className="limit" d={`M${lanes.left} ${enter}H${right}M${lanes.left} ${leave}H${right}`} />
      <text x={right + 8} y={enter + 1}>
        {narrow ? ENTER : words.enter}
      </text>
      <text x={right + 8} y={leave + 9}>
        {narrow ? LEAVE : words.leave}
      </text>
      <text x={lanes.left - 8} y={lanes.gaugeTop + 4} textAnchor="end">
        100
      </text>
      <text x={lanes.left - 8} y={lanes.gaugeBottom + 4} textAnchor="end">
        0
      </text>
      <path className="line-gauge" d={lanes.gauge} />
      {end && <circle className="end-gauge" cx={end.x} cy={end.y} r="3" />}
    </>
  );
}

export function TradeLane({ lanes, time }: { lanes: Lanes; time: number | null }) {
  return (
    <>
      <text className="lane-name" x={lanes.left} y={lanes.tradeTop - 10}>
        {words.tradeLane}
      </text>
      <path className="grid-line" d={`M${lanes.left} ${lanes.tradeMiddle}H${lanes.width - lanes.right}`} />
      {lanes.circles.map((circle, place) => (
        <circle
          key={`${circle.time}-${place}`}
          className={circle.time === time ? "ring here" : "ring"}
          cx={circle.x}
          cy={lanes.tradeMiddle}
          r={circle.r.toFixed(1)}
        />
      ))}
    </>
  );
}

export function TimeAxis({ lanes }: { lanes: Lanes }) {
  return (
    <>
      <path className="axis" d={`M${lanes.left} ${lanes.bottom}H${lanes.width - lanes.right}`} />
      {lanes.ticks.map((tick) => (
        <g key={tick.time}>
          <path className="axis" d={`M${lanes.x(tick.time)} ${lanes.bottom}v4`} />
          <text x={lanes.x(tick.time)} y={lanes.height - 6} textAnchor="middle">
            {words.tick(tick)}
          </text>
        </g>
      ))}
    </>
  );
}

export function Cursor({ lanes, data, time }: { lanes: Lanes; data: LaneData; time: number }) {
  const price = valueAt(data.prices, time);
  const gauge = valueAt(data.gauges, time);
  const x = lanes.x(time);
  return (
    <g className="cursor">
      <path className="cursor-line" d={`M${x} ${lanes.top - 20}V${lanes.bottom}`} />
      {price !== null && <circle className="cursor-dot" cx={x} cy={lanes.y(price)} r="4.5" />}
      {gauge !== null && <circle className="cursor-gauge" cx={x} cy={lanes.gaugeY(gauge)} r="3.5" />}
    </g>
  );
}
