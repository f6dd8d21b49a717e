"""A synthetic market: seeded, never traded, only for showing and testing how the index behaves.

Real names and rounded supplies, invented prices. One market factor moves through calm, boom, crash and recovery on a
fixed schedule; each asset follows it more or less, with noise of its own. Assets are launched, and a few die. The same
seed gives the same prices on every machine: noise is a sum of uniform integers and paths are plain products, no
transcendental function.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from keepers.sources.names import STABLE, VOLATILE, WRAPPED, AssetName
from keepers.sources.supplies import supply

__all__ = ["FIRST_DAY", "LAST_DAY", "SEED", "SyntheticSource", "demo_window"]

SEED = 100
FIRST_DAY = date(2021, 1, 1)

# (days, daily drift of the market factor)
_SCHEDULE = (
    (330, 0.0022),
    (120, -0.0010),
    (170, 0.0030),
    (56, -0.0150),  # the crash of the demo's window
    (21, 0.0),
    (110, 0.0105),  # and its recovery
    (170, 0.0020),
    (150, -0.0050),
    (180, 0.0030),
)
LAST_DAY = FIRST_DAY + timedelta(days=sum(days for days, _ in _SCHEDULE) - 1)

_LAUNCHED_LATER = 45
"""This many of the smaller assets start after the first day, evenly spread."""
_DYING = {"LUNA": 640, "SRM": 700, "SLP": 560, "REN": 800}
"""Asset -> day on which it loses nearly everything; its closes end 20 days later, its rows at once."""
_LARGEST_CAP = 300e9
"""With it the prices of the demo's window have the size that the names had in life."""
_HALVES = 6
_DEVIATION = (_HALVES / 12) ** 0.5


def demo_window() -> tuple[date, date]:
    """First and last Monday of 36 weeks in which the gauge goes bull, bear, and bull again."""
    return date(2022, 7, 18), date(2023, 3, 20)


class SyntheticSource:
    """The market of one seed."""

    bitcoin = "BTC"

    def __init__(self, seed: int = SEED) -> None:
        self._seed = seed

    @property
    def label(self) -> str:
        """Says that nothing of it is real."""
        return f"synthetic market, seed {self._seed}: invented prices"

    @property
    def invented(self) -> bool:
        return True

    @property
    def names(self) -> tuple[AssetName, ...]:
        """Every asset, with symbol, name and decimals."""
        return (*VOLATILE, *STABLE, *WRAPPED)

    @cached_property
    def _paths(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """(D, N) prices, caps and volumes, columns as `names`; nan before a launch and after an end."""
        random = np.random.default_rng(self._seed)
        days, count = (LAST_DAY - FIRST_DAY).days + 1, len(VOLATILE)
        drift = np.concatenate([np.full(length, rate) for length, rate in _SCHEDULE])
        market = drift + 0.016 * _noise(random, (days, 1))[:, 0]
        rank = np.arange(1, count + 1)
        follows = 0.85 + 0.5 * random.integers(0, 1000, count) / 1000
        follows[0] = 0.9
        own = np.where(rank <= 10, 0.012, 0.02 + 0.016 * random.integers(0, 1000, count) / 1000)
        moves = market[:, None] * follows + own * _noise(random, (days, count))
        starts = np.zeros(count, dtype=np.int64)
        late = np.flatnonzero(rank > 60)[:: max((count - 60) // _LAUNCHED_LATER, 1)][:_LAUNCHED_LATER]
        starts[late] = np.linspace(40, days - 200, len(late)).astype(np.int64)
        ids = [entry.provider_id for entry in VOLATILE]
        for name, day in _DYING.items():
            starts[ids.index(name)] = 0
            moves[day : day + 4, ids.index(name)] = -0.8
        growth = np.cumprod(1 + np.clip(moves, -0.85, 1.0), axis=0)
        first_caps = np.array([_first_cap(place) for place in range(count)])
        caps = first_caps * growth / growth[starts, np.arange(count)]
        prices = caps / np.array([supply(entry.provider_id) for entry in VOLATILE])
        turnover = 0.02 + 0.06 * random.integers(0, 1000, (days, count)) / 1000
        place = np.arange(days)[:, None]
        gone = place < starts
        for name, day in _DYING.items():
            gone |= (place > day + 20) & (np.arange(count) == ids.index(name))
        prices[gone] = caps[gone] = np.nan
        return self._with_followers(random, prices, caps, caps * turnover)

    def _with_followers(
        self,
        random: np.random.Generator,
        prices: npt.NDArray[np.float64],
        caps: npt.NDArray[np.float64],
        volumes: npt.NDArray[np.float64],
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Stable and wrapped assets beside the volatile ones: 1 USD, or the original, give or take 0.1 %."""
        shape = (len(prices), len(STABLE) + len(WRAPPED))
        wobble = 1 + 0.0008 * _noise(random, shape)
        original = np.ones(shape)
        original[:, len(STABLE) :] = prices[:, : len(WRAPPED)]
        amounts = np.array([30e9, 70e9, 5e9, 1e9, 1e9, 0.0, 0.0])
        amounts[len(STABLE) :] = 0.01 * caps[0, : len(WRAPPED)] / prices[0, : len(WRAPPED)]
        beside = original * wobble
        held = amounts * beside
        return np.hstack([prices, beside]), np.hstack([caps, held]), np.hstack([volumes, held * 0.2])

    def daily(self) -> pd.DataFrame:
        """Closes: date, asset, price_usd."""
        prices, _, _ = self._paths
        return self._table(prices, np.arange(len(prices)), {"price_usd": prices})

    def weekly(self) -> pd.DataFrame:
        """Rows of caps of each Monday. No `eligible` column: the deny list and the peg test decide."""
        prices, caps, volumes = self._paths
        mondays = np.arange(-FIRST_DAY.weekday() % 7, len(prices), 7)
        shown = caps[mondays]
        ids = np.array([entry.provider_id for entry in self.names])
        for name, day in _DYING.items():
            shown[np.ix_(mondays >= day + 7, ids == name)] = np.nan
        values = {"market_cap_usd": shown, "volume_24h_usd": volumes[mondays], "price_usd": prices[mondays]}
        return self._table(shown, mondays, values)

    def _table(
        self,
        present: npt.NDArray[np.float64],
        days: npt.NDArray[np.int64],
        values: dict[str, npt.NDArray[np.float64]],
    ) -> pd.DataFrame:
        ids = [entry.provider_id for entry in self.names]
        rows, columns = np.nonzero(~np.isnan(present))
        ascending = sorted(ids)
        code = np.array([ascending.index(asset) for asset in ids])[columns]
        dates = np.datetime64(FIRST_DAY.isoformat(), "s") + days[rows] * np.timedelta64(86_400, "s")
        asset = pd.Categorical.from_codes(code.tolist(), pd.Index(ascending))
        series = {name: value[rows, columns] for name, value in values.items()}
        return pd.DataFrame({"date": dates, "asset": asset, **series})


def _first_cap(place: int) -> int:
    """Whole USD of the asset at a place, 0 the largest: a few dominate, as in life."""
    share: float = 0.42 ** min(place, 2) / max(place - 1, 1) ** 1.15
    return round(_LARGEST_CAP * share)


def _noise(random: np.random.Generator, shape: tuple[int, int]) -> npt.NDArray[np.float64]:
    """Nearly normal numbers of variance 1: centred sums of uniform integers."""
    total = sum(random.integers(0, 1 << 20, shape) for _ in range(_HALVES))
    noise: npt.NDArray[np.float64] = (np.asarray(total, dtype=np.float64) / (1 << 20) - _HALVES / 2) / _DEVIATION
    return noise
