"""How a decision is shown: one JSON form, and tables for people."""

from __future__ import annotations

from typing import Any

from rich.markup import escape

from keepers.commands.output import console, grid
from keepers.models import CASH_ID, Decision
from keepers.snapshot import Snapshot
from keepers.sources.names import named

__all__ = ["decision_record", "print_signal", "print_weights"]


def decision_record(snapshot: Snapshot, decision: Decision) -> dict[str, Any]:
    """The signal part of a decision: gauge in points (0..100), blocks in 0..1, shares in ppm."""
    inputs = snapshot.inputs
    return {
        "as_of": decision.as_of.isoformat(),
        "source": snapshot.source,
        "profile": inputs.rules.profile,
        "methodology": decision.methodology,
        "regime": decision.regime,
        "regime_before": inputs.state.regime,
        "gauge": decision.gauge / 1e6,
        "trend": decision.trend / 1e6,
        "momentum": decision.momentum / 1e6,
        "breadth": decision.breadth / 1e6,
        "bull_at": inputs.rules.bull_at / 1e6,
        "bear_at": inputs.rules.bear_at / 1e6,
        "recent_flips": [{"day": flip.day.isoformat(), "to": flip.to} for flip in inputs.state.flips],
        "members": len(decision.members),
        "entered": list(decision.entered),
        "left": list(decision.left),
        "coverage_ppm": decision.coverage_ppm,
        "alarms": list(decision.alarms),
        "data_hash": "0x" + decision.data_hash.hex(),
    }


def print_signal(record: dict[str, Any]) -> None:
    """The gauge and its blocks, as a table."""
    table = grid(f"{record['as_of']}, {record['profile']}, {record['source']}", "", "")
    table.add_row("regime", f"[bold]{record['regime']}[/bold] (before: {record['regime_before']})")
    table.add_row("gauge", f"{record['gauge']:.6f}  (bull at {record['bull_at']:g}, bear at {record['bear_at']:g})")
    for block in ("trend", "momentum", "breadth"):
        table.add_row(block, f"{record[block]:.4f}")
    table.add_row("members", f"{record['members']}, coverage {record['coverage_ppm'] / 1e4:.2f} %")
    table.add_row("in / out", escape(f"{', '.join(record['entered']) or '-'} / {', '.join(record['left']) or '-'}"))
    table.add_row("snapshot", record["data_hash"])
    console.print(table)
    for alarm in record["alarms"]:
        console.print(f"[yellow]alarm[/yellow] {escape(alarm)}")
    console.print("The gauge limits falls; it is not shown to add return.")


def print_weights(snapshot: Snapshot, decision: Decision) -> None:
    """The targets, largest first."""
    providers = {entry.asset_id: entry.provider_id for entry in snapshot.inputs.book}
    table = grid(f"{decision.as_of}, {decision.regime}, {snapshot.source}", "id>", "asset", "name", "weight>")
    for target in sorted(decision.targets, key=lambda target: (-target.ppm, target.asset_id)):
        name = named(providers[target.asset_id])
        note = " (cash)" if target.asset_id == CASH_ID else ""
        table.add_row(str(target.asset_id), escape(name.symbol), escape(name.name + note), f"{target.ppm / 1e4:.4f} %")
    console.print(table)
    console.print(f"{len(decision.targets)} targets, together exactly 1,000,000 ppm")
    for alarm in decision.alarms:
        console.print(f"[yellow]alarm[/yellow] {escape(alarm)}")
