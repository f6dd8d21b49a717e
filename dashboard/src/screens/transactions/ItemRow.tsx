import { memo } from "react";
import { useChain } from "../../chain";
import * as format from "../../format";
import type { Assets, LogRow, Rebalance } from "../../fund";
import { Icon, type IconName, TransactionLink } from "../../parts";
import { ProofChip } from "../../proof/ProofChip";
import { useProof } from "../../proof/store";
import { transactions as words } from "../../words/transactions";
import { describe } from "./describe";
import { eventOf } from "./entries";
import type { Entry, Kind } from "./entries";
import type { Item } from "./items";
import { LegRow, Nested, Proof, reasonOf } from "./InsideRows";
import { recordedOf } from "./recorded";
import { titleOf } from "./titles";

type Props = { readonly item: Item; readonly assets: Assets; readonly onToggle: (key: string) => void };
const MOST_NAMES = 4;

/** One line of the list. It is drawn again only when it changes: scrolling draws the list at every step. */
export const ItemRow = memo(function ItemRow({ item, assets, onToggle }: Props) {
  const symbol = (id: number) => assets.get(id)?.symbol ?? `#${id}`;
  switch (item.type) {
    case "entry":
      return (
        <EntryRow
          entry={item.entry}
          open={item.open}
          assets={assets}
          symbol={symbol}
          onToggle={() => onToggle(item.key)}
        />
      );
    case "proof":
      return <Proof rebalance={item.rebalance} symbol={symbol} />;
    case "session":
      return (
        <p className="in-group session-line">
          <b>{words.session(item.session.number, item.session.legs.length)}</b>
          {item.batch !== null && <span className="dim">, {words.sessionOfBatch(item.batch)}</span>}{" "}
          <span className="dim">{format.stamp(item.session.time)}</span> <TransactionLink hash={item.session.tx} />
        </p>
      );
    case "leg-head":
      return (
        <div className="in-group leg leg-head" aria-hidden="true">
          <span>{words.legs.asset}</span>
          <span>{words.legs.trade}</span>
          <span>{words.legs.amount}</span>
          <span>{words.legs.value}</span>
          <span>{words.legs.price}</span>
          <span>{words.legs.slippage}</span>
          <span>{words.legs.cost}</span>
        </div>
      );
    case "leg":
      return <LegRow leg={item.leg} rebalance={item.rebalance} last={item.last} assets={assets} symbol={symbol} />;
    case "failed":
      return (
        <p className="in-group failed-line">
          {words.failedLeg(symbol(Number(item.row.args["asset"])), reasonOf(item.row))}
        </p>
      );
    case "nested":
      return <Nested row={item.row} assets={assets} />;
  }
});

type EntryProps = {
  readonly entry: Entry;
  readonly open: boolean;
  readonly assets: Assets;
  readonly symbol: (id: number) => string;
  readonly onToggle: () => void;
};

function EntryRow({ entry, open, assets, symbol, onToggle }: EntryProps) {
  const { config } = useChain();
  const context = { assets, queue: config.deployment.queue };
  switch (entry.type) {
    case "rebalance":
      return <RebalanceRow rebalance={entry.rebalance} open={open} symbol={symbol} onToggle={onToggle} />;
    case "quiet":
      return (
        <div className="entry">
          <Icon name="eye" />
          <span className="when">{format.date(entry.at.time)}</span>
          <span className="what">{quietText(entry.rebalances)}</span>
        </div>
      );
    case "row": {
      const { text, aside } = describe(entry.row, context);
      return (
        <div className="entry" data-event={entry.row.event}>
          <Icon name={iconOf(entry.kind, entry.row)} />
          <span className="when" title={format.stamp(entry.at.time)}>
            {format.date(entry.at.time)}
          </span>
          <span className="what">{text}</span>
          <span className="aside">
            {aside !== "" && <span>{aside}</span>}
            <TransactionLink hash={entry.row.tx} />
          </span>
        </div>
      );
    }
    case "run":
      return (
        <div className="entry" data-event={eventOf(entry)}>
          <button type="button" className="entry-toggle" aria-expanded={open} onClick={onToggle}>
            <Icon name="right" />
            <span className="when">{format.date(entry.at.time)}</span>
            <span className="what">{runText(entry.rows)}</span>
          </button>
        </div>
      );
  }
}

