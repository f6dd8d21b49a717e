import { percentOfBps } from "../../format";
import type { Fund } from "../../fund";
import { hrefOf } from "../../parts";
import { overview } from "../../words/overview";
import { useLevy } from "../strategy/rules";
import { study } from "../strategy/study";

const words = overview.risk;

/** Once, in the same ink as the rest. */
export function RiskBox({ fund }: { fund: Fund }) {
  const levy = useLevy(fund);
  const fall = `${study.rows[0].fall.replace("-", "")}%`;
  return (
    <section className="card" aria-labelledby="risk-title">
      <h3 id="risk-title">{words.title}</h3>
      <ul className="dashes">
        {words.lines(fall).map((line) => (
          <li key={line}>{line}</li>
        ))}
        {levy !== null && <li>{words.cost(percentOfBps(levy + fund.fees.platformBps))}</li>}
      </ul>
      <p>
        <a href={hrefOf("strategy")}>{words.link}</a>
      </p>
    </section>
  );
}
