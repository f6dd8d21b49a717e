import { type KeyboardEvent, memo, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { charts } from "../../words/charts";
import { useWidth } from "../width";
import { labelOf, measureWith } from "./label";
import { at, heightFor, layout, openBlock } from "./layout";
import type { Box, Placed } from "./layout";
import { BarButton, placed, Writing } from "./TileParts";
import { neighbour } from "./neighbour";
import type { Direction } from "./neighbour";
import "./treemap.css";

/** A tile before it has a place. Texts are those of the table, so that both read the same. */
export type MapItem = {
  readonly id: number;
  readonly symbol: string;
  /** Any positive measure; only the ratios count. */
  readonly weight: number;
  readonly weightText: string;
  readonly changeText: string;
  /** CSS class of its colour. */
  readonly tone: string;
  /** Spoken, beginning with what is written on the tile. */
  readonly label: string;
};

type Props = {
  readonly items: readonly MapItem[];
  readonly label: string;
  /** The sum of the folded weights, as it is written. */
  readonly foldedText: (ids: readonly number[]) => string;
  /** The tile that is looked at; null: none. */
  readonly onRead: (id: number | null) => void;
  /** A tile was chosen. */
  readonly onPick?: (id: number) => void;
  readonly height?: number | undefined;
};

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const words = charts.map;

/**
 * A treemap of buttons: one tab stop, arrows by direction, Enter opens the smaller assets, Escape closes them. A pointer
 * over it draws what is read about a tile, and not the map.
 */
export const Treemap = memo(function Treemap({ items, label, foldedText, onRead, onPick, height: wanted }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const help = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [focusNext, setFocusNext] = useState(false);
  const family = typeof document === "undefined" ? "sans-serif" : getComputedStyle(document.body).fontFamily;
  const measure = useMemo(() => measureWith(family), [family]);

  const height = wanted !== undefined && !(open && width < 520) ? wanted : heightFor(width, open);
  const closed = useMemo(() => layout(items, width, height), [items, width, height]);
  const folded = closed.block?.tiles.map((tile) => tile.item) ?? [];
  const foldedSum = foldedText(folded.map((item) => item.id));
  const opened = open && closed.block !== null;
  const block = useMemo(
    () => (opened ? openBlock(folded, width, height) : closed.block),
    [opened, closed, width, height],
  );
  const tiles = opened ? (block?.tiles ?? []) : closed.tiles;
  // Places for the keyboard: the tiles, and the bar that opens or closes the block.
  const stops: Box[] = opened
    ? [block?.bar ?? EMPTY, ...tiles.map((tile) => tile.box)]
    : [...tiles.map((tile) => tile.box), ...(block ? [block.box] : [])];
  const barStop = opened ? 0 : block ? stops.length - 1 : -1;
  const current = Math.min(active, Math.max(0, stops.length - 1));

  const focus = (place: number) => box.current?.querySelector<HTMLButtonElement>(`[data-stop="${place}"]`)?.focus();
  useEffect(() => {
    if (focusNext) {
      setFocusNext(false);
      focus(current);
    }
  }, [focusNext, current]);

  const toggle = (next: boolean) => {
    setOpen(next);
    setActive(next ? 0 : closed.tiles.length);
    setFocusNext(true);
    onRead(null);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "Escape" && opened) {
      event.stopPropagation();
      toggle(false);
      return;
    }
    const direction = DIRECTIONS[event.key];
    const to =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? stops.length - 1
          : direction
            ? neighbour(stops, current, direction)
            : null;
    if (to !== null) {
      event.preventDefault();
      setActive(to);
      focus(to);
    }
  };
  const hover = (event: PointerEvent<HTMLDivElement>) => {
    const frame = event.currentTarget.getBoundingClientRect();
    const all = opened ? tiles : [...tiles, ...(block?.tiles ?? [])];
    onRead(at(all, event.clientX - frame.left, event.clientY - frame.top)?.item.id ?? null);
  };
  const stopOf = (place: number) => ({ "data-stop": place, tabIndex: place === current ? 0 : -1 });
  const read = (place: number, id: number | null) => {
    setActive(place);
    onRead(id);
  };

  return (
    <div
      ref={box}
      className="treemap"
      style={{ height: width > 0 ? height : 360 }}
      role="group"
      aria-label={label}
      aria-describedby={help}
      onKeyDown={key}
      onPointerMove={hover}
      onPointerLeave={() => onRead(null)}
    >
      <span id={help} className="vh">
        {words.instructions}
      </span>
      {width > 0 && items.length === 0 && <p className="treemap-empty">{words.empty}</p>}
      {opened && block && (
        <BarButton
          place={block.bar}
          cover={null}
          attributes={stopOf(barStop)}
          onFocus={() => read(barStop, null)}
          onClick={() => toggle(false)}
          measure={measure}
          left={words.back}
          right={[`${words.others(folded.length)} \u00b7 ${foldedSum}`, foldedSum]}
        />
      )}
      {tiles.map((tile, place) => {
        const stop = opened ? place + 1 : place;
        return (
          <button
            key={tile.item.id}
            type="button"
            className={`tile ${tile.item.tone}`}
            style={placed(tile.box)}
            aria-label={tile.item.label}
            {...stopOf(stop)}
            onFocus={() => read(stop, tile.item.id)}
            onBlur={() => onRead(null)}
            onClick={() => onPick?.(tile.item.id)}
          >
            <Writing label={labelOf(tile.box, textOf(tile), measure, false)} />
          </button>
        );
      })}
      {!opened && block && (
        <>
          {block.tiles.map((tile) => (
            <span
              key={tile.item.id}
              className={`tile small ${tile.item.tone}`}
              style={placed(tile.box)}
              aria-hidden="true"
            >
              <Writing label={labelOf(tile.box, textOf(tile), measure, true)} />
            </span>
          ))}
          <BarButton
            place={block.bar}
            cover={block.box}
            attributes={stopOf(barStop)}
            onFocus={() => read(barStop, null)}
            onClick={() => toggle(true)}
            measure={measure}
            left={words.others(folded.length)}
            right={[words.open(foldedSum), foldedSum]}
          />
        </>
      )}
    </div>
  );
});

const EMPTY: Box = { x: 0, y: 0, w: 0, h: 0 };

function textOf({ item }: Placed<MapItem>): { symbol: string; weight: string; change: string } {
  return { symbol: item.symbol, weight: item.weightText, change: item.changeText };
}
