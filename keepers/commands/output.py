"""What a command prints: one JSON document with --json, tables for people without."""

import json
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["console", "emit_json", "grid", "print_due", "print_lines"]

ONE_LINE = 2_000
"""Columns; more than a row ever takes."""
console = Console(highlight=False, soft_wrap=True)


def emit_json(document: Any) -> None:
    """Integers stay whole numbers of their unit (USD and shares 18 decimals, tokens raw units); bytes are hex."""
    click.echo(json.dumps(_plain(document), indent=1))


def _plain(value: Any) -> Any:
    """Dataclasses, bytes, dates and tuples as JSON has them."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, date):
        return value.isoformat()
    return value


def grid(title: str, *columns: str) -> Table:
    """A table; a column name that ends in > is aligned to the right. Text from the chain is never read as markup."""
    table = Table(title=Text(title) if title else None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.rstrip(">"), justify="right" if column.endswith(">") else "left")
    return table


def print_due(tasks: list[str]) -> None:
    """What a keeper should do next, a line each."""
    for task in tasks:
        console.print(f"due: {task}")


def print_lines(table: Table) -> None:
    """A table with a long last column. A terminal wraps inside the column; a file or a pipe gets one line a row."""
    if console.is_terminal:
        console.print(table)
    else:
        Console(file=console.file, highlight=False, width=ONE_LINE).print(table)
