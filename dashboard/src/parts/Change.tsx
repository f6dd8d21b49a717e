import type { Direction } from "../format";

const SHAPES: Record<Direction, string> = { up: "M4 1 8 7H0z", down: "M0 1h8L4 7z", flat: "M0 3h8v2H0z" };

/** A change as sign, shape and colour. Takes what `change` and `changeOfUsd` of format/ give. */
export function Change({ value }: { readonly value: { readonly direction: Direction; readonly text: string } }) {
  return (
    <span className={`change ${value.direction}`}>
      <svg viewBox="0 0 8 8" aria-hidden="true">
        <path d={SHAPES[value.direction]} />
      </svg>
      {value.text}
    </span>
  );
}
