/**
 * Amounts as people type and paste them. The text is never changed while it is typed; it is understood or refused, and
 * what two readers could read differently is refused with both ways to write it.
 */

export type Separators = { readonly decimal: "." | ","; readonly group: string };

export type AmountProblem =
  | { readonly kind: "not-a-number" }
  | { readonly kind: "ambiguous"; readonly whole: string; readonly fraction: string }
  | { readonly kind: "too-many-decimals"; readonly most: number }
  | { readonly kind: "too-large" };

export type Amount =
  | { readonly kind: "empty" }
  | { readonly kind: "value"; readonly value: bigint }
  | AmountProblem;

/** The decimal mark of a locale; a locale whose mark is neither point nor comma reads as one with a point. */
export function separatorsOf(locale?: string): Separators {
  let parts: Intl.NumberFormatPart[] = [];
  try {
    parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1_234_567.8);
  } catch {
    // An unknown locale of the browser is no reason to refuse numbers.
  }
  const mark = parts.find((part) => part.type === "decimal")?.value;
  return mark === "," ? { decimal: ",", group: "." } : { decimal: ".", group: "," };
}

/** Spaces and apostrophes that people write between thousands. */
const SPACES = /[\s\u00a0\u2009\u202f'\u2019]/;
const UNIT = /\s*(usdc|usd|shares?|gl100)$/i;
/** More digits than any balance has: 2^128 has 39. */
const MOST_DIGITS = 40;
const LARGEST = 2n ** 128n;

/**
 * @param decimals of the unit; more are refused, not cut, unless they are zeros
 */
export function parseAmount(text: string, decimals: number, separators: Separators): Amount {
  const bare = text.trim().replace(/^\$\s*/, "").replace(UNIT, "").trim();
  if (bare === "") {
    return text.trim() === "" ? { kind: "empty" } : { kind: "not-a-number" };
  }
  const joined = joinSpacedGroups(bare);
  if (joined === undefined || !/^[0-9.,]+$/.test(joined) || !/[0-9]/.test(joined)) {
    return { kind: "not-a-number" };
  }
  const split = splitNumber(joined, separators);
  if ("kind" in split) {
    return split;
  }
  const whole = split.whole === "" ? "0" : split.whole;
  const fraction = split.fraction.replace(/0+$/, "");
  if (fraction.length > decimals) {
    return { kind: "too-many-decimals", most: decimals };
  }
  if (whole.length > MOST_DIGITS) {
    return { kind: "too-large" };
  }
  const value = BigInt(whole) * 10n ** BigInt(decimals) + BigInt(fraction.padEnd(decimals, "0") || "0");
  return value < LARGEST ? { kind: "value", value } : { kind: "too-large" };
}

/** "1 000 000,5" without its spaces; undefined when the spaces are not between thousands. */
function joinSpacedGroups(text: string): string | undefined {
  if (!SPACES.test(text)) {
    return text;
  }
  const end = text.search(/[.,]/);
  const whole = end === -1 ? text : text.slice(0, end);
  const rest = end === -1 ? "" : text.slice(end);
  const groups = whole.split(SPACES);
  return wellGrouped(groups) && !SPACES.test(rest) ? groups.join("") + rest : undefined;
}

function wellGrouped(groups: readonly string[]): boolean {
  const [first = "", ...others] = groups;
  return /^[1-9][0-9]{0,2}$/.test(first) && others.every((group) => /^[0-9]{3}$/.test(group));
}

function splitNumber(
  text: string,
  separators: Separators,
): { readonly whole: string; readonly fraction: string } | AmountProblem {
  const points = text.split(".").length - 1;
  const commas = text.split(",").length - 1;
  if (points === 0 && commas === 0) {
    return { whole: text, fraction: "" };
  }
  if (points > 0 && commas > 0) {
    return splitMixed(text, points, commas);
  }
  const mark = points > 0 ? "." : ",";
  const groups = text.split(mark);
  if (groups.length > 2) {
    return wellGrouped(groups) ? { whole: groups.join(""), fraction: "" } : { kind: "not-a-number" };
  }
  return splitAtOne(groups[0] ?? "", groups[1] ?? "", mark, separators);
}

/** Both marks: the last one is the decimal mark, whatever the locale, for nobody writes thousands behind it. */
function splitMixed(
  text: string,
  points: number,
  commas: number,
): { readonly whole: string; readonly fraction: string } | AmountProblem {
  const decimal = text.lastIndexOf(".") > text.lastIndexOf(",") ? "." : ",";
  if ((decimal === "." ? points : commas) !== 1) {
    return { kind: "not-a-number" };
  }
  const at = text.lastIndexOf(decimal);
  const groups = text.slice(0, at).split(decimal === "." ? "," : ".");
  const fraction = text.slice(at + 1);
  return wellGrouped(groups) && /^[0-9]*$/.test(fraction)
    ? { whole: groups.join(""), fraction }
    : { kind: "not-a-number" };
}

/**
 * One mark. Three digits behind it may be thousands or decimals. Where the locale writes as this page does, the locale
 * decides. Elsewhere a number copied from the page means the other of the two, so it is refused.
 */
function splitAtOne(
  whole: string,
  fraction: string,
  mark: "." | ",",
  separators: Separators,
): { readonly whole: string; readonly fraction: string } | AmountProblem {
  if (wellGrouped([whole, fraction])) {
    if (separators.decimal === ",") {
      return { kind: "ambiguous", whole: whole + fraction, fraction: `${whole},${fraction}0` };
    }
    return mark === "," ? { whole: whole + fraction, fraction: "" } : { whole, fraction };
  }
  const cut = mark === "," && separators.decimal === "." && fraction.length === 0;
  if (cut || /^0[0-9]/.test(whole)) {
    return { kind: "not-a-number" };
  }
  return { whole, fraction };
}

/** An amount as text that parseAmount reads back to the same value: with thousands where the locale's are the page's. */
export function writeAmount(value: bigint, decimals: number, separators: Separators): string {
  const unit = 10n ** BigInt(decimals);
  const whole = (value / unit).toString();
  const fraction = (value % unit).toString().padStart(decimals, "0").replace(/0+$/, "");
  const grouped = separators.decimal === "." ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  if (fraction === "") {
    return grouped;
  }
  // Three decimals would read as thousands where the locale writes a comma.
  const unmistakable = separators.decimal === "," && fraction.length === 3 ? `${fraction}0` : fraction;
  return `${grouped}${separators.decimal}${unmistakable}`;
}
