/** Rows as tiles. Colour carries the change, the drift or the depth of the market; sign and line carry it too. */
import { classOf, LIMITS } from "../../charts/treemap/classes";
import type { Colour } from "../../charts/treemap/classes";
import type { MapItem } from "../../charts/treemap/Treemap";
import { holdings as words } from "../../words/holdings";
import { brief, weightText } from "./rows";
import type { Row, Signed } from "./rows";

export function shownChange(row: Row, colour: Colour): Signed | null {
  return colour === "week" ? row.week : colour === "month" ? row.month : colour === "drift" ? row.drift : null;
}

export function itemsOf(rows: readonly Row[], colour: Colour): MapItem[] {
  return rows.map((row) => itemOf(row, colour));
}

function itemOf(row: Row, colour: Colour): MapItem {
  const { holding } = row;
  const shown = shownChange(row, colour);
  const weight = weightText(holding.weightPpm);
  const depth = holding.stable ? words.stableDepth : words.depths[holding.liquidity];
  const changeText = colour === "depth" ? depth : shown === null ? "" : brief(shown);
  const spoken =
    colour === "depth"
      ? holding.stable
        ? depth
        : words.depthOf(depth)
      : shown === null
        ? words.unknownChange(colour)
        : words.spokenChange(colour, brief(shown));
  return {
    id: holding.id,
    symbol: holding.symbol,
    weight: Number(holding.value),
    weightText: weight,
    changeText,
    tone: toneOf(row, colour, shown),
    label:
      [holding.symbol, weight, changeText].filter((text) => text !== "").join(" ") +
      `, ${words.spoken(holding.name, weight, spoken, row.stale)}`,
  };
}

function toneOf(row: Row, colour: Colour, shown: Signed | null): string {
  if (row.stale) {
    return "unknown-tile";
  }
  // Stablecoins are a hatch, everywhere: their change says nothing.
  if (row.holding.stable && colour !== "drift") {
    return "hatched-tile";
  }
  if (colour === "depth") {
    return `k-${row.holding.liquidity}`;
  }
  if (shown === null) {
    return row.holding.stable ? "hatched-tile" : "unknown-tile";
  }
  const found = classOf(shown.ratio * 100, LIMITS[colour]);
  return `${colour === "drift" ? "d" : "t"}-${found}${found.startsWith("n") ? " falling" : ""}${row.holding.stable ? " hatched-over" : ""}`;
}
