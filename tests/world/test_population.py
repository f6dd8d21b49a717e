"""From market history to assets of a world: who is listed, by what name, at which price."""

from datetime import date, timedelta

import numpy as np
import pytest

from keepers.errors import DateOutOfRange
from keepers.parameters import load_parameters
from keepers.snapshot.market import Market
from keepers.sources import open_source
from keepers.sources.synthetic import demo_window
from world.population import MarketPrices, population, unix_midnight
from world.tokens import STABLES


@pytest.fixture(scope="module")
def history() -> Market:
    return Market.load(open_source("synthetic"))


def test_population__of_the_demo__covers_every_possible_member(history: Market) -> None:
    start, end = demo_window()
    parameters = load_parameters()
    assets = population(history, parameters, "product", start, end)
    found = {asset.provider_id for asset in assets}
    assert len(found) == len(assets) > 100
    assert not found & {stable.provider_id for stable in STABLES}

    rules = parameters.rules_of("product")
    panel = history.panel(start, rules, parameters)
    caps = np.where(panel.eligible[-1], panel.caps[-1], 0)
    largest = {panel.assets[i] for i in np.argsort(-caps, kind="stable")[: rules.keep_rank]}
    assert largest <= found


def test_population__first_asset__is_named_and_deep(history: Market) -> None:
    first = population(history, load_parameters(), "product", *demo_window())[0]
    assert (first.symbol, first.name, first.decimals, first.liquidity_class) == ("BTC", "Bitcoin", 8, "deep")
    assert first.depth_usd == 400e6


def test_prices__on_a_day__are_the_closes_of_the_day_before(history: Market) -> None:
    day = demo_window()[0]
    price = MarketPrices(history).of(["BTC", "no such asset"], day)
    row = day.toordinal() - 1 - history.first_day
    assert price == {"BTC": history.closes[row, history.assets.index("BTC")]}


def test_prices__past_the_end__are_refused(history: Market) -> None:
    with pytest.raises(DateOutOfRange):
        MarketPrices(history).of(["BTC"], history.last + timedelta(days=2))


def test_midnight__is_utc() -> None:
    assert unix_midnight(date(2024, 1, 1)) == 1_704_067_200
