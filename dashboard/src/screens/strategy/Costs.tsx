import { date, percentOfBps } from "../../format";
import type { Fund } from "../../fund";
import { Card, Term } from "../../parts";
import { strategy } from "../../words/strategy";
import { caps } from "./caps";
import { Line } from "./Line";
import type { Rules } from "./rules";
import { study } from "./study";

const words = strategy.costs;

export function Costs({ fund, rules }: { fund: Fund; rules: Rules }) {
  const { fees } = fund;
  return (
    <Card title={words.title} className="narrow">
      <dl className="lines">
        <Line
          name={words.management}
          value={words.managementNow(percentOfBps(fees.managementBps))}
          note={words.never(percentOfBps(caps.managementFeeBps))}
        />
        <Line
          name={
            <>
              <Term of="platformFee">{words.platform}</Term>, {words.eachWay}
            </>
          }
          value={percentOfBps(fees.platformBps)}
          note={words.never(percentOfBps(caps.platformFeeBps))}
        />
        <Line
          name={
            <>
              <Term of="levy">{words.levy}</Term>, {words.eachWay}
            </>
          }
          value={rules.levyBps === null ? words.levyNone : words.levyNow(percentOfBps(rules.levyBps))}
          note={words.never(percentOfBps(caps.levyBps))}
        />
        <Line name={words.trading} value={words.tradingNow(`${study.tradingCost}%`)} note={words.inPrice} />
        <Line sum name={words.sum} value={words.sumNow(`${study.allCosts}%`)} note={words.sumNote} />
      </dl>
      {fees.announced !== undefined && (
        <p className="warn-line small">
          {words.rise(
            percentOfBps(fees.announced.managementBps),
            percentOfBps(fees.announced.platformBps),
            date(fees.announced.effectiveAt),
          )}
        </p>
      )}
    </Card>
  );
}
