"""One short life for all tests here: a dozen names through a switch to bear and the re-entry, on a real node."""

import re
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from demo.run import WORLD, run
from demo.settings import Settings
from demo.summary import Summary
from demo.table import Terminal
from keepers.parameters import DEFAULT_FILE

FEWER = {"names": 12, "enter_rank": 10, "keep_rank": 14}


@dataclass(frozen=True)
class ShortLife:
    """The report's folder, its summary, what the terminal showed, and the parameters it was lived with."""

    folder: Path
    summary: Summary
    shown: str
    parameters: Path

    @property
    def store(self) -> Path:
        """The keeper's snapshots and decisions."""
        return self.folder / WORLD / "store"


@pytest.fixture(scope="session")
def short_life(tmp_path_factory: pytest.TempPathFactory) -> ShortLife:
    """19 weeks from 2022-09-19 of the synthetic market, with 12 names instead of 100."""
    text = DEFAULT_FILE.read_text()
    for name, value in FEWER.items():
        text, count = re.subn(rf"(?m)^({name}\s*=) \d+", rf"\1 {value}", text)
        assert count, name
    parameters = tmp_path_factory.mktemp("parameters") / "parameters.toml"
    parameters.write_text(text)
    folder = tmp_path_factory.mktemp("short") / "report"
    shown = StringIO()
    settings = Settings(folder, start=date(2022, 9, 19), weeks=19, parameters=parameters)
    summary = run(settings, Terminal(Console(file=shown, width=130)))
    return ShortLife(folder, summary, shown.getvalue(), parameters)
