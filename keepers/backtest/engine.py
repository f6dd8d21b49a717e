"""From targets to a daily NAV: trade at a close, let prices work, pay what it costs.

Targets of a look are traded at the close of the day `lag` days after the last close that the look saw: the look of
Monday 00:00 knows Sunday's close and trades at Monday's, with one day of lag. Between trades nothing is touched. Stable
assets count as cash at one dollar.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from keepers.backtest.costs import Costs
from keepers.backtest.marks import Marks
from keepers.decide.inputs import Floats, Ints

__all__ = ["Run", "Trade", "simulate"]

_ROUNDS = 5
"""Costs and what is bought hang on each other; each round leaves 0.004, the cost rate, of the error before it."""


@dataclass(frozen=True, slots=True)
class Trade:
    """The trades of one look; columns are places in the market."""

    position: int
    """The day whose close it is done at."""
    columns: Ints
    notional: Floats
    """Shares of NAV before it, positive bought."""
    rates: Floats
    """Cost per unit of notional."""


@dataclass(frozen=True, slots=True)
class Run:
    """One path. T days from the first trade to the end, L trades."""

    days: Ints
    """(T,) ordinals."""
    nav: Floats
    """(T,) of one share, after the trades of the day; it starts from 1 before the first trade."""
    invested: Floats
    """(T,) share of NAV in volatile assets."""
    at: Ints
    """(L,) places of the trades among the T."""
    turnover: Floats
    """(L,) traded notional over NAV; a full switch is 1, a full exchange of assets 2."""
    cost: Floats
    """(L,) of NAV."""
    trades: tuple[Trade, ...] | None
    """What was traded, where it was asked for."""


def simulate(
    marks: Marks,
    positions: Ints,
    weights: Floats,
    costs: Costs,
    end: int,
    band: float = 0.0,
    cash: float = 0.0,
    record: bool = False,
) -> Run:
    """Hold `weights` (L, N) from the closes at `positions` (L,) on, until the one at `end`; the rest is cash.

    band: no trade of an asset nearer to its target than this share of the target, exits excepted. cash: least share
    of NAV that buying leaves. The first position is where the run starts.
    """
    # what has no price yet cannot be bought
    weights = np.where(marks.prices[positions] > 0, weights, 0.0)
    first = int(positions[0])
    bounds = [*positions.tolist(), end]
    nav, invested = np.empty(end - first + 1), np.empty(end - first + 1)
    turnover, cost = np.zeros(len(positions)), np.zeros(len(positions))
    held, money, trades = np.zeros(0), 1.0, []
    columns = np.zeros(0, dtype=np.int64)
    for look, (start, stop) in enumerate(pairwise(bounds)):
        wanted = weights[look]
        before = np.zeros(len(wanted))
        before[columns] = held
        columns = np.flatnonzero((wanted > 0) | (before > 0))
        total = money + float(held.sum())
        old, goal = before[columns], wanted[columns]
        held, rates = _traded(old, goal, total, marks.volumes[start, columns], costs, band, cash)
        change = held - old
        paid = float(np.abs(change) @ rates)
        money = total - paid - float(held.sum())
        turnover[look], cost[look] = float(np.abs(change).sum()) / total, paid / total
        if record:
            done = np.flatnonzero(change)
            trades.append(Trade(start, columns[done], change[done] / total, rates[done]))
        kept = np.flatnonzero(held)
        columns, held = columns[kept], held[kept]

        prices = marks.prices[start : stop + 1, columns]
        path = prices / prices[0] * held
        volatile = path.sum(axis=1)
        stable = money * costs.yield_of(np.arange(stop - start + 1.0))
        span = slice(start - first, stop - first + 1)
        nav[span] = volatile + stable
        invested[span] = volatile / nav[span]
        held, money = path[-1], float(stable[-1])
    days = np.arange(len(nav))
    return Run(
        days=marks.first_day + first + days,
        nav=nav * costs.fee_left(days.astype(np.float64)),
        invested=invested,
        at=positions - first,
        turnover=turnover,
        cost=cost,
        trades=tuple(trades) if record else None,
    )


def _traded(
    old: Floats, goal: Floats, total: float, volumes: Floats, costs: Costs, band: float, cash: float
) -> tuple[Floats, Floats]:
    """Amounts held after trading from `old` toward `goal` shares of what is left of `total`, and the cost rates."""
    left = total
    near = (np.abs(goal * total - old) < band * goal * total) & (goal > 0) if band else None
    rates = costs.rates(np.abs(goal - old / total), volumes)
    new = goal * left
    for _ in range(_ROUNDS if rates.any() else 1):
        new = goal * left
        if near is not None:
            new = _within_cash(np.where(near, old, new), old, left, cash)
        left = total - float(np.abs(new - old) @ rates)
    return new, rates


def _within_cash(new: Floats, old: Floats, left: float, cash: float) -> Floats:
    """Buys scaled down so that cash stays: what is over its target and not sold leaves less to buy with."""
    bought = np.maximum(new - old, 0)
    over = float(new.sum()) - (1 - cash) * left
    amount = float(bought.sum())
    if over <= 0 or amount <= 0:
        return new
    return new - bought * min(over / amount, 1.0)
