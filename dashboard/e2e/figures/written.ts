// How figures are written, for what a test expects: apart from the page's own format on purpose.
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const NB = "\u00a0";
const MINUS = "\u2212";
type Way = "half" | "down" | "up";

/** An amount of so many decimals with so many places: "1,234.50". Not zero and below the last place: "<0.01". */
export function digits(value: bigint, decimals: number, places: number, way: Way = "half"): string {
  const size = value < 0n ? -value : value;
  const unit = 10n ** BigInt(Math.max(0, decimals - places));
  if (size !== 0n && size < unit) return `<${digits(1n, places, places)}`;
  const rounded = way === "half" ? (size + unit / 2n) / unit : way === "up" ? (size + unit - 1n) / unit : size / unit;
  const text = rounded.toString().padStart(places + 1, "0");
  const whole = places === 0 ? text : text.slice(0, -places);
  return `${BigInt(whole).toLocaleString("en-US")}${places === 0 ? "" : `.${text.slice(-places)}`}`;
}

export function usd(value: bigint, way: Way = "half"): string {
  const text = digits(value, 18, 2, way);
  return `${value < 0n ? MINUS : ""}${text.startsWith("<") ? `<$${text.slice(1)}` : `$${text}`}`;
}

/** Two places from a dollar on; four significant digits below. */
export function price(value: bigint): string {
  if (value >= 10n ** 18n) return usd(value);
  const places = 18 - value.toString().length + 1 + 3;
  return `$${digits(value, 18, Math.min(18, places))}`;
}

export function percent(part: bigint, whole: bigint): string {
  return `${digits((part * 10n ** 12n) / whole, 10, 2)}%`;
}

export function signed(part: bigint, whole: bigint): string {
  if (part === 0n) return "0.00%";
  const size = part < 0n ? -part : part;
  return `${part < 0n ? MINUS : "+"}${percent(size, whole)}`;
}

export function bps(cost: bigint, of: bigint): string {
  return `${digits((cost * 10n ** 14n) / of, 10, 1)}${NB}bps`;
}

export function date(time: number): string {
  const at = new Date(time * 1000);
  return `${at.getUTCDate()}${NB}${MONTHS[at.getUTCMonth()]}${NB}${at.getUTCFullYear()}`;
}

export function stamp(time: number): string {
  return `${date(time)}, ${new Date(time * 1000).toISOString().slice(11, 16)}${NB}UTC`;
}

/** The two largest units, cut. */
export function span(seconds: number): string {
  const units = [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ] as const;
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return `0${NB}s`;
  const parts: string[] = [];
  let left = seconds;
  for (const [name, size] of units.slice(first, first + (first === 2 ? 1 : 2))) {
    const count = Math.floor(left / size);
    if (count > 0) parts.push(`${count}${NB}${name}`);
    left -= count * size;
  }
  return parts.join(" ");
}
