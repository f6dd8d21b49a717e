import * as format from "../../format";
import { useChain } from "../../chain";
import type { Assets, Leg, Rebalance } from "../../fund";
import { hrefOf, Term } from "../../parts";
import { ProofChip } from "../../proof/ProofChip";
import { check, useProof } from "../../proof/store";
import { overview } from "../../words/overview";
import { proof as proofWords } from "../../words/proof";
import { transactions } from "../../words/transactions";
import { recordedOf } from "../transactions/recorded";
import { Side } from "../transactions/Side";
import { titleOf } from "../transactions/titles";
import { Step } from "./Step";

const words = overview.change;
const LARGEST = 6;

type Props = {
  readonly rebalances: readonly Rebalance[];
  readonly rebalance: Rebalance | null;
  readonly assets: Assets;
};

/** Step 3: what the decision that is looked at changed, and the weeks before it. */
export function ChangeCard({ rebalances, rebalance, assets }: Props) {
  const { config } = useChain();
  const proof = useProof(rebalance === null ? null : recordedOf(rebalance));
  const symbol = (id: number) => assets.get(id)?.symbol ?? `#${id}`;
  return (
    <section className="card story-full" aria-labelledby="change-title">
      <div className="card-head">
        <Step id="change-title" number={3}>
          {overview.story.changed}
        </Step>
        <a className="small" href={hrefOf("transactions")}>
          {overview.story.all}
        </a>
      </div>
      {rebalance === null ? (
        <p className="empty">{words.none}</p>
      ) : (
        <>
          <div className="row change-title">
            <b>{titleOf(rebalance)}</b>
            <span className="dim">{format.stamp(rebalance.time)}</span>
            <ProofChip proof={proof} />
            {proof.state === "unchecked" && (
              <button
                type="button"
                className="link small"
                onClick={() =>
                  void check(recordedOf(rebalance), { snapshots: config.snapshots, decisions: config.decisions })
                }
              >
                {proofWords.check}
              </button>
            )}
          </div>
          <Facts rebalance={rebalance} symbol={symbol} />
          <div className="two">
            <LargestTrades rebalance={rebalance} symbol={symbol} />
            <WeeksBefore rebalances={rebalances} epoch={rebalance.epoch} symbol={symbol} />
          </div>
          <LastSwitch rebalances={rebalances} />
        </>
      )}
    </section>
  );
}

export function names(rebalance: Rebalance, symbol: (id: number) => string, most = 5): string {
  if (rebalance.switched) {
    return rebalance.bull ? transactions.toTop : transactions.toStable;
  }
  const all = [
    ...rebalance.cameIn.map((id) => `+${symbol(id)}`),
    ...rebalance.left.map((id) => `${format.MINUS}${symbol(id)}`),
  ];
  return all.length === 0
    ? words.noChange
    : all.slice(0, most).join(" ") + (all.length > most ? ` +${all.length - most}` : "");
}

function legsOf(rebalance: Rebalance): Leg[] {
  return rebalance.sessions.flatMap((session) => session.legs);
}

function Facts({ rebalance, symbol }: { rebalance: Rebalance; symbol: (id: number) => string }) {
  const trades = legsOf(rebalance).length + rebalance.fills.length;
  const moved = rebalance.turnover > 0n;
  return (
    <dl className="figures" data-testid="last-figures">
      <Fact name={words.trades} value={String(trades)} />
      <div>
        <dt>
          <Term of="turnover">{words.turnover}</Term>
        </dt>
        <dd>{format.percent(rebalance.turnoverPart)}</dd>
      </div>
      <Fact name={words.value} value={format.usd(rebalance.turnover)} />
      <Fact name={words.cost} value={format.usd(rebalance.cost, "up")} />
      <Fact
        name={words.perValue}
        value={
          moved ? format.bps(Number((rebalance.cost * 10n ** 10n) / rebalance.turnover) / 1e6) : overview.notAvailable
        }
      />
      <Fact name={words.names} value={names(rebalance, symbol)} />
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function LargestTrades({ rebalance, symbol }: { rebalance: Rebalance; symbol: (id: number) => string }) {
  const legs = legsOf(rebalance).sort((a, b) => (a.value === b.value ? 0 : a.value < b.value ? 1 : -1));
  if (legs.length === 0) {
    return <p className="empty">{words.quiet}</p>;
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th colSpan={2}>{legs.length > LARGEST ? words.largest(legs.length) : words.all(legs.length)}</th>
          <th className="n">{transactions.legs.value}</th>
          <th className="n">
            <Term of="slippage">{words.slippage}</Term>
          </th>
        </tr>
      </thead>
      <tbody>
        {legs.slice(0, LARGEST).map((leg) => (
          <tr key={leg.sequence.toString()}>
            <td className="strong">{symbol(leg.asset)}</td>
            <td>
              <Side leg={leg} rebalance={rebalance} />
            </td>
            <td className="n">{format.usd(leg.value)}</td>
            <td className="n">{format.bps(leg.slippageBps)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WeeksBefore({
  rebalances,
  epoch,
  symbol,
}: {
  rebalances: readonly Rebalance[];
  epoch: bigint;
  symbol: (id: number) => string;
}) {
  const before = rebalances
    .filter((each) => each.epoch < epoch)
    .slice(-LARGEST)
    .reverse();
  if (before.length === 0) {
    return null;
  }
  return (
    <table className="table">
      <thead>
        <tr>
          <th>{words.before}</th>
          <th className="n">{words.gauge}</th>
          <th>{words.namesShort}</th>
          <th className="n">{words.turnover}</th>
        </tr>
      </thead>
      <tbody>
        {before.map((each) => (
          <tr key={each.epoch.toString()}>
            <td className="nowrap">
              <a href={hrefOf("transactions", { epoch: each.epoch.toString() })}>{format.day(each.time)}</a>
            </td>
            <td className="n">{BigInt(each.dataHash) === 0n ? overview.notAvailable : format.gauge(each.gauge)}</td>
            <td className="dim wrap-any">{names(each, symbol, 4)}</td>
            <td className="n">{format.percent(each.turnoverPart)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastSwitch({ rebalances }: { rebalances: readonly Rebalance[] }) {
  const last = rebalances.findLast((each) => each.switched);
  return last === undefined ? null : (
    <p className="small dim last-switch">
      {words.lastSwitch(format.date(last.time), last.bull, legsOf(last).length + last.fills.length)}
    </p>
  );
}
