"""What a run of the demo was asked for, checked before anything is started."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from keepers.errors import KeeperError

__all__ = ["DemoError", "Settings", "mondays_between"]

MINIMUM_WEEKS = 2
DEFAULT_WEEKS = 36


class DemoError(KeeperError):
    """The demo cannot do what was asked."""


@dataclass(frozen=True)
class Settings:
    """`market` None is the synthetic source with `seed`; otherwise a folder of market files.

    `start` and `end` are days; looks are the Mondays from `start` to `end`, both included. Left out, they follow from
    `weeks` and from the source. `folder` takes the report, and inside it the world's book, addresses and snapshots.
    """

    folder: Path
    market: Path | None = None
    start: date | None = None
    end: date | None = None
    weeks: int | None = None
    seed: int | None = None
    profile: str = "product"
    parameters: Path | None = None
    """Another parameters file than the keepers' own: tests use one with fewer names."""
    on: Path | None = None
    """Folder of a market that waits on a running chain, and of the index deployed on it; a chain of our own if None."""

    def __post_init__(self) -> None:
        if self.market is not None and not self.market.is_dir():
            raise DemoError(
                f"demo: --market {self.market} is not a folder; name one with daily and weekly files, or leave it out"
            )
        if self.market is not None and self.seed is not None:
            raise DemoError(f"demo: --seed {self.seed} belongs to the synthetic market; leave it out beside --market")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise DemoError(f"demo: --from {self.start} lies after --to {self.end}; exchange them")
        if self.weeks is not None and self.weeks < MINIMUM_WEEKS:
            raise DemoError(f"demo: --weeks {self.weeks} is below {MINIMUM_WEEKS}; a life has a first and a next week")


def mondays_between(start: date, end: date) -> list[date]:
    """Every Monday from `start` to `end`, both included."""
    first = start + timedelta(days=-start.weekday() % 7)
    return [first + timedelta(days=7 * week) for week in range(max((end - first).days + 7, 0) // 7)]
