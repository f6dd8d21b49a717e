"""A year of a made-up market, minute by minute, and of the feeds that follow it: what is true, and what they say.

market = Market.of(world.assets, seed=1)
market.prices[m, i]       what asset i is worth in minute m, raw units of its feed: int64[MINUTES, assets]
market.answers[m, i]      what its feed says then
market.late(60).answers   the same market, the feeds an hour late

Prices: one factor moves all volatile assets, each by its own part; volatility comes and goes over days. The whole
market jumps twice a month within one minute, each volatile asset four times a year by itself. Stable assets, USDC among
them, are drawn back to their peg within hours and slip by up to 60 bps within a minute; once in the year USDC loses 4 %
in twelve hours and takes two days to recover. No history is claimed: docs/LEVY.md says how far it moves.

Feeds: Chainlink's rule. When the price has left the deviation from the answer, or a day is over, the price of that
moment becomes the answer, `delay` minutes later. So an answer is off by the deviation at most, and beyond it by what
the market does within the delay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from world.market import ListedAsset

__all__ = ["DAY", "MINUTES", "Floats", "Ints", "Market"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BPS = 10_000
DAY = 1_440  # minutes
MINUTES = 365 * DAY
HEARTBEAT = DAY  # of every feed; the registry allows an hour more

# Volatile assets: a year's standard deviation of the log price, and the part of it that all share.
VOLATILITY = {"BTC": 0.5, "ETH": 0.62, "BNB": 0.65}
OTHER_VOLATILITY, SHARED = 0.85, 0.8
VOLATILITY_SPREAD, VOLATILITY_HALF_LIFE = 0.6, 2 * DAY
MARKET_JUMPS, MARKET_JUMP = 24, 0.015  # a year; standard deviation of one, for BTC
OWN_JUMPS, OWN_JUMP = 4, 0.06  # a year and asset; standard deviation

# Stable assets: standard deviation around the peg, minutes until half of it is gone, slips a year and their size.
PEG_SPREAD, PEG_HALF_LIFE = 0.0008, 120
SLIPS, LEAST_SLIP, LARGEST_SLIP = 8, 0.002, 0.006
RUN_LOSS, RUN_FALLS, RUN_RECOVERS = 0.04, DAY // 2, 2 * DAY

SEARCHED = 128  # minutes looked through at once for a feed's next update


@dataclass(frozen=True)
class Market:
    """Columns of `prices` and `answers` in the order of `ids`, USDC first; units as the feeds answer."""

    ids: tuple[str, ...]
    deviations_bps: tuple[int, ...]
    delay: int  # minutes
    prices: Ints
    answers: Ints

    @classmethod
    def of(cls, assets: Sequence[ListedAsset], seed: int) -> Market:
        """The year of `seed` for the assets of a world, which begins at their first prices. Feeds a minute late."""
        volatile = [asset for asset in assets if not asset.market.stable]
        random = np.random.default_rng(seed)
        logs = _volatile(random, [asset.provider_id for asset in volatile])
        moves = dict(zip([asset.provider_id for asset in volatile], np.exp(logs).T, strict=True))
        stables = [asset.provider_id for asset in assets if asset.market.stable]
        moves |= dict(zip(stables, _stable(random, len(stables)).T, strict=True))
        first = np.array([asset.feed.answer(asset.market.price) for asset in assets], dtype=np.float64)
        moved = np.stack([moves[asset.provider_id] for asset in assets], axis=1)
        market = cls(
            ids=tuple(asset.provider_id for asset in assets),
            deviations_bps=tuple(asset.feed.deviation_bps for asset in assets),
            delay=0,
            prices=np.rint(first * moved).astype(np.int64),
            answers=np.empty((0, 0), dtype=np.int64),
        )
        return market.late(1)

    def late(self, delay: int) -> Market:
        """The same prices with feeds that answer `delay` minutes, at least one, after what they answer to."""
        columns = [_answers(column, dev, delay) for column, dev in zip(self.prices.T, self.deviations_bps, strict=True)]
        return replace(self, delay=delay, answers=np.stack(columns, axis=1))

    def lag(self, weights: dict[str, float]) -> Floats:
        """By how much more than the feeds say a fund is worth in USDC, each minute: log, float[MINUTES].

        Above 0 who enters takes the difference from those who are in, below 0 who leaves. Weights by provider id, of
        all but USDC, which has the rest.
        """
        return self._lag(weights, self.answers)

    def lag_that_stays(self, weights: dict[str, float]) -> Floats:
        """The same against what the feeds say a minute later: what they will not correct yet."""
        return self._lag(weights, np.concatenate([self.answers[1:], self.answers[-1:]]))

    def _lag(self, weights: dict[str, float], answers: Ints) -> Floats:
        parts: Floats = self.prices / answers
        cash = parts[:, 0]
        worth = (1 - sum(weights.values())) * cash
        for provider_id, weight in weights.items():
            worth = worth + weight * parts[:, self.ids.index(provider_id)]
        lag: Floats = np.log(worth / cash)
        return lag

    @cached_property
    def calm(self) -> npt.NDArray[np.bool_]:
        """The minutes in which no price has left the deviation from its feed's answer, bool[MINUTES]."""
        off = np.abs(self.prices / self.answers - 1) * BPS
        calm: npt.NDArray[np.bool_] = np.all(off <= np.array(self.deviations_bps), axis=1)
        return calm

    def is_calm(self, minute: int) -> bool:
        """The same of one minute, exactly."""
        now = zip(self.prices[minute].tolist(), self.answers[minute].tolist(), self.deviations_bps, strict=True)
        return all(abs(price - answer) * BPS <= answer * deviation for price, answer, deviation in now)


