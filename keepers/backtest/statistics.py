"""What a path was like. The plain figures come from ffn, which `bt` uses too; what only an index has is added here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from keepers.backtest.costs import YEAR_DAYS, Costs
from keepers.backtest.engine import Run
from keepers.backtest.history import Outcome
from keepers.backtest.record import Fall, Statistics, Tracking
from keepers.decide.inputs import Floats

__all__ = ["Span", "cagr_of", "described", "drawdown_of", "series_of", "tracked"]

_DAYS = 365
"""Crypto trades every day: returns are annualised with as many."""
_WORST = 5
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a run: from the trades of look `first` to those of look `last`."""

    first: int
    last: int

    def of(self, run: Run) -> slice:
        """Its days; where a run trades once, the same days as of those that trade every look."""
        return slice(7 * self.first, 7 * self.last + 1)


def series_of(run: Run, span: Span) -> pd.Series[float]:
    """Daily NAV of a part."""
    days = span.of(run)
    dates = (run.days[days] - 719_163).astype("datetime64[D]")
    return pd.Series(run.nav[days], index=pd.DatetimeIndex(dates))


def cagr_of(nav: Floats) -> float:
    """Growth a year of a path of daily values."""
    return float((nav[-1] / nav[0]) ** (YEAR_DAYS / (len(nav) - 1)) - 1)


def drawdown_of(nav: Floats) -> float:
    """The worst fall from a peak, negative."""
    return float((nav / np.maximum.accumulate(nav)).min() - 1)


def described(run: Run, span: Span, costs: Costs, outcome: Outcome | None = None) -> Statistics:
    """The statistics of a part; an outcome adds what its decisions say."""
    import ffn  # two seconds: only who asks for statistics waits for it

    nav = series_of(run, span)
    returns = ffn.to_returns(nav).dropna()
    years = (len(nav) - 1) / YEAR_DAYS
    # the trades of the first look belong to the days before the part
    inside = slice(span.first + 1, span.last + 1)
    flat = float(returns.std()) < 1e-12
    cost = float(run.cost[inside].sum()) / years
    worst = float(ffn.calc_max_drawdown(nav))
    return Statistics(
        total_return=float(nav.iloc[-1] / nav.iloc[0] - 1),
        cagr=float(ffn.calc_cagr(nav)),
        volatility=float(returns.std() * np.sqrt(_DAYS)),
        sharpe=None if flat else float(ffn.calc_sharpe(returns, nperiods=_DAYS)),
        sortino=None if flat else float(ffn.calc_sortino_ratio(returns, nperiods=_DAYS)),
        calmar=None if worst == 0 else float(ffn.calc_calmar_ratio(nav)),
        max_drawdown=worst,
        falls=_falls(nav),
        years=_years(nav),
        turnover_per_year=float(run.turnover[inside].sum()) / years,
        cost_per_year=cost,
        expense_ratio=cost + costs.management + 2 * costs.platform / years,
        switches_per_year=0.0 if outcome is None else _switches(outcome, span) / years,
        time_in_market=float(run.invested[span.of(run)][1:].mean()),
        effective_names=None if outcome is None else _effective(outcome, span),
        coverage=None if outcome is None else float(outcome.walked.coverage[span.first : span.last].mean() / 1e6),
    )


def tracked(own: Run, other: Run, span: Span) -> Tracking:
    """How far a path is from another."""
    mine, theirs = own.nav[span.of(own)], other.nav[span.of(other)]
    apart = mine[1:] / mine[:-1] - theirs[1:] / theirs[:-1]
    return Tracking(difference=cagr_of(mine) - cagr_of(theirs), error=float(apart.std(ddof=1) * np.sqrt(_DAYS)))


def _falls(nav: pd.Series[float]) -> tuple[Fall, ...]:
    """The deepest first. ffn ends an open fall with the last day."""
    import ffn

    drawdown = ffn.to_drawdown_series(nav)
    details = ffn.drawdown_details(drawdown)
    if details is None:
        return ()
    worst = details.sort_values("drawdown").head(_WORST)
    return tuple(
        Fall(start=start.date(), end=end.date() if drawdown[end] == 0 else None, days=days, depth=depth)
        for start, end, days, depth in worst[["Start", "End", "Length", "drawdown"]].itertuples(index=False)
    )


def _years(nav: pd.Series[float]) -> dict[int, float]:
    """The first and the last year may be parts of one; with less than a week they are left out."""
    found, start = {}, float(nav.iloc[0])
    for year, values in nav.groupby(pd.DatetimeIndex(nav.index).year):
        if len(values) >= _WEEK:
            found[int(str(year))] = float(values.iloc[-1]) / start - 1
        start = float(values.iloc[-1])
    return found


def _switches(outcome: Outcome, span: Span) -> int:
    """Changes of regime that were traded inside the part."""
    bull = outcome.bull[span.first : span.last + 1]
    return int((bull[1:] != bull[:-1]).sum())


def _effective(outcome: Outcome, span: Span) -> float | None:
    """Mean effective number of names while something volatile is held."""
    weights = outcome.walked.weights[span.first : span.last][:, ~outcome.walked.listed.stable].astype(np.float64)
    held = weights.sum(axis=1) > 0
    if not held.any():
        return None
    shares = weights[held] / weights[held].sum(axis=1)[:, None]
    return float((1 / (shares**2).sum(axis=1)).mean())
