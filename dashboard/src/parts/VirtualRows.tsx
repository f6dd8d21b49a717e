import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

type Props<Row> = {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row, place: number) => string;
  /** What a row is high before it is measured. */
  readonly estimate: number;
  readonly children: (row: Row, place: number) => ReactNode;
  /** Roles of the list and of its rows: "list" and "listitem", or those of a table. */
  readonly role?: "list" | "rowgroup";
  readonly label?: string;
};

/** A long list that scrolls with the page and draws what is in sight. Each row measures itself. */
export function VirtualRows<Row>({ rows, keyOf, estimate, children, role = "list", label }: Props<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const at = box.current?.getBoundingClientRect().top;
    if (at !== undefined) setOffset(at + window.scrollY);
  }, [rows.length]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => estimate,
    overscan: 8,
    scrollMargin: offset,
    getItemKey: (place) => keyOf(rows[place]!, place),
  });
  return (
    <div ref={box} role={role} aria-label={label} style={{ position: "relative", height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => (
        <div
          key={item.key}
          ref={virtual.measureElement}
          data-index={item.index}
          role={role === "list" ? "listitem" : undefined}
          aria-setsize={role === "list" ? rows.length : undefined}
          aria-posinset={role === "list" ? item.index + 1 : undefined}
          style={{ position: "absolute", insetInline: 0, top: 0, transform: `translateY(${item.start - offset}px)` }}
        >
          {children(rows[item.index]!, item.index)}
        </div>
      ))}
    </div>
  );
}
