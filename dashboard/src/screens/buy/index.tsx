import { useRef, useState, type FormEvent } from "react";

import { useAccountState, useChain } from "../../chain";
import { span, usdc, usdcInFull } from "../../format";
import { useAssets, useFund } from "../../fund";
import { gateOf } from "../../trade/cost";
import { writeAmount } from "../../trade/amount";
import { Act } from "../../trade/parts/Act";
import { Allowances } from "../../trade/parts/Allowances";
import { AmountField } from "../../trade/parts/AmountField";
import { BatchLines } from "../../trade/parts/BatchLines";
import { Gate, passes } from "../../trade/parts/Gate";
import { NowLines } from "../../trade/parts/NowLines";
import { QuoteLine } from "../../trade/parts/QuoteLine";
import { Routes } from "../../trade/parts/Routes";
import { SentList } from "../../trade/parts/SentList";
import { TradeSwitch } from "../../trade/parts/TradeBar";
import { SlippagePick } from "../../trade/parts/SlippagePick";
import { balanceProblem, textProblem } from "../../trade/problems";
import { termsNow, termsOfBatch } from "../../trade/quote/terms";
import { usePurse, useQuote } from "../../trade/quote/useQuote";
import { buyIntent, requestIntent, type Intent } from "../../trade/send/intent";
import { useFlow } from "../../trade/send/useFlow";
import { useBatches } from "../../trade/send/useWallet";
import { useSentHere } from "../../trade/track/store";
import { useGasCost } from "../../trade/useGasCosts";
import { separators, useRouteInUse, useTradeForm } from "../../trade/useTradeForm";
import { Term } from "../../parts";
import { trade } from "../../words/trade";
import { terms as termWords } from "../../words";
import { Aside } from "./Aside";
import { Buying } from "./Buying";
import { offersOf, usualViews } from "./offers";
import type { Agreed } from "./agreed";
import "../../trade/trade.css";

const PRESETS = [100_000_000n, 1_000_000_000n, 10_000_000_000n];
const UNIT = "USDC";
const USDC_DECIMALS = 6;
const ROUTES = ["now", "batch"] as const;

