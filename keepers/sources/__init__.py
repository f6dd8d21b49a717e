"""Where market data comes from: one protocol, and one function that opens a source by name.

table.py      the two tables of a source, checked row by row
files.py      a folder with daily and weekly files, CSV or Parquet
synthetic.py  a seeded market that was never traded; names.py: what its assets are called
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pandas as pd

from keepers.errors import SourceError

__all__ = ["NAMES", "Source", "open_source"]

NAMES = ("synthetic", "files")


class Source(Protocol):
    """Market history. The `asset` of its tables is the provider id of the book."""

    @property
    def label(self) -> str:
        """What reports and snapshots call it; says so when the data are synthetic."""
        ...

    @property
    def invented(self) -> bool:
        """Nobody ever traded at these prices: a decision on them belongs on a local chain only."""
        ...

    @property
    def bitcoin(self) -> str:
        """Provider id of the asset that the gauge calls B."""
        ...

    def daily(self) -> pd.DataFrame:
        """Closes: date, asset, price_usd. Checked, as in table.py."""
        ...

    def weekly(self) -> pd.DataFrame:
        """Caps, weekly or more often: date, asset, market_cap_usd, volume_24h_usd, price_usd, optional eligible."""
        ...


def open_source(name: str, path: Path | None = None, seed: int | None = None) -> Source:
    """Open a source by its name; `path` is for files, `seed` for synthetic. Raises SourceError."""
    if name == "synthetic":
        from keepers.sources.synthetic import SEED, SyntheticSource

        if path is not None:
            raise SourceError(f"source synthetic: it reads no folder, {path} was given; add --source files")
        return SyntheticSource(SEED if seed is None else seed)
    if name == "files":
        from keepers.sources.files import FilesSource

        if path is None:
            raise SourceError("source files: no folder was given; add --path FOLDER with daily and weekly files")
        if seed is not None:
            raise SourceError(f"source files: seed {seed} was given, which only the synthetic market has; leave it out")
        return FilesSource(path)
    raise SourceError(f"source {name!r} does not exist; choose one of: {', '.join(NAMES)}")
