"""A market and a profile made ready for many runs: what they share is worked out once.

A run is: survey (gauge and candidates of all looks), walk (the decisions), simulation (the daily NAV). The survey hangs
on the market, the days of the looks and a part of the rules; runs that differ in other rules share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property

import numpy as np

from keepers.backtest.costs import Costs
from keepers.backtest.engine import Run, simulate
from keepers.backtest.marks import Marks
from keepers.decide import Survey, Walk, decisions, survey, walk, warmed
from keepers.decide.inputs import Bools, Ints, Panel, Rules
from keepers.errors import DateOutOfRange
from keepers.models import WHOLE_PPM, BookEntry, Decision, Regime, State
from keepers.parameters import Parameters
from keepers.snapshot import Market, whole_market_book

__all__ = ["History", "Outcome", "Period", "listed_book"]

LAG = 1
_FIRST_DAYS = 30
_DEEP = ("BTC", "ETH")
# Rules that no survey reads. A new rule that is missing here only costs time.
_AFTER_THE_SURVEY = (
    "profile", "bull_at", "bear_at", "names", "enter_rank", "keep_rank", "minimum_eligible", "changes_to_ask",
    "weight_cap_ppm", "floor_ppm", "registry_caps", "cash_ppm", "bear_cash_ppm", "bear_stable_ppm", "bear_stables",
    "trade_band_ppm", "limits", "max_change_ppm", "turnover_ppm", "new_listing_days", "new_listing_cap_ppm",
    "flip_spacing_days", "upward_flips", "flip_window_days",
)  # fmt: skip
_SURVEYED = tuple(field.name for field in fields(Rules) if field.name not in _AFTER_THE_SURVEY)


@dataclass(frozen=True, slots=True)
class Period:
    """The looks of a run: one a week from the first such weekday on, the last one whose trades still have a close."""

    first: date
    last: date
    weekday: int = 0
    """0 is Monday, whose close of the day before the gauge is made for."""
    lag: int = LAG
    """Days from the last close that a look knows to the close at which its decision is traded."""

    @property
    def looks(self) -> tuple[date, ...]:
        """Days, 00:00 UTC, ascending."""
        start = self.first + timedelta(days=(self.weekday - self.first.weekday()) % 7)
        weeks = max((self.last - start).days // 7 + 1, 0)
        return tuple(start + timedelta(days=7 * week) for week in range(weeks))


@dataclass(frozen=True)
class Outcome:
    """The decisions of a run and what became of them."""

    seen: Survey
    walked: Walk
    state: State
    """Before the first look."""
    rules: Rules
    run: Run

    def decisions(self) -> list[Decision | None]:
        """One per look, None where none could be made; as live, but without the hash of a snapshot."""
        return list(decisions(self.seen, self.walked, self.state, self.rules))

    @property
    def bull(self) -> Bools:
        """(L,) whether the regime decided is bull."""
        return np.array([regime == "bull" for regime in self.walked.regimes])


def listed_book(market: Market) -> tuple[BookEntry, ...]:
    """A registry that lists every asset when the market first shows it: BTC and ETH deep, all others medium (10 %)."""
    first = (market.caps > 0).argmax(axis=0)
    days = market.first_day + market.row_days[first]
    listed = dict(zip(market.assets, days.tolist(), strict=True))
    return tuple(
        entry
        if entry.stable
        else replace(
            entry,
            weight_cap_ppm=WHOLE_PPM if entry.provider_id in _DEEP else 100_000,
            liquidity_class="deep" if entry.provider_id in _DEEP else "medium",
            listed_at=_midnight(listed[entry.provider_id]),
        )
        for entry in whole_market_book(market)
    )


class History:
    """A market ready to be run through."""

    def __init__(self, market: Market, parameters: Parameters, book: Sequence[BookEntry] | None = None) -> None:
        self.market = market
        self.parameters = parameters
        self.book = tuple(book) if book is not None else listed_book(market)
        self._panels: dict[bool, Panel] = {}
        self._surveys: dict[tuple[tuple[object, ...], Period], Survey] = {}
        self._states: dict[tuple[Rules, date], State] = {}

    @cached_property
    def marks(self) -> Marks:
        """Of the whole market."""
        return Marks.of(self.market)

    @property
    def earliest(self) -> date:
        """The first look that makes sense: a month of the market lies before it."""
        return self.market.first + timedelta(days=_FIRST_DAYS)

    def period(self, first: date, last: date | None = None, weekday: int = 0, lag: int = LAG) -> Period:
        """Looks from a day on; until the market ends unless told. Raises DateOutOfRange."""
        end = self.market.last - timedelta(days=lag - 1)
        period = Period(self.market.checked(first), min(last or end, end), weekday, lag)
        if len(period.looks) < 2:
            raise DateOutOfRange(
                f"backtest: {len(period.looks)} looks from {first} to {period.last}, at least 2 are needed; "
                "widen the period"
            )
        return period

    def survey(self, period: Period, rules: Rules) -> Survey:
        """What the looks of a period see."""
        read = tuple(getattr(rules, name) for name in _SURVEYED)
        key = (read, replace(period, lag=LAG))
        if key not in self._surveys:
            self._surveys[key] = survey(self._panel(rules), self.market.bitcoin, period.looks, rules)
        return self._surveys[key]

    def state(self, first: date, rules: Rules) -> State:
        """Regime and members before the first look: as live, those of weekly looks since the market began."""
        key = (rules, first)
        if key not in self._states:
            panel = self.market.panel(first, rules, self.parameters)
            self._states[key] = warmed(panel, self.market.bitcoin, first, rules)
        return self._states[key]

    def outcome(
        self,
        period: Period,
        rules: Rules,
        costs: Costs,
        regimes: Sequence[Regime] | None = None,
        record: bool = False,
    ) -> Outcome:
        """Decide at every look and live with it. `regimes` takes the place of the gauge: hold is always bull."""
        state = self.state(period.looks[0], rules)
        seen = self.survey(period, rules)
        walked = walk(seen, self.book, state, rules, regimes)
        return Outcome(seen, walked, state, rules, self.lived(period, walked, rules, costs, record))

    def hold(self, period: Period, rules: Rules, costs: Costs, record: bool = False) -> Outcome:
        """The same index without the gauge."""
        always: list[Regime] = ["bull"] * len(period.looks)
        return self.outcome(period, rules, costs, always, record)

    def lived(self, period: Period, walked: Walk, rules: Rules, costs: Costs, record: bool = False) -> Run:
        """What becomes of decisions."""
        listed = walked.listed
        weights = np.zeros((len(walked.weights), len(self.market.assets)))
        volatile = np.flatnonzero(~listed.stable & (listed.columns >= 0))
        weights[:, listed.columns[volatile]] = walked.weights[:, volatile] / WHOLE_PPM
        positions, end = self._positions(period)
        band, cash = rules.trade_band_ppm / 1e6, rules.cash_ppm / 1e6
        return simulate(self.marks, positions, weights, costs, end, band, cash if band else 0.0, record)

    def single(self, asset: str, period: Period, costs: Costs) -> Run:
        """One asset bought at the start and kept."""
        weights = np.zeros((1, len(self.market.assets)))
        weights[0, self.market.assets.index(asset)] = 1.0
        positions, end = self._positions(period)
        return simulate(self.marks, positions[:1], weights, costs, end)

    def stable(self, period: Period, costs: Costs) -> Run:
        """Nothing but cash."""
        positions, end = self._positions(period)
        return simulate(self.marks, positions[:1], np.zeros((1, len(self.market.assets))), costs, end)

    def _positions(self, period: Period) -> tuple[Ints, int]:
        positions = np.array([self.marks.position(look) + period.lag - 1 for look in period.looks], dtype=np.int64)
        return positions, int(positions[-1])

    def _panel(self, rules: Rules) -> Panel:
        if rules.memes not in self._panels:
            end = self.market.last + timedelta(days=1)
            self._panels[rules.memes] = self.market.panel(end, rules, self.parameters)
        return self._panels[rules.memes]


def _midnight(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
