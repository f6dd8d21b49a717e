import { useRef, useState, type FormEvent } from "react";

import { useAccountState, useChain } from "../../chain";
import { count, shares, sharesInFull } from "../../format";
import { useAssets, useFund } from "../../fund";
import { gateOf } from "../../trade/cost";
import { writeAmount } from "../../trade/amount";
import { Act } from "../../trade/parts/Act";
import { Allowances } from "../../trade/parts/Allowances";
import { AmountField } from "../../trade/parts/AmountField";
import { BatchLines } from "../../trade/parts/BatchLines";
import { Gate, passes } from "../../trade/parts/Gate";
import { KindLines } from "../../trade/parts/KindLines";
import { NowLines } from "../../trade/parts/NowLines";
import { QuoteLine } from "../../trade/parts/QuoteLine";
import { Routes } from "../../trade/parts/Routes";
import { SentList } from "../../trade/parts/SentList";
import { TradeSwitch } from "../../trade/parts/TradeBar";
import { SlippagePick } from "../../trade/parts/SlippagePick";
import { balanceProblem, textProblem } from "../../trade/problems";
import { kindParts, useKind, worthOfKind } from "../../trade/quote/kind";
import { termsNow, termsOfBatch } from "../../trade/quote/terms";
import { usePurse, useQuote } from "../../trade/quote/useQuote";
import { kindIntent, requestIntent, sellIntent } from "../../trade/send/intent";
import { useFlow } from "../../trade/send/useFlow";
import { useSentHere } from "../../trade/track/store";
import { useGasCost } from "../../trade/useGasCosts";
import { separators, useRouteInUse, useTradeForm } from "../../trade/useTradeForm";
import { terms as termWords } from "../../words";
import { trade } from "../../words/trade";
import { SellAside } from "./SellAside";
import { sellOffers, sellViews } from "./offers";
import { Selling, type AgreedSale } from "./Selling";
import "../../trade/trade.css";

const SHARE_DECIMALS = 18;
const ROUTES = ["now", "batch", "kind"] as const;
const PRESETS = [{ name: "25%", part: 25n }, { name: "50%", part: 50n }, { name: "All", part: 100n }];

