"""The gauge against values worked out by hand, and everything that makes it unknown."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest

from keepers.decide.gauge import carried, index_members, index_returns, measure, turn
from keepers.decide.inputs import Panel
from keepers.models import Flip, State
from tests.keepers.decide.markets import DAYS, MONDAY, flat, names_of, panel, rules

SIX = names_of(6)
LAST = np.array([DAYS - 1])


def gauge_of(market: Panel, bitcoin: str = "BTC") -> tuple[int, int, int, int, bool]:
    found = measure(market, bitcoin, np.array([len(market.closes) - 1]), rules())
    return (
        int(found.gauge[0]),
        int(found.trend[0]),
        int(found.momentum[0]),
        int(found.breadth[0]),
        bool(found.known[0]),
    )


def test_gauge__constant_prices__only_the_middle_of_the_ramp() -> None:
    # ramp(0) = 0.5, no momentum because 1 > 1 is false, nobody above an average equal to the price
    assert gauge_of(panel(flat(*[100.0] * 6), SIX)) == (16_666_667, 500_000, 0, 0, True)


def test_gauge__steady_rise__hundred() -> None:
    rise = 100 * np.cumprod(np.full((DAYS, 6), 1.01), axis=0)
    assert gauge_of(panel(rise, SIX)) == (100_000_000, 1_000_000, 1_000_000, 1_000_000, True)


def test_gauge__steady_fall__zero() -> None:
    fall = 100 * np.cumprod(np.full((DAYS, 6), 0.99), axis=0)
    assert gauge_of(panel(fall, SIX)) == (0, 0, 0, 0, True)


def test_gauge__one_late_step__exact_ramp() -> None:
    closes = flat(*[100.0] * 6)
    closes[-1] = 110.0
    average = Fraction(199 * 100 + 110, 200)
    ramp = Fraction(1, 2) + (Fraction(110) / average - 1) / Fraction(4, 10)
    expected = 100 * (ramp + 1 + 1) / 3
    gauge, trend, momentum, breadth, _ = gauge_of(panel(closes, SIX))
    assert (gauge, trend) == (round(expected * 10**6), round(ramp * 10**6))
    assert (momentum, breadth) == (1_000_000, 1_000_000)


def test_gauge__momentum_by_look_back__thirds() -> None:
    # flat, a rise 60 days ago: above its price of 91 and 364 days ago, equal to that of 28 days ago
    closes = flat(*[100.0] * 6)
    closes[-60:] = 120.0
    assert gauge_of(panel(closes, SIX))[2] == 666_667


def test_gauge__breadth__shares_of_those_with_enough_history() -> None:
    # of 6 members 2 rise and 4 fall; one of the fallers has 60 closes only and counts for the short average alone
    steps = np.array([1.01, 1.01, 0.99, 0.99, 0.99, 0.99])
    closes = 100 * np.cumprod(np.tile(steps, (DAYS, 1)), axis=0)
    closes[:-60, 5] = np.nan
    expected = (Fraction(2, 6) + Fraction(2, 5)) / 2
    assert gauge_of(panel(closes, SIX))[3] == round(expected * 10**6)


def test_gauge__four_members__unknown() -> None:
    assert gauge_of(panel(flat(1.0, 1.0, 1.0, 1.0), names_of(4)))[4] is False


def test_gauge__without_bitcoin__unknown() -> None:
    assert gauge_of(panel(flat(*[100.0] * 6), SIX), bitcoin="XBT")[4] is False


@pytest.mark.parametrize(("days", "known"), [(371, True), (364, False), (200, False), (1, False)])
def test_gauge__history__needs_364_days_of_the_index(days: int, known: bool) -> None:
    assert gauge_of(panel(flat(*[100.0] * 6, days=days), SIX))[4] is known


@pytest.mark.parametrize(("gap", "known"), [(7, True), (8, False)])
def test_gauge__missing_closes_of_bitcoin__carried_for_a_week(gap: int, known: bool) -> None:
    closes = flat(*[100.0] * 6)
    closes[-gap:, 0] = np.nan
    assert gauge_of(panel(closes, SIX))[4] is known


def test_carried__nans_in_front__stay() -> None:
    values = np.array([[np.nan], [1.0], [np.nan], [np.nan], [2.0]])
    assert np.array_equal(carried(values, 1), [[np.nan], [1.0], [1.0], [np.nan], [2.0]], equal_nan=True)


def test_index__weights_drift_inside_the_week_and_reset_at_rows() -> None:
    # Monday: caps 100 and 300. The first doubles on Tuesday: (200 + 300) / 400. It halves on Wednesday: 400 / 500.
    closes = np.array([[1.0, 3.0], [2.0, 3.0], [1.0, 3.0]])
    market = panel(closes, ["A", "B"], date(2022, 1, 6))
    returns = index_returns(market, index_members(market, rules()), rules())
    assert np.array_equal(returns, [np.nan, 1.25, 0.8], equal_nan=True)


def test_index__price_of_a_row__stands_in_for_a_missing_close() -> None:
    # B has no closes; its rows say 3 and, a week later, 6
    days = 8
    closes = np.column_stack([np.ones(days), np.full(days, np.nan)])
    market = panel(closes, ["A", "B"], date(2022, 1, 11))
    market = replace(
        market,
        caps=np.array([[100, 300], [100, 600]]),
        row_prices=np.array([[1.0, 3.0], [1.0, 6.0]]),
        eligible=np.ones((2, 2), dtype=np.bool_),
    )
    returns = index_returns(market, index_members(market, rules()), rules())
    assert list(returns[1:7]) == [1.0] * 6
    assert returns[7] == 700 / 400


def test_index__members__the_largest_eligible_and_ties_by_name() -> None:
    market = panel(flat(1.0, 1.0, 2.0, 9.0), ["A", "B", "C", "D"])
    market = replace(market, eligible=market.eligible & [True, True, True, False])
    chosen = index_members(market, replace(rules(), index_names=2))
    assert chosen[-1].tolist() == [True, False, True, False]


def test_gauge__later_days__change_nothing() -> None:
    random = np.random.default_rng(7)
    closes = 100 * np.cumprod(1 + random.uniform(-0.05, 0.05, (DAYS + 200, 12)), axis=0)
    whole = panel(closes, names_of(12), MONDAY + timedelta(days=200))
    looks = np.arange(DAYS - 1, DAYS + 199, 23)
    together = measure(whole, "BTC", looks, rules())
    for place, t in enumerate(looks):
        seen = replace(
            whole,
            closes=np.where(np.arange(len(closes))[:, None] > t, np.nan, closes),
            caps=np.where(whole.row_days[:, None] > t, 0, whole.caps),
            eligible=whole.eligible & (whole.row_days[:, None] <= t),
        )
        alone = measure(seen, "BTC", np.array([t]), rules())
        assert alone.gauge[0] == together.gauge[place]
        assert alone.breadth[0] == together.breadth[place]


@pytest.mark.parametrize(
    ("before", "gauge", "after"),
    [
        ("bear", 54_999_999, "bear"),
        ("bear", 55_000_000, "bull"),
        ("bull", 45_000_001, "bull"),
        ("bull", 45_000_000, "bear"),
        ("bear", 50_000_000, "bear"),
        ("bull", 50_000_000, "bull"),
    ],
)
def test_turn__thresholds__inclusive(before: str, gauge: int, after: str) -> None:
    state = State(regime=before)  # type: ignore[arg-type]
    assert turn(state, gauge, True, MONDAY.toordinal(), rules()) == (after, ())


@pytest.mark.parametrize("regime", ["bear", "bull"])
def test_turn__unknown_gauge__keeps_the_regime_and_says_so(regime: str) -> None:
    found, alarms = turn(State(regime=regime), 0, False, MONDAY.toordinal(), rules())  # type: ignore[arg-type]
    assert found == regime
    assert "missing" in alarms[0]


@pytest.mark.parametrize(("days", "after"), [(6, "bear"), (7, "bull")])
def test_turn__upward_soon_after_a_flip__waits(days: int, after: str) -> None:
    state = State(regime="bear", flips=(Flip(MONDAY - timedelta(days=days), "bear"),))
    assert turn(state, 60_000_000, True, MONDAY.toordinal(), rules())[0] == after


@pytest.mark.parametrize(("oldest", "after"), [(89, "bear"), (90, "bull")])
def test_turn__three_upward_flips_in_ninety_days__is_the_most(oldest: int, after: str) -> None:
    days = (oldest, 60, 50, 40, 30, 20)
    flips = tuple(Flip(MONDAY - timedelta(days=day), "bear" if at % 2 else "bull") for at, day in enumerate(days))
    assert turn(State(regime="bear", flips=flips), 60_000_000, True, MONDAY.toordinal(), rules())[0] == after


def test_turn__downward__never_waits() -> None:
    state = State(regime="bull", flips=(Flip(MONDAY - timedelta(days=1), "bull"),))
    assert turn(state, 1, True, MONDAY.toordinal(), rules())[0] == "bear"