function RebalanceRow({
  rebalance,
  open,
  symbol,
  onToggle,
}: {
  rebalance: Rebalance;
  open: boolean;
  symbol: (id: number) => string;
  onToggle: () => void;
}) {
  const proof = useProof(recordedOf(rebalance));
  const trades = rebalance.sessions.reduce((sum, session) => sum + session.legs.length, 0) + rebalance.fills.length;
  const bps = rebalance.turnover > 0n ? Number((rebalance.cost * 10n ** 10n) / rebalance.turnover) / 1e6 : null;
  return (
    <div className="entry group" data-entry={`epoch-${rebalance.epoch}`}>
      <button type="button" className="entry-toggle" aria-expanded={open} onClick={onToggle}>
        <Icon name="right" />
        <span className="when">{format.date(rebalance.sessions[0]?.time ?? rebalance.time)}</span>
        <span className="what">
          <b>{titleOf(rebalance)}</b> <span className="dim small">{namesOf(rebalance, symbol)}</span>
        </span>
        <Stat name={words.columns.trades} value={String(trades)} />
        <Stat name={words.columns.turnover} value={format.percent(rebalance.turnoverPart)} />
        <Stat name={words.columns.cost} value={bps === null ? "n/a" : format.bps(bps)} />
        <span className="proof-mark">
          <ProofChip proof={proof} />
        </span>
      </button>
    </div>
  );
}

function Stat({ name, value }: { name: string; value: string }) {
  return (
    <span className="stat">
      <span className="stat-name">{name} </span>
      {value}
    </span>
  );
}

function namesOf(rebalance: Rebalance, symbol: (id: number) => string): string {
  if (rebalance.switched) {
    return "";
  }
  const all = [
    ...rebalance.cameIn.map((id) => words.cameIn(symbol(id))),
    ...rebalance.left.map((id) => words.wentOut(symbol(id))),
  ];
  return (
    all.slice(0, MOST_NAMES).join(", ") + (all.length > MOST_NAMES ? `, ${words.more(all.length - MOST_NAMES)}` : "")
  );
}

function quietText(reviews: readonly Rebalance[]): string {
  const gauges = reviews.filter((review) => BigInt(review.dataHash) !== 0n).map((review) => review.gauge);
  const low = gauges.reduce((least, gauge) => (gauge < least ? gauge : least), gauges[0] ?? 0n);
  const high = gauges.reduce((most, gauge) => (gauge > most ? gauge : most), gauges[0] ?? 0n);
  const first = reviews[0];
  if (first === undefined) {
    return "";
  }
  return reviews.length === 1
    ? words.quietOne(first.epoch, format.gauge(low), first.bull)
    : words.quietRun(reviews.length, format.date(first.time), format.gauge(low), format.gauge(high), first.bull);
}

function runText(rows: readonly LogRow[]): string {
  const event = rows[0]?.event ?? "";
  switch (event) {
    case "FeesAccrued":
      return words.runs.FeesAccrued(
        rows.length,
        format.shares(
          rows.reduce((sum, row) => sum + (typeof row.args["shares"] === "bigint" ? row.args["shares"] : 0n), 0n),
        ),
      );
    case "AssetListed":
    case "ClaimBooked":
      return words.runs[event](rows.length);
    default:
      return words.runs.other(event, rows.length);
  }
}

const ICONS: Readonly<Record<Kind, IconName>> = {
  all: "info",
  rebalance: "swap",
  switch: "swap",
  flow: "in",
  batch: "check",
  fee: "transactions",
  rule: "key",
};
const OUTWARD = new Set(["Exited", "ExitedInKind", "Cancelled", "Returned"]);

function iconOf(kind: Kind, row: LogRow): IconName {
  return OUTWARD.has(row.event) || (row.event === "Requested" && row.args["redemption"] === true)
    ? "out"
    : row.event === "Requested"
      ? "in"
      : ICONS[kind];
}
