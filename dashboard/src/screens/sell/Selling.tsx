import { hrefOf } from "../../parts";
import { count, percentOfPpm, shares, stamp, usdc, usdcWithUnit } from "../../format";
import { Line, Lines } from "../../trade/parts/Lines";
import { leastText } from "../../trade/parts/NowLines";
import { Progress } from "../../trade/parts/Progress";
import { Settled } from "../../trade/parts/Settled";
import type { BatchTerms, Terms } from "../../trade/quote/terms";
import type { Intent } from "../../trade/send/intent";
import type { Flow } from "../../trade/send/useFlow";
import { trade } from "../../words/trade";

/** What stood on the screen when the button was pressed. */
export type AgreedSale =
  | { readonly route: "now"; readonly now: Terms }
  | { readonly route: "batch"; readonly batch: BatchTerms }
  | { readonly route: "kind"; readonly given: bigint; readonly assets: number | undefined };

const words = trade.sell;

/** The course of a sale or an exit in kind, the agreed terms beside it, and its end. */
export function Selling({
  flow, agreed, symbolOf, ethPrice, onBack, onStart,
}: {
  readonly flow: Exclude<Flow, { phase: "idle" }>;
  readonly agreed: AgreedSale | undefined;
  readonly symbolOf: (asset: number) => string | undefined;
  readonly ethPrice: bigint | undefined;
  readonly onBack: () => void;
  readonly onStart: (intent: Intent, forceApprove?: boolean) => unknown;
}) {
  const { intent } = flow;
  if (flow.phase === "settled" && flow.sent.state === "confirmed" && !flow.approval) {
    return (
      <Settled
        title={doneTitle(intent, agreed, flow.sent.got)}
        sent={flow.sent}
        seconds={flow.seconds}
        ethPrice={ethPrice}
        actions={
          <>
            <a className="btn primary" href={hrefOf("mine")}>{trade.steps.mine}</a>
            <button type="button" className="btn" onClick={onBack}>{trade.steps.more.sell}</button>
          </>
        }
      >
        {agreed?.route === "kind" && <p className="dim">{words.leftText(agreed.assets === undefined ? words.itsAssets : count(agreed.assets, "asset"))}</p>}
        {agreed?.route === "batch" && <p className="dim">{trade.buy.requested}</p>}
      </Settled>
    );
  }
  const title = intent.kind === "revoke" ? trade.sent.kinds.revoke : intent.kind === "kind" ? words.leaving(intent.what) : words.doing(intent.what);
  return (
    <Progress title={title} flow={flow} symbolOf={symbolOf} onAgain={onBack} onRetry={() => void onStart(intent)} onApprove={() => void onStart(intent, true)}>
      {agreed !== undefined && <AgreedLines agreed={agreed} />}
    </Progress>
  );
}

function doneTitle(intent: Intent, agreed: AgreedSale | undefined, got: string | undefined): string {
  if (intent.kind === "revoke") {
    return trade.allowance.revoked;
  }
  if (agreed?.route === "kind") {
    return words.left;
  }
  if (agreed?.route === "batch") {
    return trade.buy.inBatch(agreed.batch.batch.toString());
  }
  return got === undefined ? words.sold(intent.what) : words.done(usdc(BigInt(got), "down"));
}

function AgreedLines({ agreed }: { readonly agreed: AgreedSale }) {
  const lines = trade.lines;
  return (
    <div className="card trade-card">
      <Lines>
        {agreed.route === "now" && (
          <>
            <Line term={words.pays} value={`${shares(agreed.now.given)} shares`} />
            <Line term={lines.expect} value={usdcWithUnit(agreed.now.expected, "down")} />
            <Line term={lines.least} value={leastText(agreed.now)} note={lines.ifLess("sell")} />
            <Line term={lines.all} value={usdcWithUnit(agreed.now.costs.total, "up")} note={lines.ofWhatItIsWorth(percentOfPpm(agreed.now.costs.totalPpm, "up"))} />
            <Line term={trade.steps.validUntil} value={trade.steps.validMinutes} note={trade.steps.validWhy} />
          </>
        )}
        {agreed.route === "batch" && (
          <>
            <Line term={words.pays} value={`${shares(agreed.batch.given)} shares`} />
            <Line term={lines.locks} value={agreed.batch.lockable ? lines.locksNow : stamp(agreed.batch.locksAt)} note={lines.locksWhy} />
            <Line term={lines.settles} value={stamp(agreed.batch.settlesAt)} />
          </>
        )}
        {agreed.route === "kind" && (
          <>
            <Line term={lines.gives} value={`${shares(agreed.given)} shares`} />
            <Line term={lines.gets} value={agreed.assets === undefined ? words.itsAssets : count(agreed.assets, "asset")} />
          </>
        )}
      </Lines>
    </div>
  );
}
