import { zeroHash } from "viem";
import type { Assets } from "./assets";
import { targetsOf } from "./decode";
import { amountOf, type Decimals, decimalsFrom, legOf, legOfFill } from "./legs";
import type { Hex, Leg, Log, LogRow, Rebalance, Session, Target } from "./model";

/**
 * Every decision that came into force, and what was traded for it: from events alone. A settlement of the queue trades
 * in sessions of the decision in force, so they are counted with it.
 */

type Draft = { -readonly [Name in "epoch" | "time" | "bull" | "gauge" | "dataHash" | "dataUri" | "targets" | "cameIn" | "left" | "switched"]: Rebalance[Name] } & {
  readonly sessions: Session[];
  readonly fills: LogRow[];
};

type Proposal = { readonly bull: boolean; readonly gauge: bigint; readonly dataHash: Hex; readonly dataUri: string; readonly targets: readonly Target[] };

function proposalOf(row: LogRow): Proposal {
  return {
    bull: row.args["bull"] === true,
    gauge: amountOf(row, "gauge"),
    dataHash: row.args["data_hash"] as Hex,
    dataUri: String(row.args["data_uri"] ?? ""),
    targets: targetsOf(row.args["words"] as readonly bigint[]),
  };
}

/** The safe state has no gauge and no data: nobody decided it. */
function safeState(row: LogRow): Proposal {
  return { bull: false, gauge: 0n, dataHash: zeroHash, dataUri: "", targets: targetsOf(row.args["words"] as readonly bigint[]) };
}

function begin(row: LogRow, proposal: Proposal, before: Draft | undefined): Draft {
  const now = new Set(proposal.targets.map(({ asset }) => asset));
  const then = new Set(before?.targets.map(({ asset }) => asset));
  return {
    epoch: amountOf(row, "epoch"),
    time: row.time,
    ...proposal,
    cameIn: before === undefined ? [] : [...now].filter((asset) => !then.has(asset)),
    left: [...then].filter((asset) => !now.has(asset)),
    switched: before !== undefined && before.bull !== proposal.bull,
    sessions: [],
    fills: [],
  };
}

function sessionOf(close: LogRow, legs: readonly LogRow[], failed: readonly LogRow[], decimals: Decimals): Session {
  const cashPrice = amountOf(close, "cash_price");
  return {
    number: amountOf(close, "session"),
    time: close.time,
    tx: close.tx,
    legs: legs.map((row) => legOf(row, cashPrice, decimals)),
    failed,
    navBefore: amountOf(close, "nav_before"),
    navAfter: amountOf(close, "nav_after"),
    turnover: amountOf(close, "turnover"),
    cost: amountOf(close, "cost"),
  };
}

function finished(draft: Draft, nav: bigint, decimals: Decimals): Rebalance {
  const fills = draft.fills.map((row) => legOfFill(row, decimals));
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const turnover = sum(draft.sessions.map((session) => session.turnover)) + sum(fills.map(({ value }) => value));
  // What the trader counts: losses against the feeds, gains not credited.
  const losses = fills.map(({ cost }) => (cost > 0n ? cost : 0n));
  return {
    ...draft,
    turnover,
    turnoverPart: nav === 0n ? 0 : Number((turnover * 1_000_000_000n) / nav) / 1e9,
    cost: sum(draft.sessions.map(({ cost }) => cost)) + sum(losses),
  };
}

/** In the order of their activation. */
export function rebalancesOf(log: Pick<Log, "rows">, assets: Assets): Rebalance[] {
  const decimals = decimalsFrom(assets, log.rows);
  const proposals = new Map<bigint, Proposal>();
  const drafts: Draft[] = [];
  const byEpoch = new Map<bigint, Draft>();
  const navs = new Map<Draft, bigint>();
  let nav = 0n;
  let legs: LogRow[] = [];
  let failed: LogRow[] = [];
  const start = (row: LogRow, proposal: Proposal) => {
    const draft = begin(row, proposal, drafts.at(-1));
    drafts.push(draft);
    byEpoch.set(draft.epoch, draft);
  };
  for (const row of log.rows) {
    switch (row.event) {
      case "Proposed":
        proposals.set(amountOf(row, "epoch"), proposalOf(row));
        break;
      case "Activated": {
        const proposal = proposals.get(amountOf(row, "epoch"));
        if (proposal !== undefined) start(row, proposal);
        break;
      }
      case "SafeStateForced":
        start(row, safeState(row));
        break;
      case "LegTraded":
        // Session 0 is the trader's side of an auction fill, which the auction house logs with more.
        if (amountOf(row, "session") !== 0n) legs.push(row);
        break;
      case "LegFailed":
        failed.push(row);
        break;
      case "SessionClosed": {
        const draft = byEpoch.get(amountOf(row, "epoch"));
        const session = sessionOf(row, legs, failed, decimals);
        legs = [];
        failed = [];
        nav = session.navAfter;
        if (draft === undefined) break;
        if (!navs.has(draft)) navs.set(draft, session.navBefore);
        draft.sessions.push(session);
        break;
      }
      case "AuctionFilled": {
        const draft = byEpoch.get(amountOf(row, "epoch"));
        if (draft === undefined) break;
        if (!navs.has(draft)) navs.set(draft, nav);
        draft.fills.push(row);
        break;
      }
      default:
    }
  }
  return drafts.map((draft) => finished(draft, navs.get(draft) ?? nav, decimals));
}

export function legsOf(rebalance: Rebalance, decimals?: Decimals): Leg[] {
  const fills = decimals === undefined ? [] : rebalance.fills.map((row) => legOfFill(row, decimals));
  return [...rebalance.sessions.flatMap((session) => session.legs), ...fills];
}

export type Group =
  | { readonly kind: "rebalance"; readonly rebalance: Rebalance }
  /** Weekly reviews after which nothing was traded, one after the other. */
  | { readonly kind: "quiet"; readonly reviews: readonly Rebalance[] };

function isQuiet(rebalance: Rebalance): boolean {
  return rebalance.fills.length === 0 && rebalance.sessions.every(({ legs, failed }) => legs.length + failed.length === 0);
}

/** Rebalances in their order, with runs of quiet weeks as one line each, so that silence is seen and short. */
export function groupsOf(rebalances: readonly Rebalance[]): Group[] {
  const groups: Group[] = [];
  let quiet: Rebalance[] = [];
  const close = () => {
    if (quiet.length > 0) groups.push({ kind: "quiet", reviews: quiet });
    quiet = [];
  };
  for (const rebalance of rebalances) {
    if (isQuiet(rebalance)) {
      quiet.push(rebalance);
      continue;
    }
    close();
    groups.push({ kind: "rebalance", rebalance });
  }
  close();
  return groups;
}
