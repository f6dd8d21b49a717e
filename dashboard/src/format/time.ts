import { NO_BREAK } from "./number";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function at(time: number): Date {
  return new Date(time * 1000);
}

/** "20 Mar 2023". All dates are UTC. */
export function date(time: number): string {
  const day = at(time);
  return `${day.getUTCDate()}${NO_BREAK}${MONTHS[day.getUTCMonth()]}${NO_BREAK}${day.getUTCFullYear()}`;
}

/** "20 Mar", where the year is known from beside it. */
export function day(time: number): string {
  const when = at(time);
  return `${when.getUTCDate()}${NO_BREAK}${MONTHS[when.getUTCMonth()]}`;
}

/** "06:00 UTC". */
export function clock(time: number): string {
  const when = at(time);
  return `${two(when.getUTCHours())}:${two(when.getUTCMinutes())}${NO_BREAK}UTC`;
}

/** "20 Mar 2023, 06:00 UTC". */
export function stamp(time: number): string {
  return `${date(time)}, ${clock(time)}`;
}

/** "2023-03-20T06:00:00Z", for files. */
export function iso(time: number): string {
  return at(time).toISOString().replace(".000Z", "Z");
}

/** The reader's own time zone, for tooltips. */
export function local(time: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" }).format(at(time));
}

/** "6 d 17 h", "3 h 5 min", "14 min", "12 s": two units at most, each cut, never rounded up. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const of = (value: number, unit: string) => `${value}${NO_BREAK}${unit}`;
  const both = (large: number, largeUnit: string, small: number, smallUnit: string) =>
    small === 0 ? of(large, largeUnit) : `${of(large, largeUnit)} ${of(small, smallUnit)}`;
  if (whole < 60) return of(whole, "s");
  if (whole < 3600) return of(Math.floor(whole / 60), "min");
  if (whole < 86_400) return both(Math.floor(whole / 3600), "h", Math.floor((whole % 3600) / 60), "min");
  return both(Math.floor(whole / 86_400), "d", Math.floor((whole % 86_400) / 3600), "h");
}
