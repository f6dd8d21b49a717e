import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { grouped, percent } from "../../format";
import { useAssets, useLog, useRebalances } from "../../fund";
import type { Assets, Log, Rebalance } from "../../fund";
import { Empty, Find, Notice, say, Segmented, useRoute, VirtualRows } from "../../parts";
import { overview } from "../../words/overview";
import { transactions as words } from "../../words/transactions";
import { CheckedFact } from "./CheckedFact";
import { entriesOf, filtered } from "./entries";
import type { Kind } from "./entries";
import { ItemRow } from "./ItemRow";
import { batchesOf, itemsOf } from "./items";
import { LogCsv } from "./LogCsv";
import "../holdings/filters.css";
import "./transactions.css";

const KINDS = ["all", "rebalance", "switch", "flow", "batch", "fee", "rule"] as const satisfies readonly Kind[];
/** Kinds whose entries have trades, turnover, cost and proof. */
const WITH_GROUPS = new Set<Kind>(["all", "rebalance", "switch"]);
const ROW = 54;

export default function Transactions() {
  const { data: log } = useLog();
  const { data: rebalances } = useRebalances();
  const { data: assets } = useAssets();
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
      </div>
      {log === undefined || rebalances === undefined ? (
        <div aria-busy="true">
          <p className="vh" role="status">
            {overview.loading}
          </p>
          {Array.from({ length: 9 }, (_, place) => (
            <span key={place} className="skeleton log-skeleton" aria-hidden="true" />
          ))}
        </div>
      ) : (
        <Entries log={log} rebalances={rebalances} assets={assets} />
      )}
    </>
  );
}

function Entries({ log, rebalances, assets }: { log: Log; rebalances: readonly Rebalance[]; assets: Assets }) {
  const { params } = useRoute();
  const [kind, setKind] = useState<Kind>("all");
  const [find, setFind] = useState("");
  const entries = useMemo(() => entriesOf(log.rows, rebalances), [log.rows, rebalances]);
  const batches = useMemo(() => batchesOf(log.rows), [log.rows]);
  const wanted = params.get("epoch");
  const newest = entries.find((entry) => entry.type === "rebalance")?.key;
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set([wanted === null ? newest : `epoch-${wanted}`].filter((key) => key !== undefined)),
  );
  const matching = useMemo(() => idsOf(find, assets), [find, assets]);
  const shown = useMemo(() => filtered(entries, kind, matching), [entries, kind, matching]);
  const items = useMemo(() => itemsOf(shown, open, matching, batches), [shown, open, matching, batches]);
  useNewEntries(log);
  useScrollTo(wanted, items.length > 0);
  const toggle = useCallback((key: string) => {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const clear = () => {
    setFind("");
    setKind("all");
  };
  return (
    <>
      <h2 className="vh">{words.logTitle}</h2>
      <Completeness log={log} />
      <div className="filters">
        <Segmented
          label={words.kinds.label}
          value={kind}
          onChange={setKind}
          choices={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
        />
        <Find label={words.find} hint={words.findHint} value={find} onChange={setFind} />
        <LogCsv log={log} assets={assets} />
      </div>
      {shown.length === 0 ? (
        <Empty
          title={entries.length === 0 ? words.none.title : words.empty.title}
          action={
            entries.length > 0 && (
              <button type="button" className="btn small" onClick={clear}>
                {words.empty.clear}
              </button>
            )
          }
        >
          {entries.length === 0 ? words.none.text : words.empty.text}
        </Empty>
      ) : (
        <>
          <div className={WITH_GROUPS.has(kind) ? "entry-columns" : "entry-columns plain"} aria-hidden="true">
            <span />
            <span>{words.columns.date}</span>
            <span>{words.columns.what}</span>
            <span>{words.columns.trades}</span>
            <span>{words.columns.turnover}</span>
            <span>{words.columns.cost}</span>
            <span className="right">{words.columns.proof}</span>
          </div>
          <VirtualRows rows={items} keyOf={(item) => item.key} estimate={ROW} label={words.title}>
            {(item) => <ItemRow item={item} assets={assets} onToggle={toggle} />}
          </VirtualRows>
        </>
      )}
      <p className="small faint log-foot">
        {shown.length === entries.length
          ? words.allShown(grouped(String(entries.length)))
          : words.shown(grouped(String(shown.length)), grouped(String(entries.length)))}{" "}
        {log.complete ? words.complete(log.through) : ""} <CheckedFact rebalances={rebalances} />
      </p>
    </>
  );
}

/** Ids whose symbol or name has the text; null without a text. */
function idsOf(find: string, assets: Assets): ReadonlySet<number> | null {
  const query = find.trim().toLowerCase();
  if (query === "") {
    return null;
  }
  const all = [...assets.values()];
  const exact = all.filter((asset) => asset.symbol.toLowerCase() === query);
  const found =
    exact.length > 0
      ? exact
      : all.filter((asset) => asset.symbol.toLowerCase().includes(query) || asset.name.toLowerCase().includes(query));
  return new Set(found.map((asset) => asset.id));
}

/** Red where a number is missing: nobody shall take a log with a hole for the whole. */
function Completeness({ log }: { log: Log }) {
  return (
    <>
      {log.gaps.map((gap) => (
        <div key={`${gap.contract}-${gap.from}`} className="gap" data-gap={gap.contract}>
          <Notice tone="bad" title={words.gap(gap.from, gap.to, words.contracts[gap.contract])}>
            {words.gapWhat}
          </Notice>
        </div>
      ))}
      {log.error !== undefined && (
        <Notice tone="warn" title={words.failed}>
          {words.failedWhat(log.error.slice(0, 160))}
        </Notice>
      )}
      {log.loading < 1 && log.error === undefined && (
        <p className="small dim log-progress" role="status">
          {words.loading(percent(log.loading))} ({grouped(String(log.rows.length))})
        </p>
      )}
    </>
  );
}

/** Says how many rows came while the screen is open. */
function useNewEntries(log: Log): void {
  const seen = useRef(log.loading >= 1 ? log.rows.length : -1);
  useEffect(() => {
    if (log.loading < 1) {
      return;
    }
    if (seen.current >= 0 && log.rows.length > seen.current) {
      say(words.fresh(log.rows.length - seen.current));
    }
    seen.current = log.rows.length;
  }, [log]);
}

/** A link to a decision brings it into sight. */
function useScrollTo(epoch: string | null, ready: boolean): void {
  const done = useRef(false);
  useEffect(() => {
    if (epoch === null || !ready || done.current) {
      return;
    }
    done.current = true;
    requestAnimationFrame(() =>
      document.querySelector(`[data-entry="epoch-${CSS.escape(epoch)}"]`)?.scrollIntoView({ block: "start" }),
    );
  }, [epoch, ready]);
}
