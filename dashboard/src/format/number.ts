/**
 * Decimal text of an integer with decimals. Amounts stay bigint until here, are rounded once, and nothing is parsed back
 * from the text. "down" is for what somebody gets, "up" for what somebody pays, "half" for everything else.
 */
export type Rounding = "down" | "up" | "half";

export const MINUS = "\u2212";
export const NO_BREAK = "\u00a0";

const POWERS = Array.from({ length: 80 }, (_, exponent) => 10n ** BigInt(exponent));

export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ?? 10n ** BigInt(exponent);
}

/** `value` of `decimals` as an integer of `places`. Down is toward minus infinity, half is away from zero. */
export function rescale(value: bigint, decimals: number, places: number, rounding: Rounding): bigint {
  if (places >= decimals) return value * powerOfTen(places - decimals);
  const unit = powerOfTen(decimals - places);
  const whole = value / unit;
  const rest = value % unit;
  if (rest === 0n) return whole;
  if (rounding === "down") return value < 0n ? whole - 1n : whole;
  if (rounding === "up") return value < 0n ? whole : whole + 1n;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  return twice < unit ? whole : value < 0n ? whole - 1n : whole + 1n;
}

export function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Text of an integer that has `places` decimals, without a sign. */
function digitsOf(value: bigint, places: number): string {
  const text = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  const point = text.length - places;
  return grouped(text.slice(0, point)) + (places === 0 ? "" : `.${text.slice(point)}`);
}

export type DecimalParts = {
  readonly negative: boolean;
  /** Not zero, but less than one unit of the last place: written with a "<" before it. */
  readonly below: boolean;
  readonly digits: string;
};

/** A figure that is not zero is never shown as zero: below the last place it is "less than" that place. */
export function decimalParts(value: bigint, decimals: number, places: number, rounding: Rounding): DecimalParts {
  const magnitude = value < 0n ? -value : value;
  if (value !== 0n && places < decimals && magnitude < powerOfTen(decimals - places)) {
    return { negative: value < 0n, below: true, digits: digitsOf(1n, places) };
  }
  return { negative: value < 0n, below: false, digits: digitsOf(rescale(value, decimals, places, rounding), places) };
}

/** 1234567n of 6 decimals at 2 places: "1.23". With `unit`, a currency sign before the digits: "<$0.01". */
export function decimal(value: bigint, decimals: number, places: number, rounding: Rounding = "half", unit = ""): string {
  const { negative, below, digits } = decimalParts(value, decimals, places, rounding);
  return `${negative ? MINUS : ""}${below ? "<" : ""}${unit}${digits}`;
}

/** All decimals, trailing zeros left out: for tooltips. */
export function exact(value: bigint, decimals: number): string {
  const text = decimal(value, decimals, decimals);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A finite number as an integer of `places`, half away from zero by its decimal digits and not by its binary ones. */
export function scaled(value: number, places: number): bigint {
  if (!Number.isFinite(value)) throw new RangeError(`scaled: ${value} is not a finite number`);
  const [mantissa = "0", exponent = "0"] = Math.abs(value).toExponential(14).split("e");
  const digits = BigInt(mantissa.replace(".", ""));
  const shift = Number(exponent) - 14 + places;
  const result = shift >= 0 ? digits * powerOfTen(shift) : rescale(digits, -shift, 0, "half");
  return value < 0 ? -result : result;
}
