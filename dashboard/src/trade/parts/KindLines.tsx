import { useState } from "react";

import { count, percentOfBps, shares, tokens, usd } from "../../format";
import { Term } from "../../parts";
import { trade } from "../../words/trade";
import type { GasAnswer } from "../quote/gas";
import type { KindPart } from "../quote/kind";
import { GasLine } from "./GasLine";
import { Line, Lines } from "./Lines";

const words = trade.lines;
const FEW = 5;

/** What an exit in kind hands over, largest first, and what of it would become a claim. */
export function KindLines({
  given, parts, levyBps, worth, gas, ethPrice, stale,
}: {
  readonly given: bigint;
  /** Undefined while the list can't be read: the exit works without it. */
  readonly parts: readonly KindPart[] | undefined;
  readonly levyBps: number | undefined;
  /** USD 18; undefined where no price is known. */
  readonly worth: { readonly value: bigint; readonly without: number } | undefined;
  readonly gas: GasAnswer | undefined;
  readonly ethPrice: bigint | undefined;
  readonly stale: boolean;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? (parts ?? []) : (parts ?? []).slice(0, FEW);
  const rest = (parts?.length ?? 0) - shown.length;
  return (
    <>
      <Lines stale={stale}>
        <Line term={words.gives} value={`${shares(given)} shares`} />
        {levyBps !== undefined && (
          <Line term={<><Term of="levy" />{words.levy(percentOfBps(levyBps))}</>} value={words.kindLevy} />
        )}
        <Line
          sum
          term={words.gets}
          value={parts === undefined ? trade.gas.unavailable : count(parts.length, "asset")}
          note={parts === undefined ? words.noList : worth === undefined ? undefined : worthText(worth)}
        />
        {shown.map((part) => (
          <Line
            key={part.asset}
            term={part.symbol}
            value={tokens(part.amount, part.decimals, "down")}
            note={[part.value === undefined ? undefined : usd(part.value, "down"), part.claim ? words.wouldClaim : undefined].filter(Boolean).join(", ")}
          />
        ))}
        {(rest > 0 || all) && (
          <Line
            term={rest > 0 ? words.more(count(rest, "asset")) : ""}
            value={<button type="button" className="link" onClick={() => setAll(!all)}>{all ? words.fewAssets : words.allAssets}</button>}
          />
        )}
        <GasLine gas={gas} ethPrice={ethPrice} />
      </Lines>
      <p className="small dim">{words.claimNote}</p>
    </>
  );
}

function worthText({ value, without }: { readonly value: bigint; readonly without: number }): string {
  const text = `worth about ${usd(value, "down")}`;
  return without === 0 ? text : `${text}, without ${count(without, "asset")} that has no price`;
}
