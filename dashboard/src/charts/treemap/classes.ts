/** Colour classes of the treemap: seven steps whose limits stand under the scale, not a ramp. */

export type Colour = "week" | "month" | "drift" | "depth";
export type Class = "n3" | "n2" | "n1" | "z" | "p1" | "p2" | "p3";

/** Limits in percent: the class turns at each of them, on both sides. */
export const LIMITS: Readonly<Record<Exclude<Colour, "depth">, readonly [number, number, number]>> = {
  week: [1, 4, 8],
  month: [4, 12, 25],
  drift: [2, 5, 10],
};

/** The class of a change in percent. What is not known stands in the middle; its label says so. */
export function classOf(value: number | null, limits: readonly [number, number, number]): Class {
  if (value === null) {
    return "z";
  }
  const [one, two, three] = limits;
  const size = Math.abs(value);
  if (size < one) {
    return "z";
  }
  const step = size >= three ? 3 : size >= two ? 2 : 1;
  return `${value < 0 ? "n" : "p"}${step}` as Class;
}

/** The numbers under the six borders of the scale, in the order they stand. */
export function borders(limits: readonly [number, number, number]): string[] {
  const [one, two, three] = limits;
  return [`\u2212${three}`, `\u2212${two}`, `\u2212${one}`, `+${one}`, `+${two}`, `+${three}%`];
}
