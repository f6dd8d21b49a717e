import type { ReactNode } from "react";
import type { Label, Measure } from "./label";
import type { Box } from "./layout";

type BarProps = {
  readonly place: Box;
  /** What a press reaches beside the bar: the whole block. */
  readonly cover: Box | null;
  readonly attributes: object;
  readonly measure: Measure;
  readonly left: string;
  /** What is told on the right, from the longest to the shortest: the first that fits is written. */
  readonly right: readonly string[];
  readonly onFocus: () => void;
  readonly onClick: () => void;
};

/** A press anywhere on the block counts: the button reaches over its small tiles. */
export function BarButton({ place, cover, attributes, measure, left, right, onFocus, onClick }: BarProps) {
  const room = place.w - BAR_PADDING - measure(left, true) * BAR_SIZE;
  const fits = right.find((text) => measure(text, true) * BAR_SIZE <= room);
  return (
    <button
      type="button"
      className="treemap-bar"
      style={{ ...placed(place), ...(cover && { "--cover": `${Math.round(cover.h)}px` }) }}
      {...attributes}
      onFocus={onFocus}
      onClick={onClick}
    >
      <span>{left}</span> {fits !== undefined && <span>{fits}</span>}
    </button>
  );
}

/** Of the bar's text in px, and what its paddings and its gap take. */
const BAR_SIZE = 13;
const BAR_PADDING = 34;

/** Spaces stand between the lines, so that the text reads as the tile's name begins. */
export function Writing({ label }: { label: Label }): ReactNode {
  return (
    <span className="tile-text" style={{ padding: label.pad }}>
      {label.symbol && <b style={{ fontSize: label.symbol.size }}>{label.symbol.text}</b>}
      {/* For a screen reader: the name of a tile begins with the words that stand on it. */}
      {label.weight && " "}
      {label.weight && <span style={{ fontSize: label.weight.size }}>{label.weight.text}</span>}
      {label.change && " "}
      {label.change && <span style={{ fontSize: label.change.size }}>{label.change.text}</span>}
    </span>
  );
}

export function placed(box: Box): { left: string; top: string; width: string; height: string } {
  return {
    left: `${box.x.toFixed(2)}px`,
    top: `${box.y.toFixed(2)}px`,
    width: `${box.w.toFixed(2)}px`,
    height: `${box.h.toFixed(2)}px`,
  };
}
