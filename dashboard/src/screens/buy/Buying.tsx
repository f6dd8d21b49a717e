import { hrefOf } from "../../parts";
import { percentOfPpm, shares, stamp, usdc, usdcWithUnit } from "../../format";
import { Line, Lines } from "../../trade/parts/Lines";
import { leastText } from "../../trade/parts/NowLines";
import { Progress } from "../../trade/parts/Progress";
import { Settled } from "../../trade/parts/Settled";
import type { Intent } from "../../trade/send/intent";
import type { Flow } from "../../trade/send/useFlow";
import { trade } from "../../words/trade";
import type { Agreed } from "./agreed";

/** The course of a purchase, the agreed terms beside it, and its end. */
export function Buying({
  flow, agreed, symbolOf, ethPrice, onBack, onStart,
}: {
  readonly flow: Exclude<Flow, { phase: "idle" }>;
  readonly agreed: Agreed | undefined;
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
            <button type="button" className="btn" onClick={onBack}>{trade.steps.more.buy}</button>
          </>
        }
      >
        {intent.kind === "request-buy" && agreed !== undefined && "batch" in agreed && (
          <p className="dim">{trade.buy.requested}</p>
        )}
      </Settled>
    );
  }
  const title = intent.kind === "revoke" ? trade.sent.kinds.revoke : trade.buy.doing(intent.what);
  return (
    <Progress title={title} flow={flow} symbolOf={symbolOf} onAgain={onBack} onRetry={() => void onStart(intent)} onApprove={() => void onStart(intent, true)}>
      {agreed !== undefined && <AgreedLines agreed={agreed} />}
    </Progress>
  );
}

function doneTitle(intent: Intent, agreed: Agreed | undefined, got: string | undefined): string {
  if (intent.kind === "buy" && agreed !== undefined && "now" in agreed) {
    return trade.buy.done(shares(got === undefined ? agreed.now.least : BigInt(got), "down"));
  }
  if (intent.kind === "request-buy" && agreed !== undefined && "batch" in agreed) {
    return trade.buy.inBatch(agreed.batch.batch.toString());
  }
  return trade.allowance.revoked;
}

function AgreedLines({ agreed }: { readonly agreed: Agreed }) {
  const lines = trade.lines;
  return (
    <div className="card trade-card">
      <Lines>
        {"now" in agreed && (
          <>
            <Line term={trade.buy.pays} value={usdcWithUnit(agreed.now.given, "up")} />
            <Line term={lines.expect} value={`${shares(agreed.now.expected, "down")} shares`} />
            <Line term={trade.lines.least} value={leastText(agreed.now)} note={lines.ifLess("buy")} />
            <Line term={lines.all} value={usdcWithUnit(agreed.now.costs.total, "up")} note={lines.ofWhatYouPay(percentOfPpm(agreed.now.costs.totalPpm, "up"))} />
            <Line term={trade.steps.validUntil} value={trade.steps.validMinutes} note={trade.steps.validWhy} />
          </>
        )}
        {"batch" in agreed && (
          <>
            <Line term={trade.buy.pays} value={usdcWithUnit(agreed.batch.given, "up")} note={trade.buy.batch.name} />
            <Line term={lines.all} value={lines.from(usdc(agreed.batch.costLeast, "up"), usdcWithUnit(agreed.batch.costMost, "up"))} />
            <Line term={lines.locks} value={agreed.batch.lockable ? lines.locksNow : stamp(agreed.batch.locksAt)} note={lines.locksWhy} />
            <Line term={lines.settles} value={stamp(agreed.batch.settlesAt)} />
          </>
        )}
      </Lines>
    </div>
  );
}
