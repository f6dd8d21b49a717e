"""A replay as JSON and as tables: decisions, and what sessions cost beside what a backtest charges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click
from rich.markup import escape

from keepers.backtest.costs import Costs
from keepers.book import AssetBook
from keepers.commands.amounts import moment
from keepers.commands.output import console, grid, print_lines
from keepers.errors import SnapshotError
from keepers.models import Regime
from keepers.replay import Report, Session, Verdict, charged, daily_volumes, simulated_cost
from keepers.replay.whole_log import Fate
from keepers.snapshot import DecisionRecord, SnapshotStore

__all__ = [
    "Compared",
    "compare",
    "costs_record",
    "decisions_record",
    "print_costs",
    "print_decisions",
    "print_one",
    "replay_record",
]

USD = 10**18
BPS = 10_000


# --- one decision ----------------------------------------------------------------------------------------------------


def replay_record(committed: DecisionRecord, report: Report, compared_with: str) -> dict[str, object]:
    """One replayed decision. Gauges in points (0..100), weights in ppm."""
    return {
        "epoch": committed.epoch,
        "agrees": report.agrees,
        "compared_with": compared_with,
        "data_hash": committed.data_hash,
        "regime": _pair(committed.regime, report.decision.regime),
        "gauge": _pair(committed.gauge / 1e6, report.decision.gauge / 1e6),
        "targets": len(report.decision.targets),
        "differences": _differences(report),
    }


def print_one(committed: DecisionRecord, report: Report) -> None:
    """One replayed decision, in lines."""
    decision = report.decision
    click.echo(f"epoch {committed.epoch}, as of {decision.as_of}, snapshot {committed.data_hash}: the hash matches")
    click.echo(f"regime {decision.regime}, committed {committed.regime}")
    click.echo(f"gauge {decision.gauge / 1e6:.6f}, committed {committed.gauge / 1e6:.6f}")
    click.echo(f"{len(decision.targets)} weights, {len(report.differences)} differ")
    for key, old, new in report.differences:
        click.echo(f"  asset {key}: committed {old} ppm, recomputed {new} ppm")
    click.echo("agrees" if report.agrees else f"DOES NOT AGREE: {report.because}")


def _pair(committed: Regime | float, recomputed: Regime | float) -> dict[str, object]:
    return {"committed": committed, "recomputed": recomputed}


def _differences(report: Report) -> list[dict[str, int]]:
    return [{"asset_id": key, "committed_ppm": old, "recomputed_ppm": new} for key, old, new in report.differences]


# --- all decisions ---------------------------------------------------------------------------------------------------


def decisions_record(
    verdicts: Sequence[Verdict], fates: Mapping[int, Fate], safe_states: Sequence[int]
) -> dict[str, object]:
    """Counts, then a row an epoch. Gauges in points (0..100), weights in ppm; null is what could not be recomputed."""
    counts = {
        name: sum(verdict.outcome == outcome for verdict in verdicts)
        for name, outcome in (("agree", "agrees"), ("differ", "differs"), ("no_snapshot", "no snapshot"))
    }
    rows = [_decision_row(verdict, fates) for verdict in verdicts]
    return {"count": len(verdicts), **counts, "safe_state_epochs": safe_states, "epochs": rows}


def _decision_row(verdict: Verdict, fates: Mapping[int, Fate]) -> dict[str, object]:
    committed, report = verdict.committed, verdict.report
    decision = report.decision if report else None
    return {
        "epoch": committed.epoch,
        "outcome": verdict.outcome,
        "because": verdict.because or None,
        "fate": fates.get(committed.epoch),
        "as_of": decision.as_of if decision else None,
        "data_hash": committed.data_hash,
        "methodology": committed.methodology,
        "regime": {"committed": committed.regime, "recomputed": decision.regime if decision else None},
        "gauge": {"committed": committed.gauge / 1e6, "recomputed": decision.gauge / 1e6 if decision else None},
        "targets": len(committed.targets),
        "differences": _differences(report) if report else None,
    }


def print_decisions(verdicts: Sequence[Verdict], fates: Mapping[int, Fate], safe_states: Sequence[int]) -> None:
    """A row an epoch, then how many agree, and which do not."""
    table = grid("decisions", "epoch>", "as of", "regime", "gauge>", "weights>", "became", "replay")
    for verdict in verdicts:
        committed, report = verdict.committed, verdict.report
        table.add_row(
            str(committed.epoch),
            str(report.decision.as_of) if report else "-",
            committed.regime,
            f"{committed.gauge / 1e6:.6f}",
            str(len(committed.targets)),
            fates.get(committed.epoch, "-"),
            "agrees" if verdict.outcome == "agrees" else escape(f"{verdict.outcome.upper()}: {verdict.because}"),
        )
    print_lines(table)
    agreeing = sum(verdict.outcome == "agrees" for verdict in verdicts)
    console.print(f"{agreeing} of {len(verdicts)} decisions reproduced from their snapshots, bit for bit")
    for outcome, words in (("differs", "not what their data lead to"), ("no snapshot", "no snapshot to replay from")):
        epochs = [str(verdict.committed.epoch) for verdict in verdicts if verdict.outcome == outcome]
        if epochs:
            console.print(f"{words}: epoch{'s' if len(epochs) > 1 else ''} {', '.join(epochs)}")
    for epoch in safe_states:
        console.print(f"epoch {epoch} is the safe state, which anyone may force; nobody decided it")


# --- what sessions cost ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """A session beside the backtest's costs."""

    session: Session
    volatile: int
    """USD 18 decimals traded of what a backtest charges for."""
    simulated: float | None
    """USD; None: the impact hangs on volumes, and the snapshot that has them is missing."""


