"""`keepers("status", "--json")`: the command line on the index of tests/keepers/conftest.py."""

from collections.abc import Callable
from pathlib import Path

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