def _volatile(random: np.random.Generator, ids: Sequence[str]) -> Floats:
    """Log prices over the first, float[MINUTES, assets]. They end where they began, so a year stays in its band."""
    volatility = np.array([VOLATILITY.get(provider_id, OTHER_VOLATILITY) for provider_id in ids])
    calm = _drawn_back(random.standard_normal(MINUTES), VOLATILITY_HALF_LIFE) * VOLATILITY_SPREAD
    scale = np.exp(calm - VOLATILITY_SPREAD**2)[:, None] / np.sqrt(MINUTES)  # its square is 1 / MINUTES on average
    shared = random.standard_normal((MINUTES, 1))
    own = random.standard_normal((MINUTES, len(ids)))
    moves = scale * volatility * (SHARED * shared + np.sqrt(1 - SHARED**2) * own)
    sizes = random.laplace(0, MARKET_JUMP / np.sqrt(2), (MARKET_JUMPS, 1))
    np.add.at(moves, random.integers(0, MINUTES, MARKET_JUMPS), sizes * volatility / VOLATILITY["BTC"])
    for column in moves.T:
        column[random.integers(0, MINUTES, OWN_JUMPS)] += random.laplace(0, OWN_JUMP / np.sqrt(2), OWN_JUMPS)
    path = np.cumsum(moves, axis=0)
    ended: Floats = path - np.linspace(0, 1, MINUTES)[:, None] * path[-1]
    return ended


def _stable(random: np.random.Generator, count: int) -> Floats:
    """Prices over the peg, float[MINUTES, count]; the first asset has the run."""
    columns = []
    for _ in range(count):
        noise = random.standard_normal(MINUTES)
        slips = np.zeros(MINUTES)
        sizes = random.uniform(LEAST_SLIP, LARGEST_SLIP, SLIPS) * random.choice([-1, 1], SLIPS)
        slips[random.integers(0, MINUTES, SLIPS)] = sizes
        columns.append(1 + _drawn_back(noise, PEG_HALF_LIFE) * PEG_SPREAD + _decayed(slips, PEG_HALF_LIFE))
    start = int(random.integers(DAY, MINUTES - RUN_FALLS - RUN_RECOVERS))
    points = [start, start + RUN_FALLS, start + RUN_FALLS + RUN_RECOVERS]
    columns[0] -= np.interp(np.arange(MINUTES), points, [0, RUN_LOSS, 0])
    return np.stack(columns, axis=1)


def _drawn_back(noise: Floats, half_life: int) -> Floats:
    """An Ornstein-Uhlenbeck path of standard deviation 1 from standard normal steps."""
    keep = 0.5 ** (1 / half_life)
    path: Floats = _decayed(noise, half_life) * np.sqrt(1 - keep**2)
    return path


def _decayed(steps: Floats, half_life: int) -> Floats:
    """The sum of all steps so far, each halved every `half_life` minutes."""
    kept = 0.5 ** (np.arange(32 * half_life) / half_life)
    size = 1 << (len(steps) + len(kept)).bit_length()  # a power of two, which transforms fast
    summed: Floats = np.fft.irfft(np.fft.rfft(steps, size) * np.fft.rfft(kept, size), size)[: len(steps)]
    return summed


def _answers(prices: Ints, deviation_bps: int, delay: int) -> Ints:
    """What one feed says each minute, int64[MINUTES]."""
    answers = np.empty_like(prices)
    answer, observed, minute = int(prices[0]), 0, 0
    gap = _gap(answer, deviation_bps)
    while minute < MINUTES:
        end = min(minute + SEARCHED, MINUTES, max(observed + HEARTBEAT, minute) + 1)
        left = np.abs(prices[minute:end] - answer) >= gap
        first = int(left.argmax())
        if left[first]:
            observed = minute + first
        elif end > observed + HEARTBEAT:
            observed = end - 1
        else:
            answers[minute:end] = answer
            minute = end
            continue
        answers[minute : observed + delay] = answer
        answer, minute = int(prices[observed]), observed + delay
        gap = _gap(answer, deviation_bps)
    return answers


def _gap(answer: int, deviation_bps: int) -> int:
    return -(-answer * deviation_bps // BPS)
