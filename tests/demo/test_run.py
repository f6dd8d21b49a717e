"""A demo is lived again the same, whatever the clock of the machine does meanwhile."""

import time
from io import StringIO
from pathlib import Path

from rich.console import Console

from demo.run import LOG, run
from demo.settings import Settings
from demo.summary import Week
from demo.table import Terminal


class Slow(Terminal):
    """Takes its time after each week."""

    def week(self, week: Week) -> None:
        super().week(week)
        time.sleep(1.2)


def test_run__a_slower_machine__same_log_to_the_wei(tmp_path: Path) -> None:
    logs = []
    for terminal in (Terminal, Slow):
        folder = tmp_path / terminal.__name__
        run(Settings(folder, weeks=3), terminal(Console(file=StringIO())))
        logs.append((folder / LOG).read_bytes())
    assert logs[0] == logs[1]
    assert len(logs[0].splitlines()) > 500
