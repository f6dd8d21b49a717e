"""`keepers snapshot`: every input of a day's decision, kept under its hash."""

from __future__ import annotations

from pathlib import Path

import click

from keepers.commands.market_options import Look, json_option, market_options, store_option
from keepers.commands.present import print_json
from keepers.snapshot import SnapshotStore

__all__ = ["command"]


@click.command("snapshot", epilog="Example: python -m keepers snapshot --as-of 2022-09-26 --store /tmp/store")
@market_options
@store_option
@json_option
def command(look: Look, folder: Path, as_json: bool) -> None:
    """Build the snapshot of a day and keep it.

    The file is canonical JSON, named by its keccak256; the same inputs give the same name on every machine.
    """
    snapshot = look.snapshot(look.market())
    data_hash = SnapshotStore(folder).put(snapshot).hex()
    path = folder / "snapshots" / f"{data_hash}.json"
    record = {
        "as_of": snapshot.inputs.as_of.isoformat(),
        "source": snapshot.source,
        "profile": snapshot.inputs.rules.profile,
        "assets": len(snapshot.inputs.panel.assets),
        "days": len(snapshot.inputs.panel.closes),
        "bytes": len(snapshot.body),
        "data_hash": "0x" + data_hash,
        "path": str(path),
    }
    if as_json:
        print_json(record)
    else:
        click.echo(f"{record['as_of']}: {record['assets']} assets, {record['days']} days, {record['source']}")
        click.echo(f"0x{data_hash}\n{path}")