export default function Buy() {
  const { config } = useChain();
  const account = useAccountState();
  const { data: fund } = useFund();
  const { data: assets } = useAssets();
  const symbolOf = (asset: number) => assets.get(asset)?.symbol;
  const form = useTradeForm(USDC_DECIMALS, ROUTES);
  const field = useRef<HTMLInputElement>(null);
  const [agreed, setAgreed] = useState<Agreed | undefined>(undefined);
  const { flow, start, reset } = useFlow();
  const sent = useSentHere();
  const batches = useBatches(account.kind === "wallet" ? account.address : null);

  const { data: purse } = usePurse(account.address);
  const live = useQuote("buy", form.value, account.address);
  const quote = live.quote ?? live.shown;
  const times = { flowResetsAt: fund?.limits.flowResetsAt ?? 0, pausedUntil: fund?.limits.unpausesAt ?? 0 };

  const gasNow = useGasCost("buy", "now", form.value, account.address, purse, quote);
  const gasBatch = useGasCost("buy", "batch", form.value, account.address, purse, quote);
  const now = quote && termsNow(quote, form.slippage, gasNow.usdc);
  const batch = quote && termsOfBatch(quote, gasBatch.usdc);
  const found = live.quote && offersOf(live.quote, now, batch, times, symbolOf);
  // The choice waits for the gas of both ways, so that it is made once.
  const weighed = gasNow.answer !== undefined && gasBatch.answer !== undefined ? found?.offers : undefined;
  const { route, choice } = useRouteInUse(weighed, form, live.quote?.preview.gross ?? 0n, "now");

  // Both ways: each part has a quote of its own.
  const split = route === "both" ? found?.split : undefined;
  const liveNow = useQuote("buy", split?.now, account.address);
  const liveLater = useQuote("buy", split?.later, account.address);
  const partNow = liveNow.quote && termsNow(liveNow.quote, form.slippage, gasNow.usdc);
  const partLater = liveLater.quote && termsOfBatch(liveLater.quote, gasBatch.usdc);

  const wrong = textProblem(form.text, form.amount, UNIT) ??
    (form.value !== undefined && purse !== undefined ? balanceProblem("buy", form.value, purse.usdc) : undefined);
  const closed = found?.views.find((view) => view.route === route)?.closed ?? "";
  const worst = route === "now" ? now?.costs.worstPpm : route === "both" ? partNow?.costs.worstPpm : batch?.costMostPpm;
  const gate = gateOf(worst ?? 0n, form.expert);
  const shownTerms = route === "now" ? now : route === "batch" ? batch : partNow && partLater;
  // Nothing can be pressed that is about to change: the gas is known, or known to be unknown, and it is in the gate.
  const ready = weighed !== undefined && form.value !== undefined && live.quote !== undefined && wrong === undefined && closed === "" &&
    shownTerms !== undefined && passes(gate, form.ticked) && account.kind === "wallet";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (live.stale) {
      live.refresh();
      return;
    }
    if (!ready || form.value === undefined || account.kind !== "wallet") {
      field.current?.focus();
      return;
    }
    const at = config.deployment;
    const basics = (amount: bigint) => ({ at, account: account.address, what: `${usdcInFull(amount)} USDC` });
    if (route === "now" && now !== undefined) {
      setAgreed({ route, now });
      await start(buyIntent(basics(form.value), form.value, now.least));
    } else if (route === "batch" && batch !== undefined) {
      setAgreed({ route, batch });
      await start(requestIntent(basics(form.value), false, form.value));
    } else if (split !== undefined && partNow !== undefined && partLater !== undefined) {
      setAgreed({ route: "both", now: partNow, batch: partLater });
      const first = await start(buyIntent(basics(split.now), split.now, partNow.least));
      if (first?.state === "confirmed") {
        await start(requestIntent(basics(split.later), false, split.later));
      }
    }
  };

  const back = () => {
    reset();
    setAgreed(undefined);
    live.refresh();
    requestAnimationFrame(() => field.current?.focus());
  };
  const revoke = (intent: Intent) => void start(intent);

  if (flow.phase !== "idle") {
    return (
      <div className="trade">
        <div className="trade-head"><h1>{trade.buy.title}</h1></div>
        <Buying flow={flow} agreed={agreed} symbolOf={symbolOf} ethPrice={quote?.ethPrice} onBack={back} onStart={start} />
      </div>
    );
  }

  const wait = span(Math.max(3_600, (fund?.limits.locksAt ?? 0) + 3_600 - (fund?.time ?? 0)));
  const problem = wrong ?? (closed === "" ? undefined : closed);
  const label = form.value === undefined ? trade.buy.empty : live.stale ? trade.quote.refresh
    : route === "batch" ? trade.buy.requestButton(usdc(form.value, "up")) : trade.buy.button(usdc(form.value, "up"));
  return (
    <div className="trade">
      <div className="trade-head row between"><h1>{trade.buy.title}</h1><TradeSwitch /></div>
      <form className="trade-form" noValidate onSubmit={(event) => void submit(event)}>
        <div className="trade-left stack">
          <AmountField
            label={trade.buy.pays}
            have={purse === undefined ? undefined : trade.buy.balance(usdc(purse.usdc, "down"))}
            unit={UNIT}
            text={form.text}
            onText={form.setText}
            presets={PRESETS.map((value) => ({ name: usdc(value).replace(".00", ""), text: writeAmount(value, USDC_DECIMALS, separators) }))}
            problem={wrong !== undefined}
            problemId="trade-problem"
            inputRef={field}
          />
          <Routes legend={trade.buy.when} routes={found?.views ?? usualViews(now?.levyBps, wait)} chosen={route} onChoose={form.pick} />
          {choice !== undefined && choice.why !== "none" && problem === undefined && (
            <p className="small dim">
              {choice.why === "cheaper" ? trade.choice.cheaper(usdc(choice.saves, "down"), usdc(choice.savesAtBest, "down")) : trade.choice[choice.why]}
            </p>
          )}
          <p id="trade-problem" className={problem === undefined ? "vh" : "trade-error"} aria-live="polite">{problem ?? ""}</p>
        </div>
        <div className="trade-right stack">
          {quote === undefined || form.value === undefined ? (
            <div className="card small dim">{live.error === null || form.value === undefined ? trade.quote.enter : trade.quote.failed}</div>
          ) : (
            <div className="card trade-card" aria-busy={live.quote === undefined}>
              {route === "now" && now !== undefined && (
                <NowLines terms={now} gas={gasNow.answer} ethPrice={quote.ethPrice} stale={live.stale || live.quote === undefined} slippage={<SlippagePick label={termWords.maxSlippage.name} value={form.slippage} onPick={form.setSlippage} />} />
              )}
              {route === "batch" && batch !== undefined && (
                <BatchLines terms={batch} platformBps={Number(quote.preview.platform_bps)} gas={gasBatch.answer} ethPrice={quote.ethPrice} stale={live.stale || live.quote === undefined} />
              )}
              {route === "both" && partNow !== undefined && partLater !== undefined && (
                <>
                  <h2 className="trade-part">{trade.buy.now.name}</h2>
                  <NowLines terms={partNow} gas={gasNow.answer} ethPrice={quote.ethPrice} stale={live.stale} slippage={<SlippagePick label={termWords.maxSlippage.name} value={form.slippage} onPick={form.setSlippage} />} />
                  <h2 className="trade-part"><Term of="batch">{trade.buy.batch.name}</Term></h2>
                  <BatchLines terms={partLater} platformBps={Number(quote.preview.platform_bps)} gas={gasBatch.answer} ethPrice={quote.ethPrice} stale={live.stale} />
                </>
              )}
              {shownTerms === undefined && <p className="small dim trade-none">{closed === "" ? trade.quote.reading : closed}</p>}
            </div>
          )}
          <QuoteLine live={live} waiting={form.value !== undefined} />
          <p className="risk">{trade.buy.risk}</p>
          {form.value !== undefined && worst !== undefined && closed === "" && (
            <Gate worstPpm={worst} expert={form.expert} onExpert={form.setExpert} ticked={form.ticked} onTick={form.setTicked} />
          )}
          <Act>
            <button type="submit" className="btn primary wide trade-act" aria-disabled={!(ready || live.stale) || undefined}>{label}</button>
            <p className="trade-note">{noteOf(route, purse, form.value ?? 0n, batches)}</p>
          </Act>
          <Allowances purse={purse} account={account.address} onRevoke={revoke} />
        </div>
      </form>
      <Aside fund={fund} levyBps={now?.levyBps} />
      <div className="trade-sent"><SentList sent={sent} /></div>
    </div>
  );
}

function noteOf(route: string, purse: { readonly usdcToVault: bigint; readonly hasCode: boolean } | undefined, amount: bigint, batches: boolean): string {
  if (route === "batch") return trade.note.batch;
  if (purse !== undefined && amount > 0n && purse.usdcToVault >= amount) return trade.note.allowance;
  if (batches) return trade.note.calls;
  return purse?.hasCode === true ? trade.note.approve : trade.note.permit;
}
