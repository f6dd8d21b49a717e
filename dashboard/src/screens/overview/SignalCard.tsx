import { Gauge } from "../../charts/Gauge";
import { effect } from "../../charts/gauge";
import { useNow } from "../../chain";
import * as format from "../../format";
import type { Fund, FundThen } from "../../fund";
import { Term } from "../../parts";
import { charts } from "../../words/charts";
import { overview } from "../../words/overview";
import { strategy } from "../../words/strategy";
import { terms } from "../../words/terms";
import { PartBars } from "../strategy/PartBars";
import { useDecisionParts } from "../strategy/parts";
import { nextReview } from "./chartData";
import { Step } from "./Step";

const words = overview.story;

/** Step 1: the gauge of the week that is looked at, its three parts, and what it makes the fund do. */
export function SignalCard({ fund, then }: { fund: Fund; then: FundThen | null }) {
  const now = useNow(60);
  const epoch = then === null ? fund.epoch : (then.rebalance?.epoch ?? 0n);
  const bull = then === null ? fund.decision.bull : then.bull;
  const safe = then === null ? /^0x0*$/.test(fund.decision.dataHash) : then.gauge === null;
  const gauge = then === null ? fund.decision.gauge : (then.gauge ?? 0n);
  const { data: made } = useDecisionParts(safe ? undefined : epoch, gauge);
  const value = Number(gauge) / 1e6;
  const kept = !safe && effect(value, bull) !== "keep";
  const review = `${format.day(nextReview(now || fund.time))}, 00:00\u00a0UTC`;
  return (
    <section className="card" aria-labelledby="signal-title">
      <div className="card-head">
        <Step id="signal-title" number={1}>
          {words.signal}
        </Step>
        <span className="small dim">
          <Term of="gauge">{words.measures}</Term>
        </span>
      </div>
      {epoch === 0n || safe ? (
        <p className="empty">{epoch === 0n ? strategy.gauge.none : strategy.gauge.safe}</p>
      ) : (
        <div className="signal">
          <div>
            <Gauge
              name={terms.gauge.name}
              value={value}
              text={format.gauge(gauge)}
              unit={charts.gaugeUnit}
              label={words.gaugeLabel(format.gauge(gauge), bull)}
              kept={kept}
            />
            <p className="regime">{bull ? words.bull : words.bear}</p>
            <p className="small dim centred">
              {kept
                ? words.kept
                : then === null
                  ? bull
                    ? words.leaves(review)
                    : words.returns(review)
                  : bull
                    ? words.leftAt
                    : words.returnedAt}
            </p>
          </div>
          <PartBars made={made} />
        </div>
      )}
      <p className="honest">{words.honest}</p>
    </section>
  );
}
