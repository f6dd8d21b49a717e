/** CSV as RFC 4180 has it, UTF-8 without a mark, decimals with a point whatever the locale, nothing that a spreadsheet runs. */

export type Cell = string | number | bigint | undefined;

/** Text that a spreadsheet would take for a formula, or for a command. Numbers are not text. */
const FORMULA = /^[\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^-?[0-9]+(\.[0-9]+)?$/;
const LINE = "\r\n";

function textOf(cell: Cell): string {
  if (cell === undefined) {
    return "";
  }
  if (typeof cell !== "string") {
    return cell.toString();
  }
  return FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
}

function quoted(text: string): string {
  return /[",\r\n\t']/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param header names as another product wants them, to the letter */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header.join(","), ...rows.map((row) => row.map((cell) => quoted(textOf(cell))).join(","))];
  return lines.join(LINE) + LINE;
}

/** All digits of an amount: "-1.5". Never a thousands mark, never an exponent. */
export function plain(value: bigint, decimals: number): string {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? "" : digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** "2023-03-20T06:00:00Z" */
export function isoTime(time: number): string {
  return new Date(time * 1000).toISOString().replace(".000Z", "Z");
}

/** "2023-03-20 06:00:00" */
export function dashedTime(time: number): string {
  return isoTime(time).replace("T", " ").replace("Z", "");
}

/** "03/20/2023 06:00:00" */
export function slashedTime(time: number): string {
  const iso = isoTime(time);
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)} ${iso.slice(11, 19)}`;
}
