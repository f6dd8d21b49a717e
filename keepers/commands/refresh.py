"""refresh: move the registry's references toward today's prices, before the bands around them close."""

from typing import Any

import click
from rich.markup import escape

from keepers.chain import Index
from keepers.chain.reading import executor_of
from keepers.chain.references import Movable, Reference, read_due
from keepers.commands.amounts import ago, dollars, moment, units
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import dry_run, outcome_document, print_dry_run, print_outcome
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, grid
from keepers.execute.refresh import MOST_AT_ONCE, Refreshed, refresh, steps

__all__ = ["command", "refresh_due"]

RATE_DECIMALS = 18
FEW = 5
"""Assets that a line about them names."""


@click.command("refresh", epilog="Example: python -m keepers refresh --dev-account 9")
@chain_options
@key_options
@click.option(
    "--most", type=click.IntRange(1, 128), default=MOST_AT_ONCE, show_default=True, help="Most assets a transaction."
)
@json_option
def command(chain: Chain, keys: Keys, most: int, as_json: bool) -> None:
    """Move the references that price bands lie around toward today's prices; take the rates of vault shares.

    A reference is moved when the price is 20 % or more away from it. Anyone's key will do. Each asset moves once a day
    at most, to 3/2 or 2/3 at most; when nothing is due, nothing is sent. Without a signer it shows what would move and
    what it would send.
    """
    index = chain.index()
    signer = keys.signer(index)
    if signer is None:
        movable, references = read_due(index)
        account = executor_of(index)
        documents = [dry_run(index, step.purpose, step.call, account) for step in steps(index, movable, most)]
        if as_json:
            emit_json({"references": references, "transactions": documents})
            return
        _print_movable(movable, references)
        for document in documents:
            print_dry_run(document)
        return

    with keys.sender(index, signer, chain.folder) as sender:
        done = refresh(index, sender, most)
    if as_json:
        emit_json({"transactions": [_document(item) for item in done]})
        return
    for item in done:
        _print_refreshed(index, item)
    if not done:
        _print_movable(read_due(index)[0], ())


def refresh_due(index: Index, block: int | None = None) -> list[str]:
    """That a keeper should refresh, in words: references that have strayed, and rates that nobody took for a week."""
    movable, references = read_due(index, block)
    strayed = [reference for reference in references if reference.strayed]
    late = sum(reference.late(movable.timestamp) for reference in references)
    found = []
    if strayed:
        names = ", ".join(reference.symbol or f"asset {reference.asset_id}" for reference in strayed[:FEW])
        more = f" and {len(strayed) - FEW} more" if len(strayed) > FEW else ""
        found.append(f"refresh: {names}{more} strayed 20 % or more from the reference")
    if late:
        found.append(
            f"refresh: {late} rate{' of vault shares is' if late == 1 else 's of vault shares are'} a week old"
        )
    return found


def _print_movable(movable: Movable, references: tuple[Reference, ...]) -> None:
    if not movable.ids:
        console.print(
            f"nothing is due at {moment(movable.timestamp)}: of {movable.listed} assets each is within 20 % of its "
            "reference, has moved within a day, is stable, or has no firm price"
        )
        return
    console.print(f"at {moment(movable.timestamp)} {len(movable.ids)} of {movable.listed} assets are due")
    table = grid("", "id>", "asset", "reference>", "price now>", "rate taken>", "last moved")
    for item in sorted(references, key=lambda item: item.moved_at):
        table.add_row(
            str(item.asset_id),
            escape(item.symbol),
            dollars(item.reference),
            dollars(item.price),
            units(item.rate, RATE_DECIMALS) if item.rate else "-",
            f"{ago(movable.timestamp - item.moved_at)} ago",
        )
    console.print(table)


def _print_refreshed(index: Index, done: Refreshed) -> None:
    print_outcome(done.outcome)
    if not done.moves:
        console.print("  it moved nothing: by the time it was mined others had moved all of it")
        return
    symbols = {asset.asset_id: asset.symbol for asset in index.book.assets}
    table = grid("", "id>", "asset", "what", "from>", "to>")
    for record in done.moves:
        asset, before = record.fields["asset"], record.fields["before"]
        if record.event == "RateTaken":
            told = ("rate", units(before, RATE_DECIMALS), units(record.fields["rate"], RATE_DECIMALS))
        else:
            told = ("reference", dollars(before), dollars(record.fields["reference"]))
        table.add_row(str(asset), escape(symbols.get(asset, "")), *told)
    console.print(table)


def _document(done: Refreshed) -> dict[str, Any]:
    return outcome_document(done.outcome) | {"moves": [record.flat() for record in done.moves]}
