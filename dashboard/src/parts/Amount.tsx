import type { ReactNode } from "react";

type Props = {
  /** As it is shown: rounded by format/. */
  readonly children: ReactNode;
  /** Every digit, in the tooltip. */
  readonly full?: string;
};

/** A figure that has more digits than are shown. */
export function Amount({ children, full }: Props) {
  return (
    <span className="nowrap" title={full}>
      {children}
    </span>
  );
}
