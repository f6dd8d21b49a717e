import { gauge as written } from "../../format";
import { overview } from "../../words/overview";
import { strategy } from "../../words/strategy";
import type { DecisionParts } from "./parts";
import "./parts.css";

const words = strategy.gauge;
const NAMES = ["trend", "momentum", "breadth"] as const;

/** The three parts of the gauge as bars from zero. */
export function PartBars({ made, long = false }: { made: DecisionParts | undefined; long?: boolean }) {
  const parts = made?.parts ?? null;
  return (
    <div className="part-bars">
      <ul>
        {NAMES.map((name) => (
          <li key={name}>
            <b>{words.parts[name]}</b>
            <span className="part-bar" aria-hidden="true">
              {parts !== null && <i style={{ width: `${Number(parts[name]) / 1e6}%` }} />}
            </span>
            <b className="part-figure">{parts === null ? overview.notAvailable : written(parts[name])}</b>
            <small>{long ? words.explain[name] : words.brief[name]}</small>
          </li>
        ))}
      </ul>
      {parts === null && made !== undefined && <p className="small faint">{words.notAvailable}</p>}
    </div>
  );
}
