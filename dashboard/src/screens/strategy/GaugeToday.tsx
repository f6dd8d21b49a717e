import { effect } from "../../charts/gauge";
import * as format from "../../format";
import type { Fund } from "../../fund";
import { Card } from "../../parts";
import { strategy } from "../../words/strategy";
import { PartBars } from "./PartBars";
import { useDecisionParts } from "./parts";

const words = strategy.gauge;

export function GaugeToday({ fund }: { fund: Fund }) {
  const { decision } = fund;
  const safe = BigInt(decision.dataHash) === 0n;
  const { data: made } = useDecisionParts(safe ? undefined : fund.epoch, decision.gauge);
  if (fund.epoch === 0n || safe) {
    return (
      <Card title={words.title} className="narrow">
        <p className="dim">{fund.epoch === 0n ? words.none : words.safe}</p>
      </Card>
    );
  }
  return (
    <Card title={words.title} className="narrow">
      <p className="gauge-today">
        <b data-testid="gauge">{format.gauge(decision.gauge)}</b>{" "}
        <span className="dim">{decision.bull ? words.bull : words.bear}</span>
      </p>
      <p className="small dim">
        {words.today(fund.epoch, format.stamp(decision.activatedAt))}{" "}
        {made?.asOf != null && words.data(format.date(Date.parse(made.asOf) / 1000))}
      </p>
      {effect(Number(decision.gauge) / 1e6, decision.bull) !== "keep" && (
        <p className="warn-line small">{words.kept}</p>
      )}
      <PartBars made={made} long />
      <p className="small faint">
        {words.mean} {made?.parts != null && words.equals}
      </p>
    </Card>
  );
}
