"""`keepers snapshot`: every input of a day's decision, kept under its hash."""

from __future__ import annotations

from pathlib import Path

import click

from keepers.commands.market_options import Look, json_option, market_options, store_option
from keepers.commands.output import emit_json
from keepers.snapshot import SnapshotStore

__all__ = ["command"]


@click.command("snapshot", epilog="Example: python -m keepers snapshot --as-of 2022-09-26 --store store")
@market_options
@store_option
@json_option
def command(look: Look, folder: Path, as_json: bool) -> None:
    """Build the snapshot of a day and keep it.

    The file is canonical JSON, named by its keccak256; the same inputs give the same name on every machine.
    """
    taken = look.snapshot(look.market())
    data_hash = SnapshotStore(folder).put(taken).hex()
    path = folder / "snapshots" / f"{data_hash}.json"
    record = {
        "as_of": taken.inputs.as_of.isoformat(),
        "source": taken.source,
        "profile": taken.inputs.rules.profile,
        "assets": len(taken.inputs.panel.assets),
        "days": len(taken.inputs.panel.closes),
        "bytes": len(taken.body),
        "data_hash": "0x" + data_hash,
        "path": str(path),
    }
    if as_json:
        emit_json(record)
    else:
        click.echo(f"{record['as_of']}: {record['assets']} assets, {record['days']} days, {record['source']}")
        click.echo(f"0x{data_hash}\n{path}")
