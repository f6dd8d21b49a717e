/** Geometry of the gauge: 101 ticks on half a circle, one for each point, 0 on the left. */

export const ENTER = 55;
export const LEAVE = 45;

export const WIDTH = 320;
export const HEIGHT = 178;
const CENTRE = { x: 160, y: 154 } as const;
const RADIUS = 128;

export type Line = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };
export type Tick = Line & {
  readonly value: number;
  readonly reached: boolean;
  readonly weight: "ten" | "five" | "one";
};

const DEPTH = { ten: 18, five: 13, one: 9 } as const;

/** The place of a value at a distance from the centre. */
export function place(value: number, radius: number): readonly [number, number] {
  const angle = Math.PI * (1 - clamp(value) / 100);
  return [CENTRE.x + radius * Math.cos(angle), CENTRE.y - radius * Math.sin(angle)];
}

function clamp(value: number): number {
  return Math.min(100, Math.max(0, value));
}

function radial(value: number, outer: number, inner: number): Line {
  const [x1, y1] = place(value, outer);
  const [x2, y2] = place(value, inner);
  return { x1, y1, x2, y2 };
}

/** One tick a point; those up to the value are drawn strong. */
export function ticks(value: number): Tick[] {
  return Array.from({ length: 101 }, (_, point) => {
    const weight = point % 10 === 0 ? "ten" : point % 5 === 0 ? "five" : "one";
    return { ...radial(point, RADIUS, RADIUS - DEPTH[weight]), value: point, reached: point <= value, weight };
  });
}

/** The needle points at the value from the inside of the ticks. */
export function needle(value: number): Line {
  return radial(value, RADIUS - 1, 90);
}

/** A threshold cuts through all ticks. */
export function threshold(value: number): Line {
  return radial(value, RADIUS + 7, RADIUS - 22);
}

export function thresholdLabel(value: number): readonly [number, number] {
  const [x, y] = place(value, RADIUS + 15);
  return [x + (value < 50 ? -6 : 6), y + 2];
}

/** The arc between the thresholds, in which nothing switches. */
export function band(): string {
  const radius = RADIUS - 9;
  const [x1, y1] = place(LEAVE, radius);
  const [x2, y2] = place(ENTER, radius);
  return `M${x1.toFixed(2)} ${y1.toFixed(2)}A${radius} ${radius} 0 0 1 ${x2.toFixed(2)} ${y2.toFixed(2)}`;
}

export const ENDS = {
  zero: [CENTRE.x - RADIUS + 9, CENTRE.y + 17],
  hundred: [CENTRE.x + RADIUS - 9, CENTRE.y + 17],
} as const;
export const FIGURE = { x: CENTRE.x, y: CENTRE.y - 22, unit: CENTRE.y + 4 } as const;

/** What a gauge value does to a fund in a regime. */
export function effect(value: number, bull: boolean): "enter" | "leave" | "keep" {
  if (!bull && value >= ENTER) {
    return "enter";
  }
  return bull && value <= LEAVE ? "leave" : "keep";
}
