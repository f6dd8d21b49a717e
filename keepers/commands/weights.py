"""`keepers weights`: the target weights of a day."""

from __future__ import annotations

from pathlib import Path

import click

from keepers.commands.market_options import Look, json_option, market_options
from keepers.commands.output import emit_json
from keepers.commands.present import decision_record, print_weights
from keepers.decide import decide
from keepers.models import BookEntry

__all__ = ["command"]


@click.command("weights", epilog="Example: python -m keepers weights --as-of 2022-08-29")
@market_options
@click.option("--book", type=click.Path(path_type=Path), help="Asset book; default: all of the market is listed.")
@json_option
def command(look: Look, book: Path | None, as_json: bool) -> None:
    """The target weights of a day, as a first decision: integers in ppm that sum to exactly 1,000,000."""
    snapshot = look.snapshot(look.market(), _entries(book) if book else None)
    decision = decide(snapshot)
    if not as_json:
        print_weights(snapshot, decision)
        return
    providers = {entry.asset_id: entry.provider_id for entry in snapshot.inputs.book}
    targets = [
        {"asset_id": target.asset_id, "provider_id": providers[target.asset_id], "ppm": target.ppm}
        for target in decision.targets
    ]
    emit_json({**decision_record(snapshot, decision), "targets": targets})


def _entries(path: Path) -> tuple[BookEntry, ...]:
    from keepers.book import load_book

    return tuple(
        BookEntry(
            asset.asset_id,
            asset.provider_id,
            asset.symbol,
            asset.weight_cap_ppm,
            asset.stable,
            "active",
            asset.listed_at,
            asset.liquidity_class,
        )
        for asset in load_book(path).assets
    )
