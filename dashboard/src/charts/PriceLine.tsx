import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from "react";
import { charts as words } from "../words/charts";
import { Cursor, GaugeLane, PriceLane, Regimes, TimeAxis, TradeLane } from "./LaneParts";
import { lanesOf } from "./lanes";
import type { LaneData } from "./lanes";
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
