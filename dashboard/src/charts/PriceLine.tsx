import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef } from "react";
import { charts as words } from "../words/charts";
import { ENTER, LEAVE } from "./gauge";
import { lanesOf, NARROW, valueAt } from "./lanes";
import type { LaneData, Lanes } from "./lanes";
import { nearest } from "./scale";
import { useWidth } from "./width";
import "./lanes.css";

type Props = {
  readonly data: LaneData;
  /** Times at which the cursor may stand, ascending. */
  readonly stops: readonly number[];
  /** What the cursor says at a stop, spoken as a sentence. */
  readonly say: (time: number) => string;
  /** The stop that is shown; null: at rest, the newest. */
  readonly cursor: number | null;
  /** `pin`: the reader chose it by a click, a tap or a key; otherwise it only follows the pointer. */
  readonly onCursor: (time: number | null, pin: boolean) => void;
  readonly digits: number;
  readonly label: string;
};

/** Share price, gauge and trades on one time axis, with one cursor for all three. */
export function PriceLine({ data, stops, say, cursor, onCursor, digits, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const lanes = useMemo(() => (width > 0 ? lanesOf(data, width, digits) : null), [data, width, digits]);
  const place = cursor === null ? stops.length - 1 : nearest(stops, cursor);
  const stop = stops[place];

  const under = (event: PointerEvent<SVGSVGElement>): number | undefined => {
    if (lanes === null) {
      return undefined;
    }
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return stops[nearest(stops.map(lanes.x), at)];
  };
  const move = (event: PointerEvent<SVGSVGElement>, pin: boolean) => {
    const time = under(event);
    if (time !== undefined) {
      onCursor(time, pin);
    }
  };
  const key = (event: KeyboardEvent) => {
    const to = target(event.key, place, stops.length);
    if (event.key === "Escape") {
      onCursor(null, true);
    } else if (to !== null) {
      event.preventDefault();
      onCursor(stops[to] ?? null, true);
    }
  };

  return (
    <div
      ref={box}
      className={cursor === null ? "lanes resting" : "lanes"}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, stops.length - 1)}
      aria-valuenow={Math.max(0, place)}
      aria-valuetext={stop === undefined ? words.nothingYet : say(stop)}
      onKeyDown={key}
    >
      {lanes === null ? (
        <div style={{ height: 470 }} />
      ) : (
        <svg
          width={lanes.width}
          height={lanes.height}
          viewBox={`0 0 ${lanes.width} ${lanes.height}`}
          aria-hidden="true"
          onPointerMove={(event) => move(event, false)}
          onPointerDown={(event) => move(event, true)}
          onPointerLeave={() => onCursor(null, false)}
        >
          <Regimes lanes={lanes} />
          <PriceLane lanes={lanes} digits={digits} />
          <GaugeLane lanes={lanes} />
          <TradeLane lanes={lanes} time={cursor === null ? null : (stop ?? null)} />
          <TimeAxis lanes={lanes} />
          {cursor !== null && stop !== undefined && <Cursor lanes={lanes} data={data} time={stop} />}
        </svg>
      )}
    </div>
  );
}

function target(key: string, place: number, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return Math.max(0, place - 1);
    case "ArrowRight":
    case "ArrowUp":
      return Math.min(last, place + 1);
    case "PageDown":
      return Math.max(0, place - 10);
    case "PageUp":
      return Math.min(last, place + 10);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** Stablecoins are a hatch through all lanes, named at the top, with a line at each switch. */
function Regimes({ lanes }: { lanes: Lanes }) {
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

function PriceLane({ lanes, digits }: { lanes: Lanes; digits: number }) {
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

function GaugeLane({ lanes }: { lanes: Lanes }) {
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
      <path className="grid-line" d={`M${lanes.left} ${lanes.gaugeBottom}H${right}M${lanes.left} ${lanes.gaugeTop}H${right}`} />
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

function TradeLane({ lanes, time }: { lanes: Lanes; time: number | null }) {
  return (
    <>
      <text className="lane-name" x={lanes.left} y={lanes.tradeTop - 10}>
        {words.tradeLane}
      </text>
      <path className="grid-line" d={`M${lanes.left} ${lanes.tradeMiddle}H${lanes.width - lanes.right}`} />
      {lanes.circles.map((circle, place) => (
        <circle key={`${circle.time}-${place}`} className={circle.time === time ? "ring here" : "ring"} cx={circle.x} cy={lanes.tradeMiddle} r={circle.r.toFixed(1)} />
      ))}
    </>
  );
}

function TimeAxis({ lanes }: { lanes: Lanes }) {
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

function Cursor({ lanes, data, time }: { lanes: Lanes; data: LaneData; time: number }) {
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
