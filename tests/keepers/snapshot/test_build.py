"""Cutting snapshots: only what was known, only what is asked for, and no bad book, day or override."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from keepers.decide import advance, decide, measure
from keepers.decide.history import mondays
from keepers.errors import BadOverride, BadParameters, ConfigError, DateOutOfRange
from keepers.models import Override, State
from keepers.parameters import Parameters
from keepers.snapshot import Market, Snapshot, build, first_state, whole_market_book
from tests.keepers.snapshot.conftest import DAY


def test_build__same_arguments__same_bytes(market: Market, parameters: Parameters, snapshot: Snapshot) -> None:
    book = whole_market_book(market)
    again = build(market, DAY, "product", parameters, book[::-1], snapshot.inputs.state)
    assert again.body == snapshot.body


def test_build__later_market__changes_nothing(market: Market, parameters: Parameters, snapshot: Snapshot) -> None:
    end = DAY.toordinal() - market.first_day
    later = replace(
        market,
        closes=np.where(np.arange(len(market.closes))[:, None] >= end, 1.0, market.closes),
        caps=np.where(market.row_days[:, None] >= end, 7, market.caps),
        volumes=np.where(market.row_days[:, None] >= end, 7, market.volumes),
        row_prices=np.where(market.row_days[:, None] >= end, 1.0, market.row_prices),
    )
    state = first_state(later, DAY, "product", parameters)
    assert build(later, DAY, "product", parameters, whole_market_book(market), state).body == snapshot.body


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2021, 1, 1), date(2024, 8, 1), date(2030, 1, 1)])
def test_build__day_outside__names_day_and_range(market: Market, parameters: Parameters, day: date) -> None:
    with pytest.raises(DateOutOfRange, match=f"as of {day}: .* choose a day from 2021-01-02 to 2024-07-31"):
        build(market, day, "product", parameters, whole_market_book(market), State())


def test_build__unknown_profile__names_the_known_ones(market: Market, parameters: Parameters) -> None:
    with pytest.raises(BadParameters, match="choose one of: product, reference"):
        build(market, DAY, "fast", parameters, whole_market_book(market), State())


def test_build__book_without_cash__refused(market: Market, parameters: Parameters) -> None:
    with pytest.raises(ConfigError, match="USDC is missing"):
        build(market, DAY, "product", parameters, whole_market_book(market)[1:], State())


def test_build__book_with_a_twin__refused(market: Market, parameters: Parameters) -> None:
    book = whole_market_book(market)
    with pytest.raises(ConfigError, match="occurs twice"):
        build(market, DAY, "product", parameters, (*book, replace(book[5], asset_id=999)), State())


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (Override("NOPE", "member", 1, "", "", DAY), "override of 'NOPE': no such asset"),
        (Override("BTC", "member", 2, "", "", DAY), r"member = 2; use 0\.\.1"),
        (Override("BTC", "weight_cap_ppm", -1, "", "", DAY), r"weight_cap_ppm = -1; use 0\.\.1000000"),
    ],
)
def test_build__bad_override__refused(market: Market, parameters: Parameters, override: Override, message: str) -> None:
    with pytest.raises(BadOverride, match=message):
        build(market, DAY, "product", parameters, whole_market_book(market), State(), (override,))


def test_first_state__is_what_weekly_decisions_reach(market: Market, parameters: Parameters) -> None:
    """Regime and members of a cold start on a day are those of a keeper that lived through the weeks before it."""
    rules, book, start = parameters.rules_of("product"), whole_market_book(market), date(2022, 8, 29)
    state = first_state(market, start, "product", parameters)
    day = start
    for _ in range(5):  # the switch of 2022-09-26 is among them
        state = advance(state, decide(build(market, day, "product", parameters, book, state)), rules)
        day += timedelta(days=7)
    cold = first_state(market, day, "product", parameters)
    assert (cold.regime, cold.members, cold.flips) == (state.regime, state.members, state.flips)
    assert state.regime == "bear"


def test_gauge__window_and_whole_history__same_digits(market: Market, parameters: Parameters) -> None:
    """Live and backtest: the gauge of a 400-day snapshot is that of the whole history, to the last digit."""
    rules = parameters.rules_of("product")
    whole = market.panel(market.last, rules, parameters)
    for day in mondays(date(2022, 1, 10), market.last)[::9]:
        window = market.panel(day, rules, parameters, rules.window_days)
        alone = measure(window, "BTC", np.array([window.position(day) - 1]), rules)
        together = measure(whole, "BTC", np.array([whole.position(day) - 1]), rules)
        for name in ("gauge", "trend", "momentum", "breadth", "known"):
            assert getattr(alone, name).tolist() == getattr(together, name).tolist()
