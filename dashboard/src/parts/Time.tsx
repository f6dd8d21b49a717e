import { date, iso, local, stamp } from "../format";

/** A moment in UTC; the reader's own time in the tooltip. */
export function Time({ at, day = false }: { readonly at: number; readonly day?: boolean }) {
  return (
    <time dateTime={iso(at)} title={local(at)}>
      {day ? date(at) : stamp(at)}
    </time>
  );
}
