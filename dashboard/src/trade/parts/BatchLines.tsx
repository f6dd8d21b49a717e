import { clock, date, percentOfBps, percentOfPpm, shares, stamp, usdc, usdcWithUnit, MINUS } from "../../format";
import { Term } from "../../parts";
import { trade } from "../../words/trade";
import type { GasAnswer } from "../quote/gas";
import type { BatchTerms } from "../quote/terms";
import { GasLine } from "./GasLine";
import { Line, Lines } from "./Lines";

const words = trade.lines;

/** What a request may bring, as a range, and when. */
export function BatchLines({
  terms, platformBps, gas, ethPrice, stale,
}: {
  readonly terms: BatchTerms;
  readonly platformBps: number;
  readonly gas: GasAnswer | undefined;
  readonly ethPrice: bigint | undefined;
  readonly stale: boolean;
}) {
  const buying = terms.side === "buy";
  const range = buying
    ? `${shares(terms.expectedLeast, "down")} to ${shares(terms.expectedMost, "down")} shares`
    : `${usdc(terms.expectedLeast, "down")} to ${usdcWithUnit(terms.expectedMost, "down")}`;
  const percents = words.from(percentOfPpm(terms.costLeastPpm, "up"), percentOfPpm(terms.costMostPpm, "up"));
  const late = date(terms.settlesForAnyoneAt) === date(terms.settlesAt) ? clock(terms.settlesForAnyoneAt) : stamp(terms.settlesForAnyoneAt);
  return (
    <Lines stale={stale}>
      {buying ? (
        <Line term={trade.buy.pays} value={usdcWithUnit(terms.given, "up")} />
      ) : (
        <Line term={trade.sell.pays} value={`${shares(terms.given)} shares`} note={words.worthAtNav(usdc(terms.worth, "down"))} />
      )}
      <Line
        term={<Term of="levy" />}
        value={words.from("0.00", usdcWithUnit(terms.levyMost, "up"))}
        note={
          <>
            {buying ? words.levyRange : words.levyRangeSell}
            {terms.matchedBps > 0 && <>. {words.matched(percentOfBps(terms.matchedBps, "down"))}</>}
          </>
        }
      />
      <Line
        term={<><Term of="platformFee" />{words.fee(percentOfBps(platformBps))}</>}
        value={words.about(`${MINUS}${usdcWithUnit(terms.fee, "up")}`)}
      />
      <Line sum term={words.expect} value={range} note={words.atPriceOfNow} />
      <Line term={words.locks} value={terms.lockable ? words.locksNow : stamp(terms.locksAt)} note={words.locksWhy} />
      <Line term={words.settles} value={stamp(terms.settlesAt)} note={buying ? words.settlesWhy(late) : words.settlesSell(late)} />
      <GasLine gas={gas} ethPrice={ethPrice} />
      <Line
        sum
        term={words.all}
        value={words.from(usdc(terms.costLeast, "up"), usdcWithUnit(terms.costMost, "up"))}
        note={`${buying ? words.ofWhatYouPay(percents) : words.ofWhatItIsWorth(percents)}${terms.gas === undefined ? `, ${words.withoutGas}` : ""}`}
      />
    </Lines>
  );
}
