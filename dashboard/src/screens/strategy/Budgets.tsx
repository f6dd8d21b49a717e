import * as format from "../../format";
import type { Fund } from "../../fund";
import { Card } from "../../parts";
import { strategy } from "../../words/strategy";
import { Line } from "./Line";
import type { Rules } from "./rules";

const words = strategy.budgets;
/** Remaining losses are parts of 1e8 of their basis. */
const PART = 100_000_000n;

export function Budgets({ fund, rules }: { fund: Fund; rules: Rules }) {
  const { limits } = fund;
  const usd = (part: bigint) => format.usd((limits.lossBasis * part) / PART, "down");
  const whole = (bps: number) => format.usd((limits.lossBasis * BigInt(bps)) / 10_000n, "down");
  const next = (at: number, off = false) =>
    off ? words.notPossible : at <= fund.time ? words.possible : format.stamp(at);
  const resets = words.resets(format.clock(limits.flowResetsAt));
  return (
    <Card title={words.title} className="narrow">
      <dl className="lines">
        <Line
          name={words.lossWeek}
          value={usd(limits.remainingLoss)}
          note={`${words.of(whole(rules.lossWeekBps))}, ${words.share(format.percentOfBps(rules.lossWeekBps))}`}
        />
        <Line
          name={words.lossDerisking}
          value={usd(limits.remainingLossDerisking)}
          note={`${words.of(whole(rules.lossWeekBps + rules.lossDeriskingBps))}, ${words.share(format.percentOfBps(rules.lossWeekBps + rules.lossDeriskingBps))}`}
        />
        <Line name={words.lossSession} value={format.percentOfBps(rules.lossSessionBps)} />
        <Line name={words.flowIn} value={format.usdcWithUnit(limits.flowIn, "down")} note={resets} />
        <Line name={words.flowOut} value={format.usdcWithUnit(limits.flowOut, "down")} note={resets} />
        <Line name={words.riskUpAt} value={next(limits.riskUpAt)} />
        <Line name={words.upwardFlipAt} value={next(limits.upwardFlipAt, limits.upwardFlipAt === 0)} />
      </dl>
      <p className="small faint">
        {words.atOnce(
          format.usdc(rules.flowLeast),
          format.percentOfPpm(rules.flowVolatilePpm),
          format.percentOfPpm(rules.flowStablePpm),
        )}{" "}
        {words.batches}
      </p>
    </Card>
  );
}
