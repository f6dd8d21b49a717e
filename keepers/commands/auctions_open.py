"""auctions open: for what is away from its target."""

from collections.abc import Iterable
from typing import Any

import click
from rich.markup import escape

from keepers.chain.auctions import Lot, read_house
from keepers.commands.amounts import dollars, moment, units
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import dry_run, outcome_document, print_done, print_dry_run
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, grid
from keepers.commands.typed import asset_typed
from keepers.execute import auctions

__all__ = ["command", "lot_record", "print_lots"]


@click.command(
    "open",
    short_help="Open auctions of what is away from its target.",
    epilog="Example: python -m keepers auctions open LINK PEPE --dev-account 4",
)
@click.argument("assets", metavar="[ASSET]...", nargs=-1)
@chain_options
@key_options
@json_option
def command(chain: Chain, keys: Keys, assets: tuple[str, ...], as_json: bool) -> None:
    """Open an auction of each ASSET (symbol or id), or of everything that is away from its target.

    The executor's key at any time, anyone's when the keeper is silent. Side and amount follow from the target; each
    lives an hour, at a price that starts 2 % in the fund's favour. Without a signer it shows what it would send.
    """
    index = chain.index()
    named = [asset_typed(index.book, text) for text in assets]
    signer = keys.signer(index)
    if signer is None:
        house = read_house(index)
        step = auctions.opening(index, house, named)
        # The executor always may; the document says who else may now.
        document = dry_run(index, step.purpose, step.call, house.reading.roles.executor)
        if as_json:
            emit_json({"openable": [lot_record(lot, house.by) for lot in step.lots], "transaction": document})
            return
        print_lots(f"may be opened by {'anyone' if house.by == 'anyone' else 'the executor'}", step.lots)
        print_dry_run(document)
        return

    with keys.sender(index, signer, chain.folder) as sender:
        done = auctions.open_auctions(index, sender, signer.address, named)
    opened = [record for record in done.records if record.event == "AuctionOpened"]
    if as_json:
        emit_json({"transaction": outcome_document(done.outcome), "opened": [record.flat() for record in opened]})
        return
    print_done(done)
    table = grid("opened", "id>", "asset", "side", "amount>", "until")
    for record in opened:
        asset = index.book.by_id(record.fields["asset"])
        table.add_row(
            str(asset.asset_id),
            escape(asset.symbol),
            "buy" if record.fields["buy"] else "sell",
            units(record.fields["amount"], asset.decimals),
            moment(record.fields["closes_at"]),
        )
    console.print(table)


def lot_record(lot: Lot, by: str) -> dict[str, Any]:
    """An auction that could be opened, as data."""
    return {
        "asset_id": lot.asset.asset_id,
        "symbol": lot.asset.symbol,
        "side": "buy" if lot.buy else "sell",
        "amount": lot.amount,
        "value": lot.value,
        "by": by,
    }


def print_lots(title: str, lots: Iterable[Lot]) -> None:
    """For people, the most valuable first."""
    table = grid(title, "id>", "asset", "side", "amount>", "value>")
    for lot in sorted(lots, key=lambda lot: lot.value, reverse=True):
        table.add_row(
            str(lot.asset.asset_id),
            escape(lot.asset.symbol),
            "buy" if lot.buy else "sell",
            units(lot.amount, lot.asset.decimals),
            dollars(lot.value),
        )
    console.print(table)
