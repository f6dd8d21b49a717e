import type { ReactNode } from "react";

import { decimal, percentOfBps, percentOfPpm, shares, sharesInFull, usdc, usdcInFull, usdcWithUnit, MINUS } from "../../format";
import { Term } from "../../parts";
import { trade } from "../../words/trade";
import type { GasAnswer } from "../quote/gas";
import type { Terms } from "../quote/terms";
import { GasLine } from "./GasLine";
import { Line, Lines } from "./Lines";

const words = trade.lines;
const minus = (amount: string) => `${MINUS}${amount}`;

/** Every cost of buying or selling at once, and the least that can come of it. */
export function NowLines({
  terms, gas, ethPrice, slippage, stale,
}: {
  readonly terms: Terms;
  readonly gas: GasAnswer | undefined;
  readonly ethPrice: bigint | undefined;
  readonly slippage: ReactNode;
  readonly stale: boolean;
}) {
  const { costs, side } = terms;
  const buying = side === "buy";
  const levy = (
    <Line
      term={<><Term of="levy" />{words.levy(percentOfBps(terms.levyBps))}</>}
      value={minus(usdcWithUnit(costs.levy, "up"))}
      note={words.levyStays}
    />
  );
  const fee = (
    <Line
      term={<><Term of="platformFee" />{words.fee(percentOfBps(terms.platformBps))}</>}
      value={minus(usdcWithUnit(costs.fee, "up"))}
    />
  );
  const percent = percentOfPpm(costs.totalPpm, "up");
  return (
    <Lines stale={stale}>
      {buying ? (
        <Line term={trade.buy.pays} value={usdcWithUnit(terms.given, "up")} title={`${usdcInFull(terms.given)} USDC`} />
      ) : (
        <Line term={trade.sell.pays} value={`${shares(terms.given)} shares`} title={sharesInFull(terms.given)} note={words.worthAtNav(usdc(terms.worth, "down"))} />
      )}
      {buying ? <>{levy}{fee}</> : <>{fee}{levy}</>}
      {buying ? (
        <Line
          sum
          term={words.expect}
          value={`${shares(terms.expected, "down")} shares`}
          title={sharesInFull(terms.expected)}
          note={words.worthEach(usdc(terms.expectedWorth, "down"), decimal(terms.sharePrice, 18, 4))}
        />
      ) : (
        <Line sum term={words.expect} value={usdcWithUnit(terms.expected, "down")} title={usdcInFull(terms.expected)} />
      )}
      <Line term={<Term of="maxSlippage" />} value={slippage} />
      <Line
        term={<Term of="minimumReceived" />}
        value={leastText(terms)}
        note={buying ? `${words.worth(usdc(terms.leastWorth, "down"))}; ${words.ifLess(side)}` : words.ifLess(side)}
      />
      <GasLine gas={gas} ethPrice={ethPrice} />
      <Line
        sum
        term={words.all}
        value={usdcWithUnit(costs.total, "up")}
        note={`${buying ? words.ofWhatYouPay(percent) : words.ofWhatItIsWorth(percent)}${costs.gas === undefined ? `, ${words.withoutGas}` : ""}`}
      />
    </Lines>
  );
}

/** The minimum with the digits that are signed. */
export function leastText(terms: Terms): string {
  const buying = terms.side === "buy";
  const rounded = buying ? terms.least % 10n ** 14n === 0n : terms.least % 10_000n === 0n;
  if (buying) {
    return `${rounded ? shares(terms.least, "down") : sharesInFull(terms.least)} shares`;
  }
  return `${rounded ? usdc(terms.least, "down") : usdcInFull(terms.least)} USDC`;
}
