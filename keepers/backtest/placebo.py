"""Was it the timing? The gauge against patterns that know nothing of the market.

A draw takes the stretches of bull and bear that really happened, in another order and from another week on. So every
draw is in the market for as many weeks, in stretches as long, with as many switches and their costs. What the draws
earn is what luck earns. Weekly returns of the index while in, of stable assets while out.
"""

from __future__ import annotations

import numpy as np

from keepers.backtest.costs import Costs
from keepers.backtest.engine import Run
from keepers.backtest.history import Outcome
from keepers.backtest.record import Placebo
from keepers.backtest.statistics import Span
from keepers.decide.inputs import Bools, Floats

__all__ = ["DRAWS", "SEED", "placebo", "redrawn"]

DRAWS = 5_000
SEED = 7
_WEEKS_A_YEAR = 365.25 / 7


def placebo(
    gauge: Outcome, hold: Run, stable: Run, span: Span, costs: Costs, draws: int = DRAWS, seed: int = SEED
) -> Placebo | None:
    """Compare a part with draws; None where it never switched: there is nothing to redraw.

    stable: a path of stable assets without the fund's fee, which is taken from it here as `hold` paid it.
    """
    bull = gauge.bull[span.first : span.last]
    if bull.all() or not bull.any():
        return None
    weeks = _growth(hold, span, 7), _growth(stable, span, 7) * costs.fee_left(np.array([7.0]))
    own = _paths(bull[None, :], weeks, costs)
    others = _paths(redrawn(bull, draws, np.random.default_rng(seed)), weeks, costs)
    years = len(bull) / _WEEKS_A_YEAR
    cagr = others[:, -1] ** (1 / years) - 1
    days = _growth(hold, span, 1), _growth(stable, span, 1) * costs.fee_left(np.array([1.0]))
    daily = np.repeat(bull, 7)
    shifts = np.array([np.roll(daily, shift) for shift in range(1, len(daily))])
    shifted = _paths(shifts, days, costs)[:, -1]
    return Placebo(
        draws=draws,
        seed=seed,
        # the gauge itself counts as one draw: p is never 0
        p=(1 + int((others[:, -1] >= own[0, -1]).sum())) / (draws + 1),
        p_fall=(1 + int((_falls(others) >= _falls(own)[0]).sum())) / (draws + 1),
        p_shifted=(1 + int((shifted >= _paths(daily[None, :], days, costs)[0, -1]).sum())) / len(daily),
        cagr=float(own[0, -1] ** (1 / years) - 1),
        median_cagr=float(np.median(cagr)),
        best_tenth_cagr=float(np.quantile(cagr, 0.9)),
    )


def redrawn(bull: Bools, draws: int, random: np.random.Generator) -> Bools:
    """(draws, W): the stretches of (W,) in another order, bull and bear in turn as before, begun at another week."""
    edges = np.flatnonzero(np.diff(bull)) + 1
    stretches = np.split(bull, edges)
    drawn = np.empty((draws, len(bull)), dtype=np.bool_)
    turns = [stretches[0::2], stretches[1::2]]
    for draw in range(draws):
        orders = [[turn[at] for at in random.permutation(len(turn))] for turn in turns]
        mixed = [orders[place % 2][place // 2] for place in range(len(stretches))]
        drawn[draw] = np.roll(np.concatenate(mixed), random.integers(len(bull)))
    return drawn


def _growth(run: Run, span: Span, step: int) -> Floats:
    """Growth over each step of days."""
    nav = run.nav[span.of(run)][::step]
    growth: Floats = nav[1:] / nav[:-1]
    return growth


def _paths(bull: Bools, growth: tuple[Floats, Floats], costs: Costs) -> Floats:
    """(P, W) NAV after each step; a switch costs one trade of all."""
    switched = np.zeros(bull.shape, dtype=np.bool_)
    switched[:, 1:] = bull[:, 1:] != bull[:, :-1]
    return np.cumprod(np.where(bull, *growth) * np.where(switched, 1 - costs.trade_bps * 1e-4, 1.0), axis=1)


def _falls(paths: Floats) -> Floats:
    """(P,) the worst fall of each path that starts from 1."""
    peaks = np.maximum(np.maximum.accumulate(paths, axis=1), 1.0)
    falls: Floats = (paths / peaks).min(axis=1) - 1
    return falls
