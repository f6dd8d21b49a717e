"""`keepers replay`: were the decisions on the chain those that their data lead to, and what did trading cost?"""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress

from keepers.backtest.costs import Costs
from keepers.chain import read_events, require_whole
from keepers.commands.chain_options import Chain, chain_options
from keepers.commands.market_options import json_option, store_option
from keepers.commands.output import emit_json
from keepers.commands.replay_tables import (
    Compared,
    compare,
    costs_record,
    decisions_record,
    print_costs,
    print_decisions,
    print_one,
    replay_record,
)
from keepers.errors import ConfigError, UnknownSnapshot
from keepers.replay import Verdict, committed, fates, replay, replay_all, safe_states, sessions
from keepers.replay.whole_log import Fate
from keepers.snapshot import DecisionRecord, SnapshotStore

__all__ = ["command", "committed_on_chain"]


@click.command(
    "replay", epilog="Example: python -m keepers replay 12; python -m keepers replay --all --store report/world/store"
)
@click.argument("epoch", type=click.IntRange(min=1), required=False)
@chain_options
@store_option
@click.option("--all", "everything", is_flag=True, help="Every epoch of the log, and the cost of every session.")
@click.option("--offline", is_flag=True, help="Compare with the kept records of decisions, not with the chain.")
@click.option(
    "--cost-bps", type=click.FloatRange(0, 500), default=Costs().trade_bps, show_default=True, help="Simulated, --all."
)
@click.option("--impact-bps", type=click.FloatRange(0), default=0.0, help="More, for a trade of a day's volume, --all.")
@json_option
def command(
    epoch: int | None,
    chain: Chain,
    folder: Path,
    everything: bool,
    offline: bool,
    cost_bps: float,
    impact_bps: float,
    as_json: bool,
) -> None:
    """Recompute a decision, or all of them, from snapshots and compare with the chain.

    Hash, methodology, gauge, regime and every weight must be the same, bit for bit. Ends with 1 if they are not, and
    with --all also if a snapshot is missing or the trader's sums are not those of its legs. With --all the cost of each
    session stands beside what a backtest would have charged for it.
    """
    if (epoch is None) is not everything:
        raise ConfigError(f"replay: {'an epoch and --all' if everything else 'no epoch'}; pass an epoch or --all")
    store = SnapshotStore(folder)
    if epoch is not None:
        _one(epoch, chain, store, offline, as_json)
    else:
        _all(chain, store, offline, Costs(trade_bps=cost_bps, impact_bps=impact_bps), as_json)


def committed_on_chain(chain: Chain, epoch: int) -> DecisionRecord:
    """What was proposed for an epoch, from the strategy's log. Raises UnknownSnapshot for an epoch nobody proposed."""
    records = read_events(chain.index())
    if epoch in safe_states(records):
        raise UnknownSnapshot(f"replay: epoch {epoch} is the safe state, which anyone may force; nobody decided it")
    proposed = [record for record in records if record.event == "Proposed"]
    for record in proposed:
        if record.fields["epoch"] == epoch:
            return committed(record.fields)
    known = [record.fields["epoch"] for record in proposed]
    have = f"epochs {min(known)} to {max(known)}" if known else "no decision yet"
    raise UnknownSnapshot(f"replay: epoch {epoch} is not in the strategy's log, which has {have}; choose one of them")


def _one(epoch: int, chain: Chain, store: SnapshotStore, offline: bool, as_json: bool) -> None:
    wanted = store.recorded(epoch) if offline else committed_on_chain(chain, epoch)
    data_hash = bytes.fromhex(wanted.data_hash[2:])
    report = replay(
        store.get(data_hash).body,
        data_hash,
        wanted.targets,
        wanted.gauge,
        wanted.regime,
        wanted.methodology,
    )
    if as_json:
        emit_json(replay_record(wanted, report, "record" if offline else "chain"))
    else:
        print_one(wanted, report)
    if not report.agrees:
        raise SystemExit(1)


def _all(chain: Chain, store: SnapshotStore, offline: bool, costs: Costs, as_json: bool) -> None:
    if offline:
        verdicts = _replayed([store.recorded(epoch) for epoch in store.epochs()], store)
        became, forced, compared, sums_agree = dict[int, Fate](), list[int](), list[Compared](), True
    else:
        index = chain.index()
        records = read_events(index)
        require_whole(index, records)
        proposals = [committed(record.fields) for record in records if record.event == "Proposed"]
        if not proposals:
            raise UnknownSnapshot("replay: the strategy's log has no decision yet; propose one first")
        became, forced = fates(records), safe_states(records)
        verdicts = _replayed(proposals, store)
        hashes = {verdict.committed.epoch: verdict.committed.data_hash for verdict in verdicts}
        compared = compare(sessions(records, index.book), index.book, costs, store, hashes)
        sums_agree = all(row.session.sums_agree for row in compared)
    if as_json:
        document = {
            "compared_with": "record" if offline else "chain",
            "decisions": decisions_record(verdicts, became, forced),
        }
        emit_json(document | ({} if offline else {"costs": costs_record(compared, costs)}))
    else:
        print_decisions(verdicts, became, forced)
        if compared:
            print_costs(compared, costs)
    if not sums_agree or any(verdict.outcome != "agrees" for verdict in verdicts):
        raise SystemExit(1)


def _replayed(proposals: list[DecisionRecord], store: SnapshotStore) -> list[Verdict]:
    """With a bar on the terminal, which is not what is printed."""
    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        return list(bar.track(replay_all(proposals, store), total=len(proposals), description="decisions"))
