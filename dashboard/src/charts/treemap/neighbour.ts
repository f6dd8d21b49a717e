/** Which tile an arrow key leads to: the nearest one that lies in that direction. */
import type { Box } from "./layout";

export type Direction = "left" | "right" | "up" | "down";

const STEP: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** The place of the neighbour in `boxes`, or `from` when there is none on that side. */
export function neighbour(boxes: readonly Box[], from: number, direction: Direction): number {
  const here = boxes[from];
  if (here === undefined) {
    return from;
  }
  const [dx, dy] = STEP[direction];
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  boxes.forEach((box, place) => {
    if (place === from) {
      return;
    }
    const ahead = distanceAhead(here, box, dx, dy);
    if (ahead < -1) {
      return;
    }
    const aside = overlap(here, box, dx !== 0);
    // Tiles that share a side come first; among them the nearest, then the best aligned.
    const cost = ahead + (aside > 0 ? 0 : 2 * -aside + 40) + misalignment(here, box, dx !== 0) * 0.05;
    if (cost < least) {
      least = cost;
      best = place;
    }
  });
  return best;
}

/** From the edge of one to the facing edge of the other; far negative when the other one is not ahead. */
function distanceAhead(here: Box, box: Box, dx: number, dy: number): number {
  if (dx > 0) {
    return box.x - (here.x + here.w);
  }
  if (dx < 0) {
    return here.x - (box.x + box.w);
  }
  return dy > 0 ? box.y - (here.y + here.h) : here.y - (box.y + box.h);
}

/** How far two boxes overlap across the direction; negative: how far they miss each other. */
function overlap(here: Box, box: Box, horizontal: boolean): number {
  return horizontal
    ? Math.min(here.y + here.h, box.y + box.h) - Math.max(here.y, box.y)
    : Math.min(here.x + here.w, box.x + box.w) - Math.max(here.x, box.x);
}

function misalignment(here: Box, box: Box, horizontal: boolean): number {
  return horizontal ? Math.abs(here.y - box.y) : Math.abs(here.x - box.x);
}
