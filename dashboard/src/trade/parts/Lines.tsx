import type { ReactNode } from "react";

/** Terms with an amount and what it means, as a list that a screen reader pairs. */
export function Lines({ children, stale = false }: { readonly children: ReactNode; readonly stale?: boolean }) {
  return <dl className={stale ? "lines old" : "lines"}>{children}</dl>;
}

export function Line({
  term, value, note, sum = false, title,
}: {
  readonly term: ReactNode;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly sum?: boolean;
  /** Every digit of it. */
  readonly title?: string;
}) {
  return (
    <div className={sum ? "sum" : undefined}>
      <dt>{term}</dt>
      <dd title={title}>
        {value}
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}
