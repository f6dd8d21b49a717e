"""A folder of market history: daily.csv or daily.parquet, weekly.csv or weekly.parquet.

    daily   date, asset, price_usd                                     one close of a day, 24:00 UTC
    weekly  date, asset, market_cap_usd, volume_24h_usd                rows of caps, weekly or more often
            optional: price_usd (stands in where daily has no close), eligible (else the deny list decides)

Further columns are ignored. Dates are those of the close: a decision as of a day uses rows up to the day before.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pandas as pd

from keepers.errors import SourceError
from keepers.sources.table import checked_daily, checked_weekly

__all__ = ["FilesSource"]

_ENDINGS = ("parquet", "csv")


class FilesSource:
    """History from a folder. Nothing is read before it is asked for; nothing is kept unless all of it is good."""

    bitcoin = "BTC"

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise SourceError(f"source files: {folder} is not a folder; give the one that holds daily and weekly files")
        self._folder = folder

    @property
    def label(self) -> str:
        """The folder's name, not its path: a path would make two machines hash the same data differently."""
        return f"files: {self._folder.resolve().name}"

    @property
    def invented(self) -> bool:
        return False

    @cached_property
    def _daily(self) -> pd.DataFrame:
        path = self._file("daily")
        return checked_daily(_read(path, ("date", "asset", "price_usd")), path.name)

    @cached_property
    def _weekly(self) -> pd.DataFrame:
        path = self._file("weekly")
        columns = ("date", "asset", "market_cap_usd", "volume_24h_usd", "price_usd", "eligible")
        return checked_weekly(_read(path, columns), path.name)

    def daily(self) -> pd.DataFrame:
        """Closes. Raises SourceError or BadRow."""
        return self._daily

    def weekly(self) -> pd.DataFrame:
        """Rows of caps. Raises SourceError or BadRow."""
        return self._weekly

    def _file(self, stem: str) -> Path:
        for ending in _ENDINGS:
            path = self._folder / f"{stem}.{ending}"
            if path.is_file():
                return path
        names = " or ".join(f"{stem}.{ending}" for ending in _ENDINGS)
        raise SourceError(f"source files: {self._folder} has no {names}; add it")


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """The named columns of a file, those that exist; csv cells stay text where they are no numbers."""
    try:
        if path.suffix == ".csv":
            return pd.read_csv(
                path,
                usecols=lambda name: name in columns,
                dtype={"asset": "string", "date": "string"},
                keep_default_na=False,
                na_values=[""],
                float_precision="round_trip",
            )
        frame = pd.read_parquet(path)
        return frame[[name for name in columns if name in frame]]
    except (OSError, ValueError) as error:
        raise SourceError(f"source files: {path.name} cannot be read ({error}); fetch it again") from None
