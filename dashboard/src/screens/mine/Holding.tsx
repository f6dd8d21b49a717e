import { change, date, decimal, shares, sharesInFull, stamp, usdc, usdcWithUnit, percentOfBps, MINUS } from "../../format";
import { Card, Change, hrefOf, NotAvailable, Term } from "../../parts";
import type { Basis } from "../../trade/position/basis";
import type { Entry } from "../../trade/position/entries";
import type { Own } from "../../trade/position/requests";
import { Line, Lines } from "../../trade/parts/Lines";
import { reasonWords } from "../../trade/send/refusal-words";
import type { Quote } from "../../trade/quote/readings";
import { upTo, CENT } from "../../trade/cost";
import { mine } from "../../words/mine";
import { OwnChart } from "./OwnChart";

const SHARE = 10n ** 18n;

/** Everything the account has: what it holds, and what waits in the queue. */
export function allShares(own: Own): bigint {
  const queued = own.waiting.filter((one) => one.redemption).reduce((sum, one) => sum + one.amount, 0n);
  const back = own.returned.filter((one) => one.redemption).reduce((sum, one) => sum + one.amount, 0n);
  return own.shares + queued + back;
}

export function Value({ own, basis, entries }: { readonly own: Own; readonly basis: Basis | undefined; readonly entries: readonly Entry[] | undefined }) {
  const all = allShares(own);
  const queued = all - own.shares;
  const cost = basis?.cost;
  const why = basis === undefined ? mine.unknown.loading : basis.unknown === "none" ? mine.unknown.received : mine.unknown[basis.unknown];
  const first = entries?.[0]?.time;
  return (
    <section className="card c8" aria-labelledby="mine-value">
      <h2 id="mine-value" className="mine-label">{mine.value}</h2>
      <p className="mine-value">{own.worth === undefined ? <NotAvailable why={mine.noValue} /> : usdcWithUnit(own.worth, "down")}</p>
      <p className="small dim">{mine.valueAt(stamp(own.time), own.block.toLocaleString("en-US"))}</p>
      {own.worth !== undefined && cost !== undefined && cost > 0n && (
        <p className="mine-result">
          <Change value={change(Number(((own.worth - cost) * 10n ** 12n) / cost) / 1e12)} />{" "}
          <span className="dim small">{mine.result(signed(own.worth - cost))}</span>
        </p>
      )}
      <dl className="mine-facts">
        <div>
          <dt>{mine.shares}</dt>
          <dd title={sharesInFull(own.shares)}>{shares(own.shares, "down")}{queued > 0n && <small>{mine.inQueue(shares(queued, "down"))}</small>}</dd>
        </div>
        <div><dt>{mine.averageCost}</dt><dd>{cost === undefined || all === 0n || basis === undefined || basis.shares === 0n ? <NotAvailable why={why} /> : `${decimal((cost * SHARE) / basis.shares, 6, 4)} USDC`}</dd></div>
        <div><dt>{mine.cost}</dt><dd>{cost === undefined ? <NotAvailable why={why} /> : usdcWithUnit(cost, "up")}</dd></div>
        <div><dt>{mine.realised}</dt><dd>{basis?.realised === undefined ? <NotAvailable why={why} /> : `${signed(basis.realised)}`}</dd></div>
      </dl>
      {entries !== undefined && entries.length > 0 && <OwnChart entries={entries} cost={cost === undefined || basis === undefined || basis.shares === 0n ? undefined : (cost * SHARE * 10n ** 12n) / basis.shares} />}
      {first !== undefined && <p className="small dim">{mine.dates(date(first), date(own.time))}</p>}
    </section>
  );
}

function signed(value: bigint): string {
  return value < 0n ? `${MINUS}${usdc(-value, "up")} USDC` : `+${usdc(value, "down")} USDC`;
}

/** What a sale of everything would bring, by the lens, whether or not the fund has the cash. */
export function SellAll({ quote, flowOut }: { readonly quote: Quote | undefined; readonly flowOut: bigint | undefined }) {
  const words = mine.sellAll;
  const preview = quote?.preview;
  return (
    <Card title={words.title} className="c4">
      {preview === undefined || preview.result === 0n ? (
        <p className="dim small">{preview === undefined || preview.reason === "" ? mine.reading : reasonWords(preview.reason).cause}</p>
      ) : (
        <Lines>
          <Line term={words.atNav} value={usdcWithUnit(preview.gross, "down")} />
          <Line term={<><Term of="platformFee" />, {percentOfBps(preview.platform_bps)}</>} value={`${MINUS}${usdcWithUnit(upTo(preview.fee, CENT), "up")}`} />
          <Line term={<><Term of="levy" />, {percentOfBps(preview.levy_bps)}</>} value={`${MINUS}${usdcWithUnit(upTo(preview.levy, CENT), "up")}`} />
          <Line sum term={words.get} value={usdcWithUnit(preview.result, "down")} />
        </Lines>
      )}
      {flowOut !== undefined && <p className="small dim">{words.cash(usdc(flowOut, "down"))}</p>}
      <p className="mine-sell"><a className="btn wide" href={hrefOf("sell")}>{words.button}</a></p>
    </Card>
  );
}

