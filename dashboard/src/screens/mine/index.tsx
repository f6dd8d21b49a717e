import { useAccountState } from "../../chain";
import { useAssets, useFund } from "../../fund";
import { CopyAddress, Empty, hrefOf, Notice, openWallet } from "../../parts";
import { Progress } from "../../trade/parts/Progress";
import { SentList } from "../../trade/parts/SentList";
import { Settled } from "../../trade/parts/Settled";
import { usePosition } from "../../trade/position/usePosition";
import { useQuote } from "../../trade/quote/useQuote";
import type { Intent } from "../../trade/send/intent";
import { useFlow } from "../../trade/send/useFlow";
import { useSentHere } from "../../trade/track/store";
import { mine } from "../../words/mine";
import { trade } from "../../words/trade";
import { Files } from "./Files";
import { HistoryTable } from "./HistoryTable";
import { allShares, SellAll, Value } from "./Holding";
import { Requests } from "./Requests";
import "../../trade/trade.css";
import "./mine.css";

export default function Mine() {
  const account = useAccountState();
  const { data: fund } = useFund();
  const { data: assets } = useAssets();
  const { own, ownError, entries, basis, priceAt } = usePosition(account.address);
  const sent = useSentHere();
  const { flow, start, reset } = useFlow();
  const all = own === undefined ? 0n : allShares(own);
  const live = useQuote("sell", all > 0n ? all : undefined, account.address);

  const head = (
    <div className="page-head">
      <h1>{mine.title}</h1>
      {account.address !== null && <p className="mine-address"><CopyAddress value={account.address} full /></p>}
    </div>
  );
  if (account.address === null) {
    return (
      <>
        {head}
        <div className="card">
          <Empty title={mine.none.title} action={<button type="button" className="btn primary" onClick={openWallet}>{mine.none.open}</button>}>
            {mine.none.text} {mine.none.connect}
          </Empty>
        </div>
        <SentList sent={sent} />
      </>
    );
  }
  const onStart = (intent: Intent) => {
    window.scrollTo({ top: 0 });
    void start(intent);
  };
  const canSign = account.kind === "wallet" && !account.wrongChain;
  const title = flow.phase === "idle" ? "" : `${trade.sent.kinds[flow.intent.kind]} ${flow.intent.what}`;
  const nothing = own !== undefined && entries !== undefined && all === 0n && entries.length === 0 &&
    own.waiting.length + own.collectable.length + own.returned.length + own.claims.length === 0;
  return (
    <>
      {head}
      {flow.phase !== "idle" && (
        <div className="mine-flow">
          {flow.phase === "settled" && flow.sent.state === "confirmed" ? (
            <Settled title={title} sent={flow.sent} seconds={flow.seconds} ethPrice={live.quote?.ethPrice} actions={<button type="button" className="btn" onClick={reset}>{trade.outcome.close}</button>} />
          ) : (
            <Progress
              title={title}
              flow={flow}
              symbolOf={(id) => assets.get(id)?.symbol}
              onAgain={reset}
              again={trade.outcome.close}
              onRetry={() => void start(flow.intent)}
              onApprove={() => void start(flow.intent, true)}
            />
          )}
        </div>
      )}
      {ownError !== null && own === undefined && (
        <Notice tone="bad" title={mine.failed} action={<a className="btn small" href={hrefOf("sell")}>{mine.leave}</a>} />
      )}
      {nothing ? (
        <div className="card">
          <Empty title={mine.none.title} action={<a className="btn primary" href={hrefOf("buy")}>{mine.none.buy}</a>}>{mine.none.text}</Empty>
        </div>
      ) : (
        <div className="grid">
          {own === undefined ? (
            <p className="c12 dim" role="status">{ownError === null ? mine.reading : ""}</p>
          ) : (
            <>
              <Value own={own} basis={basis} entries={entries} />
              <SellAll quote={live.quote ?? live.shown} flowOut={fund === undefined ? undefined : fund.limits.flowOut < fund.cash ? fund.limits.flowOut : fund.cash} />
              <Requests own={own} account={account.address} canSign={canSign} onStart={onStart} />
            </>
          )}
          {entries !== undefined && (
            <HistoryTable entries={entries} actions={entries.length === 0 ? null : <Files account={account.address} entries={entries} priceAt={priceAt} />} />
          )}
        </div>
      )}
      <div className="mine-sent"><SentList sent={sent} /></div>
    </>
  );
}
