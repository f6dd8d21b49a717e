"""From market history to the feeds of a world: what an asset costs on a day."""

from datetime import date, timedelta

import pytest

from keepers.errors import DateOutOfRange
from keepers.snapshot.market import Market
from keepers.sources import open_source
from keepers.sources.synthetic import demo_window
from world.prices import MarketPrices, unix_midnight


@pytest.fixture(scope="module")
def history() -> Market:
    return Market.load(open_source("synthetic"))


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
