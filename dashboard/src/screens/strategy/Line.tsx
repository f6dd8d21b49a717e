import type { ReactNode } from "react";

/** A term beside its value, with a note below. */
export function Line({
  name,
  value,
  note,
  sum = false,
}: {
  name: ReactNode;
  value: ReactNode;
  note?: ReactNode;
  sum?: boolean;
}) {
  return (
    <div className={sum ? "sum" : undefined}>
      <dt>{name}</dt>
      <dd>
        {value}
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}
