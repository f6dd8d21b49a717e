import { type ReactNode, useCallback, useMemo, useState } from "react";
import { borders, LIMITS } from "../../charts/treemap/classes";
import type { Colour } from "../../charts/treemap/classes";
import { Treemap } from "../../charts/treemap/Treemap";
import * as format from "../../format";
import { Change, Segmented, Term } from "../../parts";
import { holdings as words } from "../../words/holdings";
import { itemsOf, shownChange } from "./map";
import type { Past } from "./pastPrices";
import type { Row } from "./rows";
import "./map.css";

const COLOURS = ["week", "month", "drift", "depth"] as const;

type Props = {
  readonly rows: readonly Row[];
  readonly week: Past | null;
  readonly month: Past | null;
  /** Left of the colours: a title or figures. */
  readonly head: ReactNode;
  readonly colours?: readonly Colour[];
  readonly height?: number | undefined;
  readonly onPick?: (id: number) => void;
};

/** The treemap with its colours, its readout and its scale. */
export function MapCard({ rows, week, month, head, colours = COLOURS, height, onPick }: Props) {
  const [colour, setColour] = useState<Colour>("week");
  const [looked, setLooked] = useState<number | null>(null);
  const items = useMemo(() => itemsOf(rows, colour), [rows, colour]);
  const row = rows.find((each) => each.holding.id === looked) ?? null;
  const past = colour === "week" ? week : colour === "month" ? month : null;
  const foldedText = useCallback(
    (ids: readonly number[]) => {
      const folded = new Set(ids);
      return format.percentOfPpm(
        rows.reduce((sum, each) => sum + (folded.has(each.holding.id) ? each.holding.weightPpm : 0), 0),
      );
    },
    [rows],
  );
  return (
    <>
      <div className="card-head">
        {head}
        <Segmented
          label={words.colour.label}
          value={colour}
          onChange={setColour}
          choices={colours.map((each) => ({ value: each, label: words.colour[each] }))}
        />
      </div>
      <Treemap
        items={items}
        label={words.map}
        foldedText={foldedText}
        onRead={setLooked}
        {...(onPick && { onPick })}
        height={height}
      />
      <div className="map-foot" hidden={rows.length === 0}>
        <p className="map-read">
          {row === null ? (
            <>
              {words.rest[colour]}{" "}
              {past !== null ? (
                words.since(past.source, format.stamp(past.time))
              ) : colour === "week" || colour === "month" ? (
                words.noPast
              ) : colour === "drift" ? (
                <Term of="drift">{words.colour.drift}</Term>
              ) : null}
            </>
          ) : (
            <ReadOut row={row} colour={colour} />
          )}
        </p>
        <Scale colour={colour} />
      </div>
    </>
  );
}

function ReadOut({ row, colour }: { row: Row; colour: Colour }) {
  const { holding } = row;
  const shown = shownChange(row, colour);
  return (
    <>
      <b>{holding.symbol}</b> {holding.name}: <b>{format.percentOfPpm(holding.weightPpm)}</b> {words.ofTheFund},{" "}
      {format.usd(holding.value)}, {words.readOut(format.percentOfPpm(holding.targetPpm))}.{" "}
      {colour === "depth" ? (
        words.depthOf(words.depths[holding.liquidity])
      ) : shown === null ? (
        words.unknownChange(colour)
      ) : (
        <>
          {words.colour[colour]} {colour === "drift" ? shown.text : <Change value={shown} />}
        </>
      )}
    </>
  );
}

function Scale({ colour }: { colour: Colour }) {
  if (colour === "depth") {
    return (
      <div className="scale words" aria-hidden="true">
        {(["deep", "medium", "thin"] as const).map((depth) => (
          <span key={depth}>
            <i className={`k-${depth}`} />
            {words.depths[depth]}
          </span>
        ))}
        <span>
          <i className="hatched-tile" />
          {words.stableDepth}
        </span>
      </div>
    );
  }
  const family = colour === "drift" ? "d" : "t";
  return (
    <div className="scale" aria-hidden="true">
      {(["n3", "n2", "n1", "z", "p1", "p2", "p3"] as const).map((each) => (
        <i key={each} className={`${family}-${each}${each.startsWith("n") ? " falling" : ""}`} />
      ))}
      {borders(LIMITS[colour]).map((text) => (
        <span key={text}>{text}</span>
      ))}
    </div>
  );
}
