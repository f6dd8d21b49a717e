import { percentOfBps } from "../../format";
import { Card, CopyAddress } from "../../parts";
import { strategy } from "../../words/strategy";
import type { Rules } from "./rules";

const words = strategy.roles;

/** Who may do what, and what a thief of each key could do: docs/ROLES.md and SECURITY.md in a line each. */
export function Roles({ rules }: { rules: Rules }) {
  return (
    <Card title={words.title} className="full">
      <table className="table roles">
        <thead>
          <tr>
            {words.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {words.rows.map(({ key, name, may, thief }) => (
            <tr key={key}>
              <th scope="row">
                {name}
                {key in rules.keys && <KeyOf address={rules.keys[key as keyof Rules["keys"]]} name={name} />}
              </th>
              <td data-label={words.columns[1]}>{may}</td>
              <td data-label={words.columns[2]}>
                {key === "executor"
                  ? words.executorThief(
                      percentOfBps(rules.lossSessionBps),
                      percentOfBps(rules.lossWeekBps),
                      percentOfBps(rules.lossDeriskingBps),
                    )
                  : thief}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small dim">{words.unaudited}</p>
    </Card>
  );
}

function KeyOf({ address, name }: { address: string; name: string }) {
  return BigInt(address) === 0n ? (
    <span className="chip warn">{words.stopped}</span>
  ) : (
    <CopyAddress value={address} what={name} />
  );
}
