"""What a path was like, worked out by hand; what the placebo redraws; other weekdays and costs."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from keepers.backtest import SENTENCE, Costs, History, costs_of, studied
from keepers.backtest.engine import Run
from keepers.backtest.placebo import placebo, redrawn
from keepers.backtest.record import Record
from keepers.backtest.statistics import Span, described, tracked
from keepers.parameters import load_parameters

MONDAY = date(2021, 1, 4)


def path(nav: list[float] | np.ndarray, looks: int, turnover: float = 0.1, cost: float = 0.001) -> Run:
    values = np.asarray(nav, dtype=np.float64)
    days = MONDAY.toordinal() + np.arange(len(values))
    trades = np.full(looks, turnover), np.full(looks, cost)
    return Run(days, values, np.full(len(values), 0.5), 7 * np.arange(looks), *trades, None)


def test_described__doubled_in_a_year__plain_figures() -> None:
    # 53 looks, 364 days; up to 2, down to 1.5, up to 2
    nav = np.concatenate([np.linspace(1, 2, 183), np.linspace(2, 1.5, 92)[1:], np.linspace(1.5, 2, 92)[1:]])
    found = described(path(nav, 53), Span(0, 52), Costs(management=0.01, platform=0.001))
    years = 364 / 365.25
    returns = nav[1:] / nav[:-1] - 1
    assert found.total_return == pytest.approx(1.0)
    assert found.cagr == pytest.approx(2 ** (1 / years) - 1)
    assert found.max_drawdown == pytest.approx(-0.25)
    assert found.calmar == pytest.approx(found.cagr / 0.25)
    assert found.volatility == pytest.approx(returns.std(ddof=1) * 365**0.5)
    assert found.sharpe == pytest.approx(returns.mean() / returns.std(ddof=1) * 365**0.5)
    down = np.sqrt((np.minimum(returns, 0) ** 2).mean())
    assert found.sortino == pytest.approx(returns.mean() / down * 365**0.5)
    (fall,) = found.falls
    assert (fall.start, fall.end, fall.days) == (date(2021, 7, 6), date(2022, 1, 3), 181)
    assert found.years == {2021: pytest.approx(nav[361] - 1)}  # three days of 2022 are no year
    # the trades of the first look are not of this part
    assert found.cost_per_year == pytest.approx(0.052 / years)
    assert found.turnover_per_year == pytest.approx(5.2 / years)
    assert found.expense_ratio == pytest.approx(0.052 / years + 0.01 + 0.002 / years)
    assert found.time_in_market == pytest.approx(0.5)


def test_described__fall_that_lasts__has_no_end() -> None:
    (fall,) = described(path(np.linspace(2, 1, 15), 3), Span(0, 2), Costs()).falls
    assert (fall.end, fall.days, fall.depth) == (None, 13, pytest.approx(-0.5))


def test_described__flat__no_ratios() -> None:
    found = described(path([1.0] * 15, 3), Span(0, 2), Costs())
    assert (found.sharpe, found.sortino, found.calmar, found.falls) == (None, None, None, ())


def test_tracked__same_path__nothing() -> None:
    run = path(np.linspace(1, 2, 15), 3)
    found = tracked(run, run, Span(0, 2))
    assert (found.difference, found.error) == (0, 0)


def test_redrawn__same_weeks_same_stretches__another_order() -> None:
    bull = np.repeat([True, False, True, False, True], [2, 5, 9, 3, 1])
    drawn = redrawn(bull, 300, np.random.default_rng(1))
    assert (drawn.sum(axis=1) == 12).all()
    around = (drawn != np.roll(drawn, 1, axis=1)).sum(axis=1)  # switches on a ring
    assert set(around.tolist()) == {4}  # the first and last stretch are one on it
    assert len({row.tobytes() for row in drawn}) > 50


def test_redrawn__seed__the_same_draws() -> None:
    bull = np.arange(40) % 7 < 3
    one, two = (redrawn(bull, 20, np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(one, two)


@pytest.mark.parametrize("profile", ["product", "reference"])
def test_placebo__perfect_timing__hardly_any_draw_is_as_good(history: History, profile: str) -> None:
    """A gauge that knows the next week beats what luck earns; one that is always wrong is beaten by nearly all."""
    rules = load_parameters().rules_of(profile)
    costs = Costs(trade_bps=0.0)
    period = history.period(date(2022, 3, 7))
    hold = history.hold(period, rules, costs)
    rises = np.diff(hold.run.nav[hold.run.at]) > 0
    span = Span(0, len(period.looks) - 1)
    stable = history.stable(period, costs)
    for right, low, high in ((True, 0.0, 0.01), (False, 0.99, 1.0)):
        bull = [*(rises == right).tolist(), True]
        outcome = history.outcome(period, rules, costs, ["bull" if yes else "bear" for yes in bull])
        found = placebo(outcome, hold.run, stable, span, costs, draws=2_000)
        assert found is not None
        assert low <= found.p <= high
        assert low <= found.p_shifted <= high or not right
        assert found.cagr > found.best_tenth_cagr if right else found.cagr < found.median_cagr


def test_placebo__never_switched__nothing_to_redraw(history: History) -> None:
    rules, period = load_parameters().rules_of("reference"), history.period(date(2022, 3, 7))
    hold = history.hold(period, rules, Costs())
    span = Span(0, len(period.looks) - 1)
    assert placebo(hold, hold.run, history.stable(period, Costs()), span, Costs()) is None


@pytest.fixture(scope="module")
def record(history: History) -> Record:
    period = history.period(date(2021, 6, 7))
    costs = costs_of(load_parameters(), "product")
    return studied(history, "product", period, costs, date(2022, 7, 1), draws=2_000).record


def test_studied__always__has_what_honesty_asks_for(record: Record) -> None:
    assert record.sentence == SENTENCE
    assert record.training is not None
    assert record.training.last == record.test.first == date(2022, 7, 4)
    assert record.test.placebo is not None and record.test.placebo.draws == 2_000
    assert len(record.weekdays) == 7
    assert [row.trade_bps for row in record.costs] == [0, 10, 20, 40, 60, 80, 100]
    assert "synthetic" in record.source
    assert record.assumptions.management_fee == 0.0075


def test_studied__rows_of_the_tables__agree_with_the_parts(record: Record) -> None:
    monday, usual = record.weekdays[0], record.costs[3]
    assert monday.cagr == pytest.approx(record.test.gauge.cagr, abs=1e-12)
    assert usual.cagr == pytest.approx(record.test.gauge.cagr, abs=1e-12)
    assert usual.hold_cagr == pytest.approx(record.test.hold.cagr, abs=1e-12)
    cagr = [row.cagr for row in record.costs]
    assert cagr == sorted(cagr, reverse=True)
    flips = [day for day, _ in record.flips if record.test.first < day <= record.test.last]
    assert record.test.gauge.switches_per_year * record.test.weeks * 7 / 365.25 == pytest.approx(len(flips))


def test_studied__twice__the_same_but_for_the_seconds(record: Record, history: History) -> None:
    period = history.period(date(2021, 6, 7))
    again = studied(
        history, "product", period, costs_of(load_parameters(), "product"), date(2022, 7, 1), draws=2_000
    ).record
    assert again.model_copy(update={"seconds": {}}) == record.model_copy(update={"seconds": {}})


def test_studied__later_prices__leave_the_training_part_as_it_was(record: Record, history: History) -> None:
    """A market that ends in 2023 gives the same training part as one that goes on."""
    market = history.market
    end = date(2023, 3, 1).toordinal() - market.first_day
    rows = market.row_days < end
    fields = {name: getattr(market, name)[rows] for name in ("caps", "volumes", "row_prices")}
    shorter = replace(market, closes=market.closes[:end], row_days=market.row_days[rows], **fields)
    other = History(shorter, load_parameters(), history.book)
    period = other.period(date(2021, 6, 7))
    costs = costs_of(load_parameters(), "product")
    found = studied(other, "product", period, costs, date(2022, 7, 1), draws=2_000).record
    assert found.training == record.training
    assert found.test != record.test
