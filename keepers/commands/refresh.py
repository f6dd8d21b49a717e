"""refresh: move the registry's references toward today's prices, before the bands around them close."""

from typing import Any

import click
from rich.markup import escape

from keepers.chain import Index
from keepers.chain.reading import answered
from keepers.chain.references import Movable, Reference, read_movable, read_references
from keepers.commands.amounts import ago, dollars, moment, units
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import dry_run, outcome_document, print_dry_run, print_outcome
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, grid
from keepers.execute.refresh import MOST_AT_ONCE, Refreshed, refresh, steps

__all__ = ["command", "refresh_due"]

RATE_DECIMALS = 18


@click.command("refresh", epilog="Example: python -m keepers refresh --dev-account 9")
@chain_options
@key_options
@click.option(
    "--most", type=click.IntRange(1, 128), default=MOST_AT_ONCE, show_default=True, help="Most assets a transaction."
)
@json_option
def command(chain: Chain, keys: Keys, most: int, as_json: bool) -> None:
    """Move the references that price bands lie around toward today's prices; take the rates of vault shares.

    Anyone's key will do. Each asset moves once a day at most, to 3/2 or 2/3 at most; when nothing would move, nothing
    is sent. Without a signer it shows what would move and what it would send.
    """
    index = chain.index()
    signer = keys.signer(index)
    if signer is None:
        movable = read_movable(index)
        references = read_references(index, movable)
        # Any account would do; the executor's is on every keeper's host.
        (account,) = answered(index, [index.trader.function("executor")], [index.trader.call("executor")], "latest")
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
        _print_movable(read_movable(index), ())


def refresh_due(index: Index, block: int | None = None) -> list[str]:
    """That a keeper should refresh, in words; empty unless something that would move has stood for a week."""
    movable = read_movable(index, block)
    count = sum(reference.stale(movable.timestamp) for reference in read_references(index, movable))
    if not count:
        return []
    return [f"refresh: {count} reference{' is' if count == 1 else 's are'} older than a week"]


def _print_movable(movable: Movable, references: tuple[Reference, ...]) -> None:
    if not movable.ids:
        console.print(
            f"nothing would move at {moment(movable.timestamp)}: of {movable.listed} assets each has moved within a "
            "day, stands at its price, is stable, or has no firm price"
        )
        return
    console.print(f"at {moment(movable.timestamp)} {len(movable.ids)} of {movable.listed} assets would move")
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
