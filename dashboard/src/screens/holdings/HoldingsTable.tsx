import { useMemo, useState } from "react";
import * as format from "../../format";
import type { Fund } from "../../fund";
import { Change, Empty, Find, Segmented } from "../../parts";
import { holdings as words } from "../../words/holdings";
import { HoldingsCsv } from "./HoldingsCsv";
import { CASH, matching, sorted } from "./rows";
import type { Column, Depth, Order, Row, Signed } from "./rows";
import "./filters.css";

const COLUMNS: readonly { readonly name: Column; readonly numeric: boolean }[] = [
  { name: "rank", numeric: false },
  { name: "asset", numeric: false },
  { name: "weight", numeric: true },
  { name: "target", numeric: true },
  { name: "drift", numeric: true },
  { name: "price", numeric: true },
  { name: "week", numeric: true },
  { name: "month", numeric: true },
  { name: "value", numeric: true },
  { name: "depth", numeric: false },
  { name: "status", numeric: false },
  { name: "issuer", numeric: false },
  { name: "age", numeric: true },
];
/** A first click sorts names upward and figures downward. */
const UPWARD = new Set<Column>(["rank", "asset", "depth", "status", "issuer"]);
const DEPTHS = ["all", "deep", "medium", "thin", "stable"] as const;
const BAR = 72;

export function HoldingsTable({ rows, fund, chosen }: { rows: readonly Row[]; fund: Fund; chosen: number | null }) {
  const [order, setOrder] = useState<Order>({ column: "weight", up: false });
  const [find, setFind] = useState("");
  const [depth, setDepth] = useState<Depth>("all");
  const shown = useMemo(() => sorted(matching(rows, find, depth), order), [rows, find, depth, order]);
  const most = rows.reduce((max, row) => Math.max(max, row.holding.weightPpm), 1);
  const sort = (column: Column) =>
    setOrder(order.column === column ? { column, up: !order.up } : { column, up: UPWARD.has(column) });
  return (
    <>
      <h2 className="vh">{words.tableTitle}</h2>
      <div className="filters">
        <Find label={words.find} hint={words.findHint} value={find} onChange={setFind} />
        <Segmented
          label={words.depth.label}
          value={depth}
          onChange={setDepth}
          choices={DEPTHS.map((value) => ({ value, label: words.depth[value] }))}
        />
        <span className="small faint" role="status">
          {words.shown(shown.length, rows.length)}
        </span>
        <HoldingsCsv fund={fund} />
      </div>
      {shown.length === 0 ? (
        <Empty
          title={rows.length === 0 ? words.what.none : words.empty.title}
          action={
            rows.length === 0 ? null : (
              <button
                type="button"
                className="btn small"
                onClick={() => {
                  setFind("");
                  setDepth("all");
                }}
              >
                {words.empty.clear}
              </button>
            )
          }
        >
          {rows.length === 0 ? undefined : words.empty.text}
        </Empty>
      ) : (
        <table className="table hold">
          <caption className="vh">{words.title}</caption>
          <thead>
            <tr>
              {COLUMNS.map(({ name, numeric }) => (
                <th
                  key={name}
                  scope="col"
                  className={`${numeric ? "n " : ""}col-${name}`}
                  {...(order.column === name && {
                    "aria-sort": order.up ? ("ascending" as const) : ("descending" as const),
                  })}
                >
                  <button type="button" onClick={() => sort(name)}>
                    {words.columns[name]}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <HoldingRow key={row.holding.id} row={row} most={most} chosen={row.holding.id === chosen} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function HoldingRow({ row, most, chosen }: { row: Row; most: number; chosen: boolean }) {
  const [open, setOpen] = useState(false);
  const { holding } = row;
  const bar = (holding.weightPpm / most) * BAR;
  return (
    <tr
      data-asset={holding.id}
      className={[chosen && "chosen", row.stale && "stale", (open || chosen) && "open"].filter(Boolean).join(" ")}
    >
      <td className="col-rank faint">{row.rank}</td>
      <td className="col-asset" title={holding.token}>
        <span className="strong">{holding.symbol}</span> <span className="dim">{holding.name}</span>
        <button
          type="button"
          className="row-more"
          aria-expanded={open || chosen}
          aria-label={words.more(holding.symbol)}
          onClick={() => setOpen(!open)}
        />
        {holding.claims > 0n && (
          <small>{words.claims(`${format.tokens(holding.claims, holding.decimals)} ${holding.symbol}`)}</small>
        )}
      </td>
      <td className="n col-weight">
        {holding.held ? format.percentOfPpm(holding.weightPpm) : words.notHeld}
        {bar > 2 && <i className="weight-bar" style={{ width: bar }} />}
      </td>
      <td className="n col-target" data-label={words.columns.target}>
        {holding.targetPpm === 0 ? words.noTarget : format.percentOfPpm(holding.targetPpm)}
      </td>
      <td className="n col-drift" data-label={words.columns.drift}>
        {row.drift === null ? words.notKnown : row.drift.text}
      </td>
      <td className="n col-price" data-label={words.columns.price}>
        {holding.price === 0n ? words.noPrice : format.assetPrice(holding.price)}
      </td>
      <Changed signed={row.week} column="week" />
      <Changed signed={row.month} column="month" />
      <td className="n col-value" data-label={words.columns.value}>
        {holding.price === 0n ? words.noPrice : format.usd(holding.value)}
      </td>
      <td className="col-depth" data-label={words.columns.depth}>
        {holding.id === CASH || holding.stable ? words.stableDepth : words.depths[holding.liquidity]}
      </td>
      <td className="col-status" data-label={words.columns.status}>
        {holding.status === "active" ? (
          words.status.active
        ) : (
          <span className="chip warn" title={words.statusWhy[holding.status]}>
            {words.status[holding.status]}
          </span>
        )}
      </td>
      <td className="col-issuer" data-label={words.columns.issuer} title={holding.issuer}>
        {holding.issuer ?? (
          <span className="na" title={words.noIssuer}>
            {words.notKnown}
          </span>
        )}
      </td>
      <td className={`n col-age${row.stale ? " old" : ""}`} data-label={words.columns.age}>
        {row.age === null ? words.noAnswer : format.span(row.age)}
      </td>
    </tr>
  );
}

function Changed({ signed, column }: { signed: Signed | null; column: "week" | "month" }) {
  return (
    <td className={`n col-${column}`} data-label={words.columns[column]}>
      {signed === null ? (
        <span className="na" title={words.notKnownWhy}>
          {words.notKnown}
        </span>
      ) : (
        <Change value={signed} />
      )}
    </td>
  );
}