def compare(
    found: Iterable[Session], book: AssetBook, costs: Costs, store: SnapshotStore, hashes: Mapping[int, str]
) -> list[Compared]:
    """Each session with what a backtest charges for its trades; `hashes` of the snapshots by epoch."""
    rows, volumes = [], dict[int, dict[str, float] | None]()
    for session in found:
        if costs.impact_bps and session.epoch not in volumes:
            volumes[session.epoch] = _volumes(store, hashes.get(session.epoch))
        known = volumes[session.epoch] if costs.impact_bps else {}
        simulated = None if known is None else simulated_cost(session, book, costs, known)
        rows.append(Compared(session, sum(charged(session, book).values()), simulated))
    return rows


def _volumes(store: SnapshotStore, data_hash: str | None) -> dict[str, float] | None:
    if data_hash is None:
        return None
    try:
        return daily_volumes(store.get(bytes.fromhex(data_hash[2:])))
    except SnapshotError:
        return None


def costs_record(rows: Sequence[Compared], costs: Costs) -> dict[str, object]:
    """Names end in their unit: _e18 is USD with 18 decimals, _usd dollars, _bps of the volatile turnover."""
    return {
        "assumptions": {"trade_bps": costs.trade_bps, "impact_bps": costs.impact_bps, "charged": "volatile assets"},
        "totals": _sums(rows),
        "sessions": [_session_row(row) for row in rows],
    }


def _session_row(row: Compared) -> dict[str, object]:
    session = row.session
    return {
        "session": session.number,
        "epoch": session.epoch,
        "kind": session.kind,
        "legs": session.legs,
        "block": session.block,
        "timestamp": session.timestamp,
        "sums_agree": session.sums_agree,
        "nav_before_e18": session.nav_before,
        "nav_after_e18": session.nav_after,
        "gained_e18": session.gained,
        **_sums([row]),
    }


def _sums(rows: Sequence[Compared]) -> dict[str, Any]:
    """Of what was traded and paid, and of what a backtest charges; null where that is not known of every row."""
    cost = sum(row.session.cost for row in rows)
    volatile = sum(row.volatile for row in rows)
    known = [row.simulated for row in rows if row.simulated is not None]
    simulated = sum(known) if len(known) == len(rows) else None
    return {
        "turnover_e18": sum(row.session.turnover for row in rows),
        "volatile_turnover_e18": volatile,
        "cost_e18": cost,
        "cost_bps": cost * BPS / volatile if volatile else None,
        "simulated_cost_usd": simulated,
        "simulated_bps": simulated * USD * BPS / volatile if simulated is not None and volatile else None,
        "realised_over_simulated": cost / USD / simulated if simulated else None,
    }


def print_costs(rows: Sequence[Compared], costs: Costs) -> None:
    """A row a session and their sum. USD; bps of what was traded in volatile assets."""
    impact = f" and {costs.impact_bps:g} bps at a day's volume" if costs.impact_bps else ""
    columns = ("session>", "epoch>", "at", "kind", "legs>", "traded>", "volatile>", "cost>", "bps>", "simulated>")
    table = grid(f"sessions, simulated at {costs.trade_bps:g} bps{impact}, USD", *columns, "bps>", "ratio>")
    for row in rows:
        session = row.session
        kind = session.kind + ("" if session.sums_agree else ", SUMS DIFFER")
        cells = (str(session.number or "-"), str(session.epoch), moment(session.timestamp), kind, str(session.legs))
        table.add_row(*cells, *_cells(_sums([row])))
    total = _sums(rows)
    table.add_row("all", "", "", "", str(sum(row.session.legs for row in rows)), *_cells(total))
    print_lines(table)
    console.print(
        "cost: worth given less worth got, at the oracle's prices, of legs that lost; simulated: what a backtest takes "
        "for the same trades, to which stable assets are cash; bps and ratio: of volatile assets traded"
    )
    if total["cost_bps"] is not None:
        console.print(f"a backtest at {total['cost_bps']:.1f} bps would have charged what was paid")


def _cells(sums: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        f"{sums['turnover_e18'] / USD:,.2f}",
        f"{sums['volatile_turnover_e18'] / USD:,.2f}",
        f"{sums['cost_e18'] / USD:,.2f}",
        _or_dash(sums["cost_bps"], ".1f"),
        _or_dash(sums["simulated_cost_usd"], ",.2f"),
        _or_dash(sums["simulated_bps"], ".1f"),
        _or_dash(sums["realised_over_simulated"], ".2f"),
    )


def _or_dash(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
