import { useEffect, useRef, type ReactNode } from "react";

import { span, usd } from "../../format";
import { Chip, TransactionLink } from "../../parts";
import { trade } from "../../words/trade";
import { gasInUsd } from "../cost";
import type { Sent } from "../track/sent";
import { Line, Lines } from "./Lines";

const words = trade.steps;

/** Shown after a receipt with status 1 and never before. */
export function Settled({
  title, sent, seconds, ethPrice, children, actions,
}: {
  readonly title: string;
  readonly sent: Sent;
  readonly seconds: number;
  readonly ethPrice: bigint | undefined;
  readonly children?: ReactNode;
  readonly actions: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const took = span(Math.max(1, seconds));
  const text = sent.cost === undefined || ethPrice === undefined
    ? words.tookUnknown(took)
    : words.took(took, usd(gasInUsd(BigInt(sent.cost), ethPrice), "up"));
  return (
    <div className="card stack trade-left" data-settled={sent.state}>
      {sent.block !== undefined && <div><Chip tone="ok" icon="check">{words.block(sent.block.toLocaleString("en-US"))}</Chip></div>}
      <h2 ref={heading} tabIndex={-1}>{title}</h2>
      {children}
      <p className="dim">{text}</p>
      {sent.hash !== null && <Lines><Line term={words.transaction} value={<TransactionLink hash={sent.hash} />} /></Lines>}
      <div className="row">{actions}</div>
    </div>
  );
}
