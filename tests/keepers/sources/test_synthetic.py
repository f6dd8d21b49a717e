"""The synthetic market: the same for everybody, and with everything in it that the demo shows."""

from datetime import timedelta

import numpy as np
import pytest

from keepers.decide import advance, decide
from keepers.models import Decision
from keepers.parameters import load_parameters
from keepers.snapshot import Market, build, first_state, whole_market_book
from keepers.sources.names import STABLE, VOLATILE, WRAPPED, named
from keepers.sources.supplies import supply
from keepers.sources.synthetic import FIRST_DAY, LAST_DAY, SyntheticSource, demo_window
from keepers.sources.table import checked_daily, checked_weekly


@pytest.fixture(scope="module")
def decisions() -> list[Decision]:
    """The product profile, week by week, through the demo's window."""
    parameters = load_parameters()
    market = Market.load(SyntheticSource())
    day, last = demo_window()
    state, book = first_state(market, day, "product", parameters), whole_market_book(market)
    found = []
    while day <= last:
        found.append(decide(build(market, day, "product", parameters, book, state)))
        state = advance(state, found[-1], parameters.rules_of("product"))
        day += timedelta(days=7)
    return found


def test_synthetic__same_seed__same_prices_and_another_seed__others() -> None:
    left, right, other = SyntheticSource(5), SyntheticSource(5), SyntheticSource(6)
    assert left.daily().equals(right.daily())
    assert left.weekly().equals(right.weekly())
    assert not left.daily().equals(other.daily())


def test_synthetic__tables__pass_every_check() -> None:
    source = SyntheticSource()
    daily, weekly = source.daily(), source.weekly()
    assert checked_daily(daily, "daily")["price_usd"].equals(daily["price_usd"])
    assert checked_weekly(weekly, "weekly")["market_cap_usd"].equals(weekly["market_cap_usd"])
    assert "synthetic" in source.label
    assert "seed 100" in source.label


def test_synthetic__size__years_and_a_whole_market() -> None:
    market = Market.load(SyntheticSource())
    assert (market.first, market.last) == (FIRST_DAY, LAST_DAY)
    assert len(market.closes) > 3 * 365
    assert (market.caps > 0).sum(axis=1).min() >= 130
    assert (market.caps > 0).sum(axis=1).max() >= 160
    assert np.nanmin(market.closes) > 0


# USD, rounded to what a reader would call the size of it.
SIZES = {"BTC": 30e3, "ETH": 3e3, "BNB": 400, "SOL": 100, "XRP": 1, "DOGE": 0.1, "ADA": 0.5, "XLM": 0.2, "SHIB": 2e-5}
SIZES |= {"LTC": 100, "UNI": 10, "MKR": 3e3, "PEPE": 2e-6, "BTT": 1e-6, "XEC": 3e-5, "YFI": 1e4, "EOS": 2, "XMR": 200}


def test_prices__in_the_demos_window__have_the_size_that_readers_know() -> None:
    market = Market.load(SyntheticSource())
    for day in demo_window():
        closes = dict(zip(market.assets, market.closes[day.toordinal() - market.first_day].tolist(), strict=True))
        apart = {asset: closes[asset] / size for asset, size in SIZES.items()}
        assert {asset: ratio for asset, ratio in apart.items() if not 0.2 < ratio < 5} == {}


def test_supplies__of_every_volatile_name__and_its_smallest_unit_is_cheap() -> None:
    prices = SyntheticSource().daily().groupby("asset", observed=True)["price_usd"].max()
    for entry in VOLATILE:
        assert supply(entry.provider_id) > 0
        assert prices[entry.provider_id] / 10**entry.decimals < 0.01


def test_names__unique_ids_and_sane_decimals() -> None:
    everything = (*VOLATILE, *STABLE, *WRAPPED)
    assert len({entry.provider_id for entry in everything}) == len(everything) >= 180
    assert all(0 <= entry.decimals <= 24 and entry.name and entry.symbol for entry in everything)
    assert (named("BTC").name, named("BTC").decimals) == ("Bitcoin", 8)
    assert (named("never-seen").name, named("never-seen").decimals) == ("never-seen", 18)


def test_demo_window__bull_bear_bull__with_names_that_come_and_go(decisions: list[Decision]) -> None:
    regimes = [decision.regime for decision in decisions]
    flips = [place for place in range(1, len(regimes)) if regimes[place] != regimes[place - 1]]
    assert len(decisions) == 36
    assert (regimes[0], regimes[-1], len(flips)) == ("bull", "bull", 2)
    assert sum(len(decision.entered) + len(decision.left) for decision in decisions) >= 10


def test_demo_window__bull__a_hundred_names(decisions: list[Decision]) -> None:
    for decision in decisions:
        assert len(decision.targets) == (101 if decision.regime == "bull" else 3)
        assert decision.coverage_ppm == 1_000_000
        assert not decision.alarms


def test_demo_window__stable_and_wrapped__are_never_members(decisions: list[Decision]) -> None:
    outside = {entry.provider_id for entry in (*STABLE, *WRAPPED)}
    assert not any(outside & set(decision.members) for decision in decisions)
