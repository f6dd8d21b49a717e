import type { ReactNode } from "react";

import { count, decimal, shares, usdc, MINUS } from "../../format";
import { Card, Time, TransactionLink } from "../../parts";
import type { Entry } from "../../trade/position/entries";
import { mine } from "../../words/mine";

const words = mine.history;

/** Entries and exits, newest first, also those that were not made with this page. */
export function HistoryTable({ entries, actions }: { readonly entries: readonly Entry[]; readonly actions: ReactNode }) {
  return (
    <Card title={words.title} className="c12" actions={actions}>
      {entries.length === 0 ? (
        <p className="dim">{words.empty}</p>
      ) : (
        <table className="table own-history">
          <thead>
            <tr>
              <th scope="col">{words.columns.date}</th>
              <th scope="col">{words.columns.what}</th>
              <th scope="col" className="n">{words.columns.shares}</th>
              <th scope="col" className="n">{words.columns.usdc}</th>
              <th scope="col" className="n">{words.columns.price}</th>
              <th scope="col" className="n">{words.columns.tx}</th>
            </tr>
          </thead>
          <tbody>
            {entries.toReversed().map((entry) => (
              <tr key={`${entry.tx} ${entry.logIndex} ${entry.batch ?? ""}`}>
                <td className="dim"><Time at={entry.pricedAt} /></td>
                <td>
                  {words.kinds[entry.kind]}
                  {entry.batch !== undefined && <span className="dim">, {words.batch(entry.batch.toString())}</span>}
                </td>
                <td className="n">{entry.shares === 0n ? "" : signed(entry.shares, shares)}</td>
                <td className="n">{entry.usdc === 0n ? partsText(entry) : signed(entry.usdc, usdc)}</td>
                <td className="n wide">{priceText(entry)}</td>
                <td className="n"><TransactionLink hash={entry.tx} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

/** What came rounds down, what was given rounds up. */
function signed(value: bigint, format: (value: bigint, rounding: "down" | "up") => string): string {
  return value < 0n ? `${MINUS}${format(-value, "up")}` : `+${format(value, "down")}`;
}

function partsText(entry: Entry): string {
  return entry.parts.length === 0 ? "" : count(entry.parts.length, "asset");
}

function priceText(entry: Entry): string {
  if (entry.shares === 0n || entry.usdc === 0n) {
    return "";
  }
  const size = (value: bigint) => (value < 0n ? -value : value);
  return decimal((size(entry.usdc) * 10n ** 30n) / size(entry.shares), 18, 4);
}
