"""log: everything that ever happened, from events alone."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.markup import escape

from keepers.chain import Record, read_events, require_whole
from keepers.chain.audit import Audit, audit
from keepers.chain.index import Index
from keepers.chain.slippage import with_slippage
from keepers.commands.amounts import moment, shares, usd
from keepers.commands.chain_options import Chain, chain_options
from keepers.commands.event_text import address_labels, describe_event
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, grid, print_lines
from keepers.errors import KeeperError

__all__ = ["command", "to_csv"]

HEAD = ("block", "time", "contract", "sequence", "event", "transaction")


@click.command("log", epilog="Example: python -m keepers log --event SessionClosed; log --csv log.csv; log --check")
@chain_options
@click.option("--from-block", type=click.IntRange(min=0), help="First block; that of the deployment by default.")
@click.option("--to-block", type=click.IntRange(min=0), help="Last block; the latest by default.")
@click.option("--event", "names", multiple=True, metavar="NAME", help="Only these events; may be repeated.")
@click.option("--csv", "csv_file", type=click.Path(dir_okay=False, path_type=Path), help="Write a CSV file instead.")
@click.option("--check", is_flag=True, help="Rebuild the books from the log and compare them with the chain.")
@json_option
def command(
    chain: Chain,
    from_block: int | None,
    to_block: int | None,
    names: tuple[str, ...],
    csv_file: Path | None,
    check: bool,
    as_json: bool,
) -> None:
    """Events of all seven contracts in order; a gap in their numbers is an error."""
    index = chain.index()
    if check:
        _check(index, as_json)
        return
    records = read_events(index, from_block, to_block)
    if from_block is None and to_block is None:
        require_whole(index, records)
    shown = _chosen(index, with_slippage(records, index.book), names)
    if csv_file is not None:
        csv_file.write_text(to_csv(shown))
    if as_json:
        emit_json([record.flat() for record in shown])
    elif csv_file is not None:
        console.print(f"{len(shown)} events written to {escape(str(csv_file))}")
    else:
        _print(index, shown)


def to_csv(records: Sequence[Record]) -> str:
    """One line an event, a column for every field any of them has; lists as JSON."""
    rows = [record.flat() for record in records]
    columns = [*HEAD, *sorted({name for row in rows for name in row} - set(HEAD))]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: json.dumps(value) if isinstance(value, list) else value for name, value in row.items()})
    return text.getvalue()


def _chosen(index: Index, records: Sequence[Record], names: tuple[str, ...]) -> list[Record]:
    known = {event.name for contract in index.contracts for event in contract.abi.events.values()}
    unknown = sorted(set(names) - known)
    if unknown:
        raise KeeperError(f"log: there is no event {unknown[0]}; choose from {', '.join(sorted(known))}")
    return [record for record in records if not names or record.event in names]


def _print(index: Index, records: Sequence[Record]) -> None:
    labels = address_labels(index)
    table = grid("", "block>", "time", "contract", "no.>", "event", "what")
    for record in records:
        number = "" if record.sequence is None else str(record.sequence)
        what = escape(describe_event(index.book, labels, record))
        table.add_row(str(record.block), moment(record.timestamp), record.contract, number, record.event, what)
    print_lines(table)


def _check(index: Index, as_json: bool) -> None:
    found = audit(index)
    if as_json:
        emit_json({"clean": found.clean, "audit": found})
    else:
        _print_audit(found)
    if not found.clean:
        raise KeeperError(f"log: block {found.block}: chain and log differ; the report above says where")


def _print_audit(found: Audit) -> None:
    console.print(f"block {found.block}")
    console.print(f"NAV     chain {usd(found.nav, 6)} USD, log x feeds {usd(found.rebuilt_nav, 6)} USD")
    console.print(f"supply  chain {shares(found.supply)}, log {shares(found.rebuilt_supply)}")
    for asset, (actual, rebuilt) in found.differences.items():
        console.print(f"asset {asset}: chain {actual}, log {rebuilt}")
    for gap in found.gaps:
        console.print(f"missing events: {gap.contract} {gap.first} to {gap.last}")
    if found.unpriced:
        console.print(f"carried at their last good price: {escape(', '.join(found.unpriced))}")
    console.print("chain and log agree" if found.clean else "chain and log differ")
