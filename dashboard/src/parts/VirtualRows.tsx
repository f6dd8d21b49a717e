import { type ReactNode, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { offsetsOf, type Sight, sightOf } from "./sight";

type Props<Row> = {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, place: number) => string;
  /** What a row is high before it is measured. */
  readonly estimate: number;
  readonly children: (row: Row, place: number) => ReactNode;
  readonly label?: string;
};

/** Drawn above and below what is in sight. */
const MARGIN = 600;
const FIRST: Sight = { first: 0, end: 20 };

/**
 * A long list that scrolls with the page and draws what is in sight. Each row is measured; those that are not drawn are
 * two blocks of their height.
 */
export function VirtualRows<Row>({ rows, keyOf, estimate, children, label }: Props<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const heights = useRef(new Map<string, number>());
  const [measured, setMeasured] = useState(0);
  const [sight, setSight] = useState(FIRST);
  // A key is its row's own, so a new function for the same rows gives the same keys.
  const name = useRef(keyOf);
  name.current = keyOf;
  const keys = useMemo(() => rows.map((row, place) => name.current(row, place)), [rows]);
  const offsets = useMemo(() => offsetsOf(keys, heights.current, estimate), [keys, estimate, measured]);

  const look = useCallback(() => {
    const top = box.current?.getBoundingClientRect().top;
    if (top === undefined) return;
    const seen = sightOf(offsets, -top - MARGIN, innerHeight - top + MARGIN);
    setSight((before) => (before.first === seen.first && before.end === seen.end ? before : seen));
  }, [offsets]);
  useLayoutEffect(look, [look]);
  useEffect(() => {
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look, { passive: true });
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [look]);

  const observer = useMemo(
    () =>
      new ResizeObserver((entries) => {
        let changed = false;
        for (const { target, borderBoxSize } of entries) {
          const key = (target as HTMLElement).dataset["key"];
          const height = borderBoxSize[0]?.blockSize ?? 0;
          // A row that is just being taken away has none.
          if (key === undefined || height === 0 || heights.current.get(key) === height) continue;
          heights.current.set(key, height);
          changed = true;
        }
        if (changed) setMeasured((times) => times + 1);
      }),
    [],
  );
  useEffect(() => () => observer.disconnect(), [observer]);

  const first = Math.min(sight.first, rows.length);
  const end = Math.min(sight.end, rows.length);
  return (
    <div ref={box} role="list" aria-label={label}>
      <div style={{ height: offsets[first] }} aria-hidden="true" />
      {rows.slice(first, end).map((row, place) => (
        <Measured key={keys[first + place]} name={keys[first + place]!} place={first + place} of={rows.length} observer={observer}>
          {children(row, first + place)}
        </Measured>
      ))}
      <div style={{ height: offsets.at(-1)! - offsets[end]! }} aria-hidden="true" />
    </div>
  );
}

type MeasuredProps = {
  readonly name: string;
  readonly place: number;
  readonly of: number;
  readonly observer: ResizeObserver;
  readonly children: ReactNode;
};

function Measured({ name, place, of, observer, children }: MeasuredProps) {
  const row = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = row.current;
    if (element === null) return undefined;
    observer.observe(element);
    return () => observer.unobserve(element);
  }, [observer]);
  return (
    <div ref={row} data-key={name} role="listitem" aria-posinset={place + 1} aria-setsize={of}>
      {children}
    </div>
  );
}
