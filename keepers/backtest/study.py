"""One profile over one history, with everything that belongs beside its result: the whole report, as a record."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from keepers.backtest.costs import Costs
from keepers.backtest.engine import Run
from keepers.backtest.history import History, Outcome, Period
from keepers.backtest.placebo import DRAWS, SEED, placebo
from keepers.backtest.record import Assumptions, Part, Record
from keepers.backtest.robustness import cost_rows, span_from, walk_forward, weekday_rows
from keepers.backtest.statistics import Span, described, tracked
from keepers.decide.inputs import Rules
from keepers.parameters import Parameters, rules_record

__all__ = ["SPLIT", "Study", "costs_of", "studied"]

SPLIT = date(2022, 1, 1)
"""Training before, test from here on: what was chosen was chosen on the years before."""
_FEWEST_WEEKS = 8


@dataclass(frozen=True)
class Study:
    """A record and the paths it was made from."""

    record: Record
    period: Period
    gauge: Outcome
    hold: Outcome
    index: Outcome
    bitcoin: Run


def costs_of(parameters: Parameters, profile: str, **changes: float) -> Costs:
    """The costs of a profile: the fund's own fees for `product`, none for `reference`, whose figures have none."""
    fees = {}
    if profile != "reference":
        contract = parameters.contract
        fees = {
            "management": contract["management_fee_ppm"].default / 1e6,
            "platform": contract["platform_fee_bps"].default / 1e4,
        }
    return replace(Costs(**fees), **changes)


def studied(
    history: History,
    profile: str,
    period: Period,
    costs: Costs,
    split: date = SPLIT,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Study:
    """Run a profile and all that its result is to be held against."""
    seconds: dict[str, float] = {}
    rules = history.parameters.rules_of(profile)
    with _timed(seconds, "first_run"):
        gauge = history.outcome(period, rules, costs, record=True)
    with _timed(seconds, "second_run"):
        history.outcome(period, rules, costs)
    with _timed(seconds, "comparisons"):
        paths = _paths(history, period, rules, costs, gauge)
    span = span_from(period, split)
    with _timed(seconds, "statistics"):
        test = _part(paths, period, span, costs, draws, seed)
        training = None
        if span.first >= _FEWEST_WEEKS:
            training = _part(paths, period, Span(0, span.first), costs, draws, seed)
    with _timed(seconds, "robustness"):
        weekdays = tuple(weekday_rows(history, period, split, rules, costs))
        table = tuple(cost_rows(history, period, span, gauge, paths.hold, costs))
        forward = walk_forward(history, period, split, rules, costs)
    looks, regimes = period.looks, gauge.walked.regimes
    record = Record(
        source=history.market.label,
        profile=profile,
        methodology=rules.version,
        rules=rules_record(rules),
        assumptions=_assumptions(period, costs),
        undecided=sum(error is not None for error in gauge.walked.refused),
        test=test,
        training=training,
        weekdays=weekdays,
        costs=table,
        walk_forward=forward,
        flips=tuple((looks[at], regimes[at]) for at in range(1, len(looks)) if regimes[at] != regimes[at - 1]),
        seconds={name: round(value, 4) for name, value in seconds.items()},
    )
    return Study(record, period, gauge, paths.hold, paths.index, paths.bitcoin)


@dataclass(frozen=True)
class _Paths:
    gauge: Outcome
    hold: Outcome
    index: Outcome
    top_10: Outcome
    bitcoin: Run
    stable: Run


def _paths(history: History, period: Period, rules: Rules, costs: Costs, gauge: Outcome) -> _Paths:
    ten = replace(rules, names=10, enter_rank=min(rules.enter_rank, 9), keep_rank=11, minimum_eligible=10)
    if rules.enter_rank == rules.names:
        ten = replace(ten, enter_rank=10, keep_rank=10)
    pure = history.parameters.rules_of("reference")
    return _Paths(
        gauge,
        history.hold(period, rules, costs),
        history.hold(period, pure, Costs(trade_bps=0.0)),
        history.hold(period, ten, costs),
        history.single(history.market.bitcoin, period, replace(costs, management=0.0)),
        history.stable(period, replace(costs, management=0.0)),
    )


def _part(paths: _Paths, period: Period, span: Span, costs: Costs, draws: int, seed: int) -> Part:
    free = Costs(trade_bps=0.0)
    alone = replace(costs, management=0.0, platform=0.0)
    return Part(
        first=period.looks[span.first],
        last=period.looks[span.last],
        weeks=span.last - span.first,
        gauge=described(paths.gauge.run, span, costs, paths.gauge),
        hold=described(paths.hold.run, span, costs, paths.hold),
        index=described(paths.index.run, span, free, paths.index),
        top_10=described(paths.top_10.run, span, costs, paths.top_10),
        bitcoin=described(paths.bitcoin, span, alone),
        stable=described(paths.stable, span, alone),
        tracking=tracked(paths.hold.run, paths.index.run, span),
        placebo=placebo(paths.gauge, paths.hold.run, paths.stable, span, costs, draws, seed),
    )


def _assumptions(period: Period, costs: Costs) -> Assumptions:
    return Assumptions(
        trade_bps=costs.trade_bps,
        impact_bps=costs.impact_bps,
        fund_usd=costs.fund_usd,
        management_fee=costs.management,
        platform_fee=costs.platform,
        stable_yield=costs.stable_yield,
        lag_days=period.lag,
        book="every asset is listed when the market first shows it; BTC and ETH uncapped, all others at most 10 %",
        prices="closes; else the price of a row of caps; else the last known; stable assets at one dollar; "
        "what leaves the rows of caps without a price falls below the smallest of them",
    )


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[name] = time.perf_counter() - start
