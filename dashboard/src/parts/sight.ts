/** Which rows of a long list are in sight, from what each is high. Pixels from the top of the list. */

/** Where each row begins, and at the end where the list ends. */
export function offsetsOf(keys: readonly string[], heights: ReadonlyMap<string, number>, estimate: number): number[] {
  const offsets = [0];
  let end = 0;
  for (const key of keys) {
    end += heights.get(key) ?? estimate;
    offsets.push(end);
  }
  return offsets;
}

/** The first row that ends below `offset`. */
function rowAt(offsets: readonly number[], offset: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle + 1]! > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

export type Sight = { readonly first: number; /** Not in it. */ readonly end: number };

/** The rows between two heights; at least one where there is any, so that the list is never blank. */
export function sightOf(offsets: readonly number[], from: number, to: number): Sight {
  const rows = offsets.length - 1;
  if (rows === 0) return { first: 0, end: 0 };
  const first = Math.min(rowAt(offsets, Math.max(0, from)), rows - 1);
  return { first, end: Math.max(first + 1, Math.min(rows, rowAt(offsets, Math.max(0, to)) + 1)) };
}
