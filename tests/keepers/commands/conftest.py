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


def document(result: Result) -> Any:
    """What it printed with --json."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal(result: Result) -> str:
    """What it said when it ended with 1 and printed nothing else."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    return result.stderr
