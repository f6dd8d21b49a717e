import type { ReactNode } from "react";

export type Sort<Column extends string> = { readonly by: Column; readonly descending: boolean };

type Props<Column extends string> = {
  readonly column: Column;
  readonly sort: Sort<Column>;
  readonly onSort: (sort: Sort<Column>) => void;
  /** Figures stand on the right and sort from the largest. */
  readonly figures?: boolean;
  readonly children: ReactNode;
};

/** A column's head that sorts by it, and the other way round when pressed again. */
export function SortHeader<Column extends string>({ column, sort, onSort, figures = false, children }: Props<Column>) {
  const isSorted = sort.by === column;
  const order = sort.descending ? "descending" : "ascending";
  return (
    <th scope="col" className={figures ? "n" : undefined} aria-sort={isSorted ? order : undefined}>
      <button type="button" onClick={() => onSort({ by: column, descending: isSorted ? !sort.descending : figures })}>
        {children}
      </button>
    </th>
  );
}
