"""`keepers replay EPOCH`: was the decision that is on the chain the one that its data lead to?"""

from __future__ import annotations

from pathlib import Path

import click

from keepers.chain import read_events
from keepers.chain.words import unpack_targets
from keepers.commands.chain_options import Chain, chain_options
from keepers.commands.market_options import json_option, store_option
from keepers.commands.output import emit_json
from keepers.errors import UnknownSnapshot
from keepers.models import Regime
from keepers.replay import Report, replay
from keepers.snapshot import DecisionRecord, SnapshotStore

__all__ = ["command", "committed_on_chain"]


@click.command("replay", epilog="Example: python -m keepers replay 12")
@click.argument("epoch", type=click.IntRange(min=1))
@chain_options
@store_option
@click.option("--offline", is_flag=True, help="Compare with the kept record of the decision, not with the chain.")
@json_option
def command(epoch: int, chain: Chain, folder: Path, offline: bool, as_json: bool) -> None:
    """Recompute a decision from its snapshot and compare it with the chain.

    Hash, gauge, regime and every weight must be the same, bit for bit. Ends with 1 if they are not.
    """
    store = SnapshotStore(folder)
    committed = store.recorded(epoch) if offline else committed_on_chain(chain, epoch)
    data_hash = bytes.fromhex(committed.data_hash[2:])
    report = replay(
        store.get(data_hash).body, data_hash, committed.targets, committed.gauge, expected_regime=committed.regime
    )
    if as_json:
        emit_json(_record(epoch, committed, report, offline))
    else:
        _print(epoch, committed, report)
    if not report.agrees:
        raise SystemExit(1)


def committed_on_chain(chain: Chain, epoch: int) -> DecisionRecord:
    """What was proposed for an epoch, from the strategy's log. Raises UnknownSnapshot for an epoch nobody proposed."""
    records = read_events(chain.index())
    if any(record.event == "SafeStateForced" and record.fields["epoch"] == epoch for record in records):
        raise UnknownSnapshot(f"replay: epoch {epoch} is the safe state, which anyone may force; nobody decided it")
    proposed = [record for record in records if record.event == "Proposed"]
    known = [record.fields["epoch"] for record in proposed]
    for record in reversed(proposed):
        fields = record.fields
        if fields["epoch"] == epoch:
            return DecisionRecord(
                epoch=epoch,
                data_hash="0x" + bytes(fields["data_hash"]).hex(),
                regime="bull" if fields["bull"] else "bear",
                gauge=fields["gauge"],
                methodology=fields["methodology"],
                targets=tuple(unpack_targets(fields["words"])),
            )
    have = f"epochs {min(known)} to {max(known)}" if known else "no decision yet"
    raise UnknownSnapshot(f"replay: epoch {epoch} is not in the strategy's log, which has {have}; choose one of them")


def _record(epoch: int, committed: DecisionRecord, report: Report, offline: bool) -> dict[str, object]:
    return {
        "epoch": epoch,
        "agrees": report.agrees,
        "compared_with": "record" if offline else "chain",
        "data_hash": committed.data_hash,
        "regime": _pair(committed.regime, report.decision.regime),
        "gauge": _pair(committed.gauge / 1e6, report.decision.gauge / 1e6),
        "targets": len(report.decision.targets),
        "differences": [
            {"asset_id": key, "committed_ppm": old, "recomputed_ppm": new} for key, old, new in report.differences
        ],
    }


def _pair(committed: Regime | float, recomputed: Regime | float) -> dict[str, object]:
    return {"committed": committed, "recomputed": recomputed}


def _print(epoch: int, committed: DecisionRecord, report: Report) -> None:
    decision = report.decision
    click.echo(f"epoch {epoch}, as of {decision.as_of}, snapshot {committed.data_hash}: the hash matches")
    click.echo(f"regime {decision.regime}, committed {committed.regime}")
    click.echo(f"gauge {decision.gauge / 1e6:.6f}, committed {committed.gauge / 1e6:.6f}")
    click.echo(f"{len(decision.targets)} weights, {len(report.differences)} differ")
    for key, old, new in report.differences:
        click.echo(f"  asset {key}: committed {old} ppm, recomputed {new} ppm")
    click.echo("agrees" if report.agrees else "DOES NOT AGREE")
