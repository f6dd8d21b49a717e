"""How much of a result is the weekday, the cost, or thresholds chosen after the fact. Always over the test part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from keepers.backtest.costs import YEAR_DAYS, Costs
from keepers.backtest.engine import Run
from keepers.backtest.history import History, Outcome, Period
from keepers.backtest.record import CostRow, WalkForward, WalkForwardYear, WeekdayRow
from keepers.backtest.statistics import Span, cagr_of, drawdown_of
from keepers.decide.inputs import Floats, Rules

__all__ = ["COSTS_BPS", "THRESHOLDS", "cost_rows", "span_from", "walk_forward", "weekday_rows"]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COSTS_BPS = (0, 10, 20, 40, 60, 80, 100)
THRESHOLDS = ((50, 50), (52.5, 47.5), (55, 45), (57.5, 42.5), (60, 40))
"""Pairs of bull and bear thresholds in points that a walk-forward may choose from."""
_POINT = 1_000_000
_DAYS_BEFORE = 730
"""A walk-forward chooses for the first time after as many."""


def span_from(period: Period, first: date) -> Span:
    """The part that begins with the first look on or after a day. It may be empty."""
    looks = period.looks
    return Span(next((at for at, look in enumerate(looks) if look >= first), len(looks) - 1), len(looks) - 1)


def weekday_rows(history: History, period: Period, split: date, rules: Rules, costs: Costs) -> Iterator[WeekdayRow]:
    """The same rules looked at on each day of the week."""
    for weekday, name in enumerate(_WEEKDAYS):
        shifted = replace(period, weekday=weekday)
        span = span_from(shifted, split)
        gauge, hold = history.outcome(shifted, rules, costs), history.hold(shifted, rules, costs)
        nav = _nav(gauge.run, span)
        bull = gauge.bull[span.first : span.last + 1]
        yield WeekdayRow(
            weekday=name,
            cagr=cagr_of(nav),
            max_drawdown=drawdown_of(nav),
            hold_cagr=cagr_of(_nav(hold.run, span)),
            switches_per_year=float((bull[1:] != bull[:-1]).sum()) / ((len(nav) - 1) / YEAR_DAYS),
        )


def cost_rows(
    history: History, period: Period, span: Span, gauge: Outcome, hold: Outcome, costs: Costs
) -> Iterator[CostRow]:
    """The same decisions at other costs of trading."""
    for bps in COSTS_BPS:
        other = replace(costs, trade_bps=float(bps))
        nav = _nav(history.lived(period, gauge.walked, gauge.rules, other), span)
        held = _nav(history.lived(period, hold.walked, hold.rules, other), span)
        yield CostRow(trade_bps=float(bps), cagr=cagr_of(nav), max_drawdown=drawdown_of(nav), hold_cagr=cagr_of(held))


def walk_forward(history: History, period: Period, split: date, rules: Rules, costs: Costs) -> WalkForward | None:
    """Choose thresholds on all that is past, live a year of the test part with them, choose again.

    By growth over the worst fall, because limiting falls is what the gauge is for. None with less than two years
    before the test part.
    """
    fixed = history.outcome(period, rules, costs).run
    years = [year for year in _calendar_years(fixed) if year[0] >= split.year]
    if not years or years[0][1] < _DAYS_BEFORE:
        return None
    runs = {pair: history.outcome(period, _with_thresholds(rules, pair), costs).run for pair in THRESHOLDS}
    rows, chosen, kept = [], 1.0, 1.0
    for year, start, end in years:
        best = max(THRESHOLDS, key=lambda pair: _calmar(runs[pair].nav[: start + 1]))
        own, other = (float(run.nav[end] / run.nav[start] - 1) for run in (runs[best], fixed))
        chosen, kept = chosen * (1 + own), kept * (1 + other)
        rows.append(WalkForwardYear(year=year, bull_at=best[0], bear_at=best[1], chosen=own, fixed=other))
    length = (years[-1][2] - years[0][1]) / YEAR_DAYS
    return WalkForward(years=tuple(rows), chosen_cagr=chosen ** (1 / length) - 1, fixed_cagr=kept ** (1 / length) - 1)


def _with_thresholds(rules: Rules, pair: tuple[float, float]) -> Rules:
    return replace(rules, bull_at=round(pair[0] * _POINT), bear_at=round(pair[1] * _POINT))


def _calendar_years(run: Run) -> list[tuple[int, int, int]]:
    """(year, place of its first close's day before, place of its last day) of each year of a run."""
    years = np.array([date.fromordinal(day).year for day in run.days.tolist()])
    found = []
    for year in np.unique(years).tolist():
        places = np.flatnonzero(years == year)
        found.append((year, max(int(places[0]) - 1, 0), int(places[-1])))
    return found


def _calmar(nav: Floats) -> float:
    return cagr_of(nav) / max(-drawdown_of(nav), 1e-9)


def _nav(run: Run, span: Span) -> Floats:
    return run.nav[span.of(run)]
