/**
 * What is written on a tile, and how large. Text is measured with the font that is really there and left out when it does
 * not fit: it is never cut and never below 11 px. Order: symbol, then weight, then change.
 */
import type { Box } from "./layout";

/** Width of a text in px at a font size of 1 px. */
export type Measure = (text: string, bold: boolean) => number;
export type Text = { readonly text: string; readonly size: number };
export type Label = { readonly pad: number; readonly symbol?: Text; readonly weight?: Text; readonly change?: Text };

export const LEAST_SIZE = 11;
const LARGEST = 34;
/** Height of a line as a multiple of its font size. */
const LINE = 1.25;
const GAP = 2;

export function labelOf(
  box: Box,
  words: { symbol: string; weight: string; change: string },
  measure: Measure,
  alone: boolean,
): Label {
  const pad = box.w > 90 && box.h > 70 ? 12 : box.w < 44 || box.h < 30 ? 4 : 7;
  const wide = box.w - 2 * pad - 1;
  const high = box.h - 2 * pad + 1;
  const width = measure(words.symbol, true);
  const size = Math.min(LARGEST, Math.sqrt(box.w * box.h) / 6.2, wide / Math.max(width, 0.01));
  const symbol = Math.max(LEAST_SIZE, Math.floor(size * 2) / 2);
  if (words.symbol === "" || width * symbol > wide || symbol * LINE > high) {
    return { pad };
  }
  const first: Label = { pad, symbol: { text: words.symbol, size: symbol } };
  if (alone) {
    return first;
  }
  const small = Math.max(11.5, Math.min(17, Math.floor(symbol * 0.58 * 2) / 2));
  let used = symbol * LINE + GAP + small * LINE;
  if (measure(words.weight, false) * small > wide || used > high) {
    return first;
  }
  const second: Label = { ...first, weight: { text: words.weight, size: small } };
  const smaller = Math.max(11.5, Math.min(15, Math.floor(symbol * 0.5 * 2) / 2));
  used += GAP + smaller * LINE;
  if (words.change === "" || measure(words.change, false) * smaller > wide || used > high) {
    return second;
  }
  return { ...second, change: { text: words.change, size: smaller } };
}

let pen: CanvasRenderingContext2D | null | undefined;
const known = new Map<string, number>();

/** Measures with the page's own font. Without a canvas every letter counts as a wide one. */
export function measureWith(family: string): Measure {
  return (text, bold) => {
    const key = `${bold ? "b" : "n"}${family}\n${text}`;
    const found = known.get(key);
    if (found !== undefined) {
      return found;
    }
    pen ??= typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");
    let width = text.length * 0.75;
    if (pen) {
      pen.font = `${bold ? 600 : 400} 100px ${family}`;
      width = pen.measureText(text).width / 100;
    }
    known.set(key, width);
    return width;
  };
}