export default function Sell() {
  const { config } = useChain();
  const account = useAccountState();
  const { data: fund } = useFund();
  const { data: assets } = useAssets();
  const symbolOf = (asset: number) => assets.get(asset)?.symbol;
  const form = useTradeForm(SHARE_DECIMALS, ROUTES);
  const field = useRef<HTMLInputElement>(null);
  const [agreed, setAgreed] = useState<AgreedSale | undefined>(undefined);
  const { flow, start, reset } = useFlow();
  const sent = useSentHere();

  const { data: purse } = usePurse(account.address);
  const live = useQuote("sell", form.value, account.address);
  const quote = live.quote ?? live.shown;
  const failing = live.error !== null && live.quote === undefined;
  const times = { flowResetsAt: fund?.limits.flowResetsAt ?? 0, pausedUntil: fund?.limits.unpausesAt ?? 0 };
  const gasNow = useGasCost("sell", "now", form.value, account.address, purse, quote);
  const gasBatch = useGasCost("sell", "batch", form.value, account.address, purse, quote);
  const now = quote && termsNow(quote, form.slippage, gasNow.usdc);
  const batch = quote && termsOfBatch(quote, gasBatch.usdc);
  const views = sellViews(live.quote, now, batch, fund, times, failing, symbolOf);
  const weighed = failing || (live.quote !== undefined && gasNow.answer !== undefined && gasBatch.answer !== undefined);
  const { route, choice } = useRouteInUse(weighed ? sellOffers(views, now, batch) : undefined, form, live.quote?.preview.gross ?? 0n, "now");

  const gasKind = useGasCost("sell", "kind", route === "kind" ? form.value : undefined, account.address, purse, quote);
  const kind = useKind(route === "kind" ? form.value : undefined);
  const held = new Map((fund?.holdings ?? []).map((one) => [one.id, one]));
  const parts = kind.data === undefined || kind.isError ? undefined : kindParts(kind.data.ids, kind.data.amounts, kind.data.retired, held, assets);

  const wrong = textProblem(form.text, form.amount, trade.sell.unit) ??
    (form.value !== undefined && purse !== undefined ? balanceProblem("sell", form.value, purse.shares) : undefined);
  const closed = form.value === undefined ? "" : (views.find((view) => view.route === route)?.closed ?? "");
  const worst = route === "now" ? now?.costs.worstPpm : route === "batch" ? batch?.costMostPpm : 0n;
  const priced = route === "kind" || (live.quote !== undefined && (route === "now" ? now : batch) !== undefined);
  // Nothing can be pressed that is about to change: the gas is known, or known to be unknown, and it is in the gate.
  const settled = weighed || form.picked === "kind";
  const ready = settled && form.value !== undefined && wrong === undefined && closed === "" && priced && account.kind === "wallet" &&
    passes(gateOf(worst ?? 0n, form.expert), form.ticked);
  // An exit in kind has no price, so nothing of it can be too old.
  const stale = live.stale && route !== "kind";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (stale) {
      live.refresh();
      return;
    }
    if (!ready || form.value === undefined || account.kind !== "wallet") {
      field.current?.focus();
      return;
    }
    const basics = { at: config.deployment, account: account.address, what: `${sharesInFull(form.value)} shares` };
    if (route === "kind") {
      setAgreed({ route, given: form.value, assets: parts?.length });
      await start(kindIntent(basics, form.value));
    } else if (route === "now" && now !== undefined) {
      setAgreed({ route, now });
      await start(sellIntent(basics, form.value, now.least));
    } else if (batch !== undefined) {
      setAgreed({ route: "batch", batch });
      await start(requestIntent(basics, true, form.value));
    }
  };

  const back = () => {
    reset();
    setAgreed(undefined);
    live.refresh();
    requestAnimationFrame(() => field.current?.focus());
  };

  if (flow.phase !== "idle") {
    return (
      <div className="trade">
        <div className="trade-head"><h1>{trade.sell.title}</h1></div>
        <Selling flow={flow} agreed={agreed} symbolOf={symbolOf} ethPrice={quote?.ethPrice} onBack={back} onStart={start} />
      </div>
    );
  }

  const problem = wrong ?? (closed === "" ? undefined : closed);
  const text = form.value === undefined ? "" : shares(form.value);
  const label = form.value === undefined ? trade.sell.empty : stale ? trade.quote.refresh
    : route === "kind" ? trade.sell.kindButton(text) : route === "batch" ? trade.sell.requestButton(text) : trade.sell.button(text);
  const old = live.stale || live.quote === undefined;
  return (
    <div className="trade">
      <div className="trade-head row between"><h1>{trade.sell.title}</h1><TradeSwitch /></div>
      <form className="trade-form" noValidate onSubmit={(event) => void submit(event)}>
        <div className="trade-left stack">
          <AmountField
            label={trade.sell.pays}
            have={purse === undefined ? undefined : trade.sell.balance(shares(purse.shares, "down"))}
            unit={trade.sell.unit}
            text={form.text}
            onText={form.setText}
            presets={purse === undefined || purse.shares === 0n ? [] : PRESETS.map(({ name, part }) => ({
              name, text: writeAmount((purse.shares * part) / 100n, SHARE_DECIMALS, separators),
            }))}
            problem={wrong !== undefined}
            problemId="trade-problem"
            inputRef={field}
          />
          <Routes legend={trade.sell.when} routes={views} chosen={route} onChoose={form.pick} />
          {choice !== undefined && choice.why !== "none" && problem === undefined && (
            <p className="small dim">
              {choice.why === "cheaper" ? trade.sell.cheaper : trade.choice[choice.why]}
            </p>
          )}
          <p id="trade-problem" className={problem === undefined ? "vh" : "trade-error"} aria-live="polite">{problem ?? ""}</p>
        </div>
        <div className="trade-right stack">
          {form.value === undefined || (quote === undefined && route !== "kind") ? (
            <div className="card small dim">{failing ? trade.quote.failed : trade.quote.enter}</div>
          ) : (
            <div className="card trade-card" aria-busy={live.quote === undefined && !failing}>
              {route === "now" && now !== undefined && (
                <NowLines terms={now} gas={gasNow.answer} ethPrice={quote?.ethPrice} stale={old} slippage={<SlippagePick label={termWords.maxSlippage.name} value={form.slippage} onPick={form.setSlippage} />} />
              )}
              {route === "batch" && batch !== undefined && (
                <BatchLines terms={batch} platformBps={Number(quote?.preview.platform_bps ?? 0n)} gas={gasBatch.answer} ethPrice={quote?.ethPrice} stale={old} />
              )}
              {route === "kind" && (
                <KindLines
                  given={form.value}
                  parts={parts}
                  levyBps={kind.data?.levyBps}
                  worth={parts && worthOfKind(parts)}
                  gas={gasKind.answer}
                  ethPrice={quote?.ethPrice}
                  stale={kind.isPlaceholderData}
                />
              )}
              {!priced && <p className="small dim trade-none">{closed === "" ? trade.quote.reading : closed}</p>}
            </div>
          )}
          {route !== "kind" && <QuoteLine live={live} waiting={form.value !== undefined} />}
          <p className="risk">
            {route === "kind" ? trade.sell.kindRisk(parts === undefined ? "many tokens" : count(parts.length, "token")) : route === "batch" ? trade.sell.batchRisk : trade.sell.risk}
          </p>
          {form.value !== undefined && worst !== undefined && closed === "" && (
            <Gate worstPpm={worst} expert={form.expert} onExpert={form.setExpert} ticked={form.ticked} onTick={form.setTicked} />
          )}
          <Act>
            <button type="submit" className="btn primary wide trade-act" aria-disabled={!(ready || stale) || undefined}>{label}</button>
            <p className="trade-note">{route === "kind" ? trade.note.kind : route === "batch" ? trade.note.batch : trade.note.plain}</p>
          </Act>
          <Allowances purse={purse} account={account.address} onRevoke={(intent) => void start(intent)} />
        </div>
      </form>
      <SellAside />
      <div className="trade-sent"><SentList sent={sent} /></div>
    </div>
  );
}
