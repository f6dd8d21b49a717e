"""A source's whole history as quantised arrays: snapshots are cut from it, a backtest runs on it.

Quantised once, here: a price to ten significant digits, caps and volumes to whole dollars. So the arrays of a backtest
hold the very numbers that a snapshot's text does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from keepers.decide.gauge import carried
from keepers.decide.inputs import Bools, Floats, Ints, Panel, Rules
from keepers.errors import DateOutOfRange, SourceError
from keepers.parameters import Parameters
from keepers.snapshot.canonical import SIGNIFICANT_DIGITS
from keepers.sources import Source

__all__ = ["Market"]

_UNIX_DAY = 719_163
"""Ordinal of 1970-01-01."""


@dataclass(frozen=True, slots=True)
class Market:
    """All days and assets of a source. Shapes as in Panel, whose fields it shares."""

    label: str
    bitcoin: str
    assets: tuple[str, ...]
    first_day: int
    closes: Floats
    row_days: Ints
    caps: Ints
    volumes: Ints
    row_prices: Floats
    eligible: Bools | None
    """The source's word, (W, N); None where it has none and the deny list decides."""

    @classmethod
    def load(cls, source: Source) -> Market:
        """Read and check everything. Raises SourceError or BadRow; about a second for ten years of files."""
        daily, weekly = source.daily(), source.weekly()
        assets = tuple(sorted({*daily["asset"].cat.categories, *weekly["asset"].cat.categories}))
        if source.bitcoin not in assets:
            raise SourceError(f"source {source.label}: no asset {source.bitcoin!r}, the gauge needs its closes; add it")
        day = _ordinals(daily)
        first, last = int(day.min()), int(day.max())
        closes = np.full((last - first + 1, len(assets)), np.nan)
        closes[day - first, _places(daily, assets)] = _quantised(daily["price_usd"].to_numpy())

        weekly = weekly[(_ordinals(weekly) >= first) & (_ordinals(weekly) <= last)]
        days, at = np.unique(_ordinals(weekly), return_inverse=True)
        cell = (at, _places(weekly, assets))
        shape = (len(days), len(assets))
        caps, volumes = np.zeros(shape, dtype=np.int64), np.full(shape, -1, dtype=np.int64)
        prices = np.full(shape, np.nan)
        caps[cell] = np.maximum(np.rint(weekly["market_cap_usd"].to_numpy()), 1).astype(np.int64)
        volumes[cell] = np.rint(weekly["volume_24h_usd"].fillna(-1).to_numpy()).astype(np.int64)
        prices[cell] = _quantised(weekly["price_usd"].to_numpy())
        eligible = None
        if "eligible" in weekly:
            eligible = np.zeros(shape, dtype=np.bool_)
            eligible[cell] = weekly["eligible"].to_numpy()
        return cls(
            source.label, source.bitcoin, assets, first, closes, days - first, caps, volumes, prices, eligible
        )  # fmt: skip

    @property
    def first(self) -> date:
        """First day with closes."""
        return date.fromordinal(self.first_day)

    @property
    def last(self) -> date:
        """Last day with closes; a decision can be made as of the day after."""
        return date.fromordinal(self.first_day + len(self.closes) - 1)

    def marks(self) -> Floats:
        """(D, N) USD: the close, else the price of that day's row, else the last known; nan before the first.

        What a local world shows on its feeds, so that an asset without daily closes has a price too.
        """
        prices = self.closes.copy()
        at_rows = prices[self.row_days]
        prices[self.row_days] = np.where(np.isnan(at_rows), self.row_prices, at_rows)
        return carried(prices, len(prices))

    def checked(self, as_of: date) -> date:
        """The day itself. Raises DateOutOfRange unless there are closes of the day before."""
        earliest, latest = date.fromordinal(self.first_day + 1), date.fromordinal(self.last.toordinal() + 1)
        if not earliest <= as_of <= latest:
            raise DateOutOfRange(
                f"as of {as_of}: {self.label} has closes from {self.first} to {self.last}; "
                f"choose a day from {earliest} to {latest}"
            )
        return as_of

    def panel(self, as_of: date, rules: Rules, parameters: Parameters, window: int | None = None) -> Panel:
        """Everything known at 00:00 UTC of a day: closes and rows up to the day before.

        With a window, that many days and only the assets with a row of caps among them, and bitcoin; without, all.
        Raises DateOutOfRange.
        """
        end = self.checked(as_of).toordinal() - self.first_day
        start = 0 if window is None else max(end - window, 0)
        rows = (self.row_days >= start) & (self.row_days < end)
        kept = np.ones(len(self.assets), dtype=np.bool_)
        if window is not None:
            kept = (self.caps[rows] > 0).any(axis=0)
            kept[self.assets.index(self.bitcoin)] = True
        columns = np.flatnonzero(kept)
        names = tuple(self.assets[column] for column in columns)
        return Panel(
            assets=names,
            first_day=self.first_day + start,
            closes=self.closes[start:end, columns],
            row_days=self.row_days[rows] - start,
            caps=self.caps[rows][:, columns],
            volumes=self.volumes[rows][:, columns],
            row_prices=self.row_prices[rows][:, columns],
            eligible=self._eligible(rules, parameters)[rows][:, columns],
        )

    def _eligible(self, rules: Rules, parameters: Parameters) -> Bools:
        listed = self.caps > 0
        if self.eligible is not None:
            memes = frozenset() if rules.memes else frozenset(parameters.deny.get("memes", ()))
            return listed & self.eligible & ~np.isin(self.assets, list(memes))
        return listed & ~np.isin(self.assets, list(parameters.denied(rules.memes)))


def _ordinals(table: pd.DataFrame) -> Ints:
    return np.asarray(table["date"].to_numpy().astype("datetime64[D]").astype(np.int64) + _UNIX_DAY, dtype=np.int64)


def _places(table: pd.DataFrame, assets: tuple[str, ...]) -> Ints:
    """(K,) column of each row's asset."""
    place = {asset: column for column, asset in enumerate(assets)}
    columns = np.array([place[asset] for asset in table["asset"].cat.categories], dtype=np.int64)
    places: Ints = columns[table["asset"].cat.codes.to_numpy()]
    return places


def _quantised(values: Floats) -> Floats:
    texts = [f"{value:.{SIGNIFICANT_DIGITS}g}" for value in values.tolist()]
    return np.array(texts, dtype=np.str_).astype(np.float64) if texts else values
