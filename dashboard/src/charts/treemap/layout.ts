/**
 * Where each tile of the treemap lies. Squarified; equal weight gets equal area. An asset keeps its own place while its
 * tile is large enough to read and to touch; the smaller ones share one block with a label bar. The bar takes its area
 * from the whole map, so tiles inside and outside the block keep one scale.
 */
import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";

export type Box = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
export type Weighted = { readonly id: number; readonly weight: number };
export type Placed<T> = { readonly item: T; readonly box: Box };
export type Block<T> = {
  readonly box: Box;
  readonly bar: Box;
  readonly tiles: readonly Placed<T>[];
  readonly weight: number;
};
export type Layout<T> = { readonly tiles: readonly Placed<T>[]; readonly block: Block<T> | null };

/** Below this width a phone is assumed. */
export const NARROW = 520;
export const BAR = 30;
const BAR_GAP = 2;
const LEAST_AREA = { wide: 2_500, narrow: 1_900 } as const;
/** Fewer small tiles than this are shown as they are: a block of three explains less than three tiles. */
const LEAST_FOLDED = 8;
/** Weights from this part on stand beside the block at full height, as long as the map is wide. */
const LARGE = 0.08;

/** Height for a width: a phone gets a tall map, so that tiles stay readable. */
export function heightFor(width: number, open: boolean): number {
  if (width < NARROW) {
    return Math.round(width * (open ? 2.2 : 1.28));
  }
  return Math.round(Math.min(640, width * (width < 720 ? 0.72 : 0.5)));
}

/** The map of all items, largest first. Items without weight have no tile. */
export function layout<T extends Weighted>(items: readonly T[], width: number, height: number): Layout<T> {
  const sorted = ordered(items);
  const total = sum(sorted);
  if (total <= 0 || width <= 0 || height <= 0) {
    return { tiles: [], block: null };
  }
  const least = width < NARROW ? LEAST_AREA.narrow : LEAST_AREA.wide;
  const cut = sorted.findIndex((item) => (item.weight / total) * width * height < least);
  if (cut < 0 || sorted.length - cut < LEAST_FOLDED) {
    return { tiles: squarify(sorted, { x: 0, y: 0, w: width, h: height }), block: null };
  }
  return folded(sorted.slice(0, cut), sorted.slice(cut), width, height);
}

/** The block alone, opened: a bar that leads back and every small asset on the rest. */
export function openBlock<T extends Weighted>(items: readonly T[], width: number, height: number): Block<T> {
  const sorted = ordered(items);
  const bar = { x: 0, y: 0, w: width, h: BAR };
  const room = { x: 0, y: BAR + BAR_GAP, w: width, h: height - BAR - BAR_GAP };
  return { box: { x: 0, y: 0, w: width, h: height }, bar, tiles: squarify(sorted, room), weight: sum(sorted) };
}

function folded<T extends Weighted>(head: readonly T[], tail: readonly T[], width: number, height: number): Layout<T> {
  const all = sum(head) + sum(tail);
  const large = width < NARROW ? [] : head.filter((item) => item.weight / all >= LARGE);
  const small = head.slice(large.length);
  const left = sum(large);
  const right = all - left;
  const usable = height - BAR - BAR_GAP;
  // One area per weight on both sides: left / (edge x height) = right / ((width - edge) x usable).
  const edge = (width * left * usable) / (right * height + left * usable);
  const heightOfSmall = (usable * sum(small)) / right;
  const rightWidth = width - edge;
  const tiles = [
    ...squarify(large, { x: 0, y: 0, w: edge, h: height }),
    ...squarify(small, { x: edge, y: 0, w: rightWidth, h: heightOfSmall }),
  ];
  const bar = { x: edge, y: heightOfSmall, w: rightWidth, h: BAR };
  const room = { x: edge, y: heightOfSmall + BAR + BAR_GAP, w: rightWidth, h: usable - heightOfSmall };
  const box = { x: edge, y: heightOfSmall, w: rightWidth, h: height - heightOfSmall };
  return { tiles, block: { box, bar, tiles: squarify(tail, room), weight: sum(tail) } };
}

type Node<T> = { readonly item?: T; readonly children?: readonly Node<T>[] };

function squarify<T extends Weighted>(items: readonly T[], room: Box): Placed<T>[] {
  if (items.length === 0 || room.w <= 0 || room.h <= 0) {
    return [];
  }
  const root = hierarchy<Node<T>>(
    { children: items.map((item) => ({ item })) },
    (node) => node.children as Node<T>[] | undefined,
  ).sum((node) => node.item?.weight ?? 0);
  const placed = treemap<Node<T>>().tile(treemapSquarify.ratio(1)).size([room.w, room.h]).round(false)(root);
  return placed.leaves().flatMap((leaf) => {
    const item = leaf.data.item;
    return item === undefined
      ? []
      : [{ item, box: { x: room.x + leaf.x0, y: room.y + leaf.y0, w: leaf.x1 - leaf.x0, h: leaf.y1 - leaf.y0 } }];
  });
}

function ordered<T extends Weighted>(items: readonly T[]): T[] {
  return items.filter((item) => item.weight > 0).sort((a, b) => b.weight - a.weight || a.id - b.id);
}

function sum(items: readonly Weighted[]): number {
  return items.reduce((total, item) => total + item.weight, 0);
}

/** The tile under a point. */
export function at<T>(tiles: readonly Placed<T>[], x: number, y: number): Placed<T> | undefined {
  return tiles.find(({ box }) => x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h);
}
