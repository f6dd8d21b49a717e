/**
 * Text that others wrote: token names and symbols of the chain or of a file. React makes markup inert; what remains is
 * text that reorders its neighbours, hides, or is too long.
 */

/** Direction marks and overrides, zero-width characters, controls, line and paragraph separators, and tags. */
const HIDDEN =
  /[\p{Cc}\p{Cs}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\u{e0000}-\u{e0fff}]/gu;
const MOST_GRAPHEMES = 32;
/** One grapheme may have any number of marks stacked on it: more than a few are cut with it. */
const MOST_CODE_UNITS = 4 * MOST_GRAPHEMES;
const ELLIPSIS = "\u2026";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

export function clean(text: string, most = MOST_GRAPHEMES): string {
  // 10 kB of a name are not worth segmenting: the first few hundred units hold the 32 graphemes that are kept
  const plain = text.slice(0, 1024).replace(/\s+/g, " ").replace(HIDDEN, "").trim();
  const kept: string[] = [];
  let length = 0;
  for (const { segment } of segmenter.segment(plain)) {
    if (kept.length === most || length + segment.length > MOST_CODE_UNITS) return `${kept.slice(0, most - 1).join("")}${ELLIPSIS}`;
    kept.push(segment);
    length += segment.length;
  }
  return kept.join("");
}

/** "0x5FC8…5707". */
export function shortHex(hex: string): string {
  return hex.length <= 12 ? hex : `${hex.slice(0, 6)}${ELLIPSIS}${hex.slice(-4)}`;
}

/** "3 assets", "1 asset". */
export function count(number: number | bigint, one: string, many = `${one}s`): string {
  const digits = number.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${digits}\u00a0${number === 1 || number === 1n ? one : many}`;
}

/** More than these are counted. */
const FEW = 3;

/** "LINK", "LINK and UNI", "LINK, UNI, AAVE and 2 more". */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, FEW);
  const rest = names.length - shown.length;
  const last = rest > 0 ? `${rest} more` : shown.length > 1 ? shown.pop() : undefined;
  return last === undefined ? shown.join(", ") : `${shown.join(", ")} and ${last}`;
}
