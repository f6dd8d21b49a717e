import { percentOfBps, span } from "../../format";
import { Card } from "../../parts";
import { strategy } from "../../words/strategy";
import { caps } from "./caps";
import type { Rules } from "./rules";

const words = strategy.decides;

export function Decides({ rules }: { rules: Rules }) {
  const { deep, medium, thin, most } = caps.slippageBps;
  return (
    <Card title={words.title} className="wide">
      <ol className="decide-steps">
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
        <li>{words.delay(span(rules.riskUpDelay), span(rules.riskDownDelay))}</li>
        <li>{words.trade(percentOfBps(deep), percentOfBps(medium), percentOfBps(thin), percentOfBps(most))}</li>
      </ol>
    </Card>
  );
}
