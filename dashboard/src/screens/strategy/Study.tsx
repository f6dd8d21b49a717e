import { MINUS } from "../../format";
import { Card, Chip } from "../../parts";
import { strategy } from "../../words/strategy";
import { study } from "./study";

const words = strategy.study;

/** What the rules would have done: the test years alone, with their costs, beside what they do not prove. */
export function Study() {
  return (
    <Card title={words.title} actions={<Chip tone="warn">{words.simulated}</Chip>} className="study">
      <p className="small dim">{words.lead(study.from, study.to, `${(study.costBps / 100).toFixed(2)}%`)}</p>
      <div className="study-body">
        <div>
          <table className="table respond">
            <thead>
              <tr>
                {words.columns.map((column, place) => (
                  <th key={column} scope="col" className={place === 0 ? undefined : "n"}>
                    {column === "" ? <span className="vh">{words.rule}</span> : column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {study.rows.map((row) => (
                <tr key={row.name}>
                  <th scope="row">{words.names[row.name]}</th>
                  {[
                    signed(row.year),
                    signed(row.fall, false),
                    `${row.volatility}%`,
                    row.cost === "" ? words.noCost : `${row.cost}%`,
                    `${row.market}%`,
                  ].map((text, place) => (
                    <td key={words.columns[place + 1]} className="n" data-label={words.columns[place + 1]}>
                      {text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          <h3>{words.yearsTitle}</h3>
          <table className="table respond">
            <thead>
              <tr>
                <th scope="col">
                  <span className="vh">{words.rule}</span>
                </th>
                {study.years.map((year) => (
                  <th key={year} scope="col" className="n">
                    {year}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {study.byYear.map((row) => (
                <tr key={row.name}>
                  <th scope="row">{words.names[row.name]}</th>
                  {row.values.map((value, place) => (
                    <td key={study.years[place]} className="n" data-label={study.years[place]}>
                      {signed(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="not-said">
          <h3>{words.placeboTitle}</h3>
          <p>
            {words.bitcoin} {words.years}
          </p>
          <p>{words.placebo(words.oneIn.quarter, words.oneIn.fifth, study.placebo.draws)}</p>
          <p>
            {words.weekday(`${study.weekdays.low}%`, `${study.weekdays.high}%`)} {words.stable}
          </p>
          <p className="strong">{strategy.honest}</p>
          <p>{words.source}</p>
        </div>
      </div>
    </Card>
  );
}

/** "-43.7" as it is written on the page. */
function signed(figure: string, plus = true): string {
  const negative = figure.startsWith("-");
  const digits = figure.replace(/^[+-]/, "");
  return `${negative ? MINUS : plus && Number(digits) !== 0 ? "+" : ""}${digits}%`;
}
