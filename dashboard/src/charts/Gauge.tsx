import { band, ENDS, ENTER, FIGURE, HEIGHT, LEAVE, needle, threshold, thresholdLabel, ticks, WIDTH } from "./gauge";
import type { Line } from "./gauge";
import "./gauge.css";

type Props = {
  /** 0 to 100. */
  readonly value: number;
  /** The value as it is written everywhere, with one decimal. */
  readonly text: string;
  readonly unit: string;
  readonly name: string;
  /** Spoken: value, thresholds and what they do. */
  readonly label: string;
  /** No new value came: the needle is drawn dashed and the figure pale. */
  readonly kept?: boolean;
};

/** Half a circle of 101 ticks. Between the thresholds lies a band, because inside it nothing switches. Never coloured by value. */
export function Gauge({ value, text, unit, name, label, kept = false }: Props) {
  return (
    <div
      className={kept ? "gauge kept" : "gauge"}
      role="meter"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value}
      aria-valuetext={label}
    >
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <path className="gauge-band" d={band()} />
        {ticks(value).map((tick) => (
          <line
            key={tick.value}
            className={`gauge-tick ${tick.weight}${tick.reached ? " reached" : ""}`}
            {...ends(tick)}
          />
        ))}
        {[LEAVE, ENTER].map((at) => {
          const [x, y] = thresholdLabel(at);
          return (
            <g key={at}>
              <line className="gauge-threshold" {...ends(threshold(at))} />
              <text className="gauge-limit" x={x} y={y} textAnchor="middle">
                {at}
              </text>
            </g>
          );
        })}
        <text x={ENDS.zero[0]} y={ENDS.zero[1]} textAnchor="middle">
          0
        </text>
        <text x={ENDS.hundred[0]} y={ENDS.hundred[1]} textAnchor="middle">
          100
        </text>
        <line className="gauge-needle" {...ends(needle(value))} />
        <text className="gauge-figure" x={FIGURE.x} y={FIGURE.y} textAnchor="middle">
          {text}
        </text>
        <text className="gauge-unit" x={FIGURE.x} y={FIGURE.unit} textAnchor="middle">
          {unit}
        </text>
      </svg>
    </div>
  );
}

function ends({ x1, y1, x2, y2 }: Line): { x1: number; y1: number; x2: number; y2: number } {
  return { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
