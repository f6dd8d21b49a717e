import { useId, useMemo, useState } from "react";
import * as format from "../../format";
import type { Assets, Rebalance } from "../../fund";
import { holdings } from "../../words/holdings";
import { compare } from "./compare";
import type { Move } from "./compare";

const words = holdings.compare;
const MOST = 12;

/** Which names came, left and moved since a decision of the past. */
export function Comparison({ rebalances, assets }: { rebalances: readonly Rebalance[]; assets: Assets }) {
  const id = useId();
  const earlier = rebalances.slice(0, -1);
  const [epoch, setEpoch] = useState<string | null>(null);
  const now = rebalances.at(-1);
  const then = earlier.find((rebalance) => rebalance.epoch.toString() === epoch) ?? earlier.at(-4) ?? earlier[0];
  const found = useMemo(() => (then && now ? compare(then.targets, now.targets) : null), [then, now]);
  if (now === undefined) {
    return null;
  }
  const symbol = (asset: number) => assets.get(asset)?.symbol ?? `#${asset}`;
  return (
    <section className="card comparison" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>{words.title}</h2>
        {then && (
          <label className="since">
            <span>{words.since}</span>
            <select className="input" value={then.epoch.toString()} onChange={(event) => setEpoch(event.target.value)}>
              {[...earlier].reverse().map((rebalance) => (
                <option key={rebalance.epoch.toString()} value={rebalance.epoch.toString()}>
                  {words.option(rebalance.epoch, format.date(rebalance.time))}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {found === null ? (
        <p className="dim">{words.first}</p>
      ) : (
        <div className="three">
          <Moves
            title={words.came}
            moves={found.came}
            text={(move) => format.percentOfPpm(move.after)}
            symbol={symbol}
          />
          <Moves
            title={words.left}
            moves={found.left}
            text={(move) => format.percentOfPpm(move.before)}
            symbol={symbol}
          />
          <Moves
            title={words.moved}
            moves={found.moved}
            text={(move) => format.points(move.after - move.before)}
            symbol={symbol}
          />
        </div>
      )}
      {found !== null && <p className="small faint">{words.note}</p>}
    </section>
  );
}

function Moves({
  title,
  moves,
  text,
  symbol,
}: {
  title: string;
  moves: readonly Move[];
  text: (move: Move) => string;
  symbol: (asset: number) => string;
}) {
  return (
    <div>
      <h3>
        {title} <span className="faint">{moves.length}</span>
      </h3>
      {moves.length === 0 ? (
        <p className="dim small">{words.none}</p>
      ) : (
        <ul className="moves">
          {moves.slice(0, MOST).map((move) => (
            <li key={move.asset}>
              <span className="strong">{symbol(move.asset)}</span>
              <span>{text(move)}</span>
            </li>
          ))}
        </ul>
      )}
      {moves.length > MOST && <p className="small dim">{words.more(moves.length - MOST)}</p>}
    </div>
  );
}
