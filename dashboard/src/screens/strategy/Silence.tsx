import { span, stamp } from "../../format";
import type { Fund } from "../../fund";
import { Card } from "../../parts";
import { strategy } from "../../words/strategy";
import { caps } from "./caps";
import type { Rules } from "./rules";

const words = strategy.silence;

export function Silence({ fund, rules }: { fund: Fund; rules: Rules }) {
  const { auctionsAt, safeStateAt } = fund.limits;
  return (
    <Card title={words.title} className="wide">
      <div className="prose dim">
        <ul>
          {words
            .lines(span(rules.silenceAuctions), span(rules.silenceSafeState), span(caps.stoppedSafeState))
            .map((line) => (
              <li key={line}>{line}</li>
            ))}
        </ul>
      </div>
      <p className="small dim after-prose">
        {auctionsAt > 0 && words.auctionsAt(stamp(auctionsAt))} {safeStateAt > 0 && words.safeAt(stamp(safeStateAt))}
      </p>
    </Card>
  );
}
