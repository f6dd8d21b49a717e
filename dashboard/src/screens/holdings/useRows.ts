import { useMemo } from "react";
import { type Fund, useLog } from "../../fund";
import { usePastPrices } from "./pastPrices";
import type { Past } from "./pastPrices";
import { rowsOf } from "./rows";
import type { Row } from "./rows";

const WEEK = 7 * 86_400;
const NO_ROWS: readonly never[] = [];

/** The holdings with their changes over one and four weeks. */
export function useRows(fund: Fund): { rows: readonly Row[]; week: Past | null; month: Past | null } {
  const { data: log } = useLog();
  const ready = log !== undefined && log.loading >= 1;
  const ids = useMemo(() => fund.holdings.filter((holding) => holding.held).map((holding) => holding.id), [fund]);
  const week = usePastPrices(log?.rows ?? NO_ROWS, ready, ids, fund.time, WEEK);
  const month = usePastPrices(log?.rows ?? NO_ROWS, ready, ids, fund.time, 4 * WEEK);
  const rows = useMemo(() => rowsOf(fund, week?.prices ?? null, month?.prices ?? null), [fund, week, month]);
  return { rows, week, month };
}
