import { percentOfPpm, points, span } from "../../format";
import type { Fund } from "../../fund";
import { Card } from "../../parts";
import { strategy } from "../../words/strategy";
import { caps } from "./caps";
import type { Rules } from "./rules";

const words = strategy.limits;

export function LimitsTable({ fund, rules }: { fund: Fund; rules: Rules }) {
  const weight = caps.weightCapPpm;
  const rows: readonly (readonly [string, string, string])[] = [
    [words.change, unsigned(points(rules.maxChangePpm)), unsigned(points(caps.changePpm))],
    [words.turnover, percentOfPpm(rules.turnoverPpm), percentOfPpm(caps.turnoverPpm)],
    [words.riskUp, span(rules.riskUpDelay), span(caps.riskUpDelay)],
    [words.riskDown, span(rules.riskDownDelay), span(caps.riskDownDelay)],
    [words.expiry, span(rules.expiry), span(caps.expiry)],
    [
      words.flips,
      `${rules.upwardFlips}, ${words.flipsLeft(fund.limits.remainingUpwardFlips)}`,
      String(caps.upwardFlips),
    ],
    [words.flipSpacing, span(caps.flipSpacing), words.fixed],
    [words.newListing, percentOfPpm(caps.newListingPpm), words.fixed],
    [
      words.weights,
      [weight.deep, weight.medium, weight.thin].map((ppm) => percentOfPpm(ppm).replace(".00", "")).join(", "),
      words.fixed,
    ],
  ];
  return (
    <Card title={words.title} className="wide">
      <table className="table limits">
        <thead>
          <tr>
            {words.columns.map((column, place) => (
              <th key={column} scope="col" className={place === 0 ? undefined : "n"}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, now, cap]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="n strong-figure" data-label={words.columns[1]}>
                {now}
              </td>
              <td className="n dim" data-label={words.columns[2]}>
                {cap}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

/** A limit has no direction. */
function unsigned(text: string): string {
  return text.replace(/^\+/, "");
}
