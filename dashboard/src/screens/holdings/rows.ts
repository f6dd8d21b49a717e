/** The holdings as rows of a table and tiles of a map: one source for both, so that they read the same. */
import { change, MINUS, percentOfPpm } from "../../format";
import type { Direction } from "../../format";
import type { Fund, Holding } from "../../fund/model";

/** USD 18 of one token at an earlier time, by registry id. */
export type Prices = ReadonlyMap<number, bigint>;

export type Signed = { readonly ratio: number; readonly direction: Direction; readonly text: string };

export type Row = {
  readonly holding: Holding;
  readonly rank: number;
  /** Relative to its target; null without a target. */
  readonly drift: Signed | null;
  readonly week: Signed | null;
  readonly month: Signed | null;
  /** Seconds since the oldest answer of its feeds; null: a feed does not answer. */
  readonly age: number | null;
  /** It has no price that counts, or an old one. */
  readonly stale: boolean;
};

/** USDC is asset 1 of every registry. */
export const CASH = 1;

export function rowsOf(fund: Fund, week: Prices | null, month: Prices | null): Row[] {
  return fund.holdings
    .filter((holding) => holding.held || holding.targetPpm > 0 || (holding.id === CASH && holding.balance > 0n))
    .sort((a, b) => (a.value === b.value ? a.id - b.id : a.value < b.value ? 1 : -1))
    .map((holding, place) => ({
      holding,
      rank: place + 1,
      drift: driftOf(holding, fund.cashNeed),
      week: changeOf(holding, week),
      month: changeOf(holding, month),
      age: holding.updatedAt === 0 ? null : Math.max(0, fund.time - holding.updatedAt),
      stale: !holding.firm,
    }));
}

/** Value less target value over target value. Of cash, what is set aside for redemptions is no drift. */
function driftOf(holding: Holding, cashNeed: bigint): Signed | null {
  const target = holding.value - holding.drift - (holding.id === CASH ? cashNeed : 0n);
  return holding.targetPpm === 0 || target <= 0n ? null : signed(holding.drift, target);
}

function changeOf(holding: Holding, then: Prices | null): Signed | null {
  const before = then?.get(holding.id);
  return before === undefined || before === 0n || holding.price === 0n || !holding.firm
    ? null
    : signed(holding.price - before, before);
}

/** A part of a whole as a signed ratio with twelve digits, exact to the last one shown. */
function signed(part: bigint, whole: bigint): Signed {
  const ratio = Number((part * 10n ** 12n) / whole) / 1e12;
  return { ratio, ...change(ratio) };
}

/** For a tile: one decimal. */
export function brief({ ratio }: Signed): string {
  const digits = Math.abs(ratio * 100).toFixed(1);
  return `${digits === "0.0" ? "" : ratio > 0 ? "+" : MINUS}${digits}%`;
}

export type Column =
  | "rank"
  | "asset"
  | "weight"
  | "target"
  | "drift"
  | "price"
  | "week"
  | "month"
  | "value"
  | "depth"
  | "status"
  | "issuer"
  | "age";
export type Order = { readonly column: Column; readonly up: boolean };
export type Depth = "all" | "deep" | "medium" | "thin" | "stable";

const DEPTHS = { deep: 0, medium: 1, thin: 2 } as const;

function keyOf(row: Row, column: Column): bigint | number | string | null {
  const { holding } = row;
  switch (column) {
    case "rank":
      return row.rank;
    case "asset":
      return holding.symbol.toLowerCase();
    case "weight":
    case "value":
      return holding.value;
    case "target":
      return holding.targetPpm;
    case "drift":
      return row.drift?.ratio ?? null;
    case "price":
      return holding.price;
    case "week":
      return row.week?.ratio ?? null;
    case "month":
      return row.month?.ratio ?? null;
    case "depth":
      return DEPTHS[holding.liquidity];
    case "status":
      return holding.status;
    case "issuer":
      return holding.issuer?.toLowerCase() ?? null;
    case "age":
      return row.age;
  }
}

/** Sorted; what is not known stands last in both directions. */
export function sorted(rows: readonly Row[], { column, up }: Order): Row[] {
  return [...rows].sort((one, two) => {
    const a = keyOf(one, column);
    const b = keyOf(two, column);
    if (a === null || b === null) {
      return a === b ? one.rank - two.rank : a === null ? 1 : -1;
    }
    const order = a < b ? -1 : a > b ? 1 : 0;
    return order === 0 ? one.rank - two.rank : up ? order : -order;
  });
}

export function matching(rows: readonly Row[], find: string, depth: Depth): Row[] {
  const query = find.trim().toLowerCase();
  return rows.filter(({ holding }) => {
    const fits =
      depth === "all" || (depth === "stable" ? holding.stable : !holding.stable && holding.liquidity === depth);
    return (
      fits &&
      (query === "" ||
        [holding.symbol, holding.name, holding.issuer ?? "", holding.token].some((text) =>
          text.toLowerCase().includes(query),
        ))
    );
  });
}

/** Weights in the order of the rows, summed and written once. */
export function weightText(ppm: number): string {
  return percentOfPpm(ppm);
}
