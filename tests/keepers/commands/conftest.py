"""`keepers("status", "--json")`: the command line on the index of tests/keepers/conftest.py.

`auctions("open", "BTC")` is `keepers auctions` with its command before the options; `document` and `refusal` are how a
command may end.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from keepers.cli import main
from keepers.sources import open_source

HISTORY_FROM = "2022-01-01"


@pytest.fixture
def keepers(folder: Path) -> Callable[..., Result]:
    def run(command: str, *arguments: str) -> Result:
        return CliRunner(mix_stderr=False).invoke(
            main, [command, "--folder", str(folder), *arguments], catch_exceptions=False
        )

    return run


@pytest.fixture
def auctions(folder: Path) -> Callable[..., Result]:
    def run(*arguments: str) -> Result:
        return CliRunner(mix_stderr=False).invoke(
            main, ["auctions", *arguments, "--folder", str(folder)], catch_exceptions=False
        )

    return run


def write_market(folder: Path, until: str, doubled: str | None = None) -> Path:
    """The synthetic market before `until` as files; in its newest row the supply of `doubled` is twice as large."""
    source = open_source("synthetic")
    daily, weekly = (
        table[(table["date"] >= HISTORY_FROM) & (table["date"] < until)].copy()
        for table in (source.daily(), source.weekly())
    )
    newest = (weekly["asset"] == doubled) & (weekly["date"] == weekly["date"].max())
    weekly.loc[newest, "market_cap_usd"] *= 2
    daily.to_parquet(folder / "daily.parquet")
    weekly.to_parquet(folder / "weekly.parquet")
    return folder


def document(result: Result) -> Any:
    """What it printed with --json."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal(result: Result) -> str:
    """What it said when it ended with 1 and printed nothing else."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    return result.stderr
