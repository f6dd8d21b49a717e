"""A committed file that a command writes: kept up to date, or with --check only compared."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

__all__ = ["keep"]


def keep(file: Path, wanted: str, *, called: str, target: str, check: bool, data: Mapping[str, Any] | None) -> None:
    """Write `wanted` where `file` differs; with `check` write nothing and exit 1 on drift.

    `called` is what people read of the file, `target` the make target that writes it. With `data` the result is printed
    as JSON: {"written" or "drift": bool, **data}.
    """
    stale = not file.is_file() or file.read_text(encoding="utf-8") != wanted
    if stale and not check:
        file.write_text(wanted, encoding="utf-8")
    if data is not None:
        click.echo(json.dumps({"drift" if check else "written": stale, **data}, indent=2))
    elif stale:
        click.echo(f"{'differs' if check else 'written'}: {called}")
    if check and stale:
        click.echo(f"{target}: {called} is not what its sources say. Run 'make {target}' and commit it.", err=True)
        sys.exit(1)
