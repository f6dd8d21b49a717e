"""What things are worth where prices are missing, names end and assets die."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from keepers.backtest import History
from keepers.backtest.marks import Event, Marks
from keepers.snapshot import Market
from tests.keepers.decide.markets import flat, panel

NAMES = ["A", "B", "BTC"]


def market(closes: np.ndarray | None = None) -> Market:
    """22 days, rows on the Mondays 0, 7, 14 and 21."""
    given = panel(flat(10.0, 20.0, 30.0, days=22) if closes is None else closes, NAMES, date(2022, 1, 4))
    names = ("assets", "first_day", "closes", "row_days", "caps", "volumes", "row_prices", "eligible")
    return Market(label="m", bitcoin="BTC", **{name: getattr(given, name) for name in names})


def test_marks__missing_close__carries_the_last() -> None:
    closes = flat(10.0, 20.0, 30.0, days=22)
    closes[3, 0], closes[4:6, 0] = 12.0, np.nan
    assert Marks.of(market(closes), ()).prices[3:7, 0].tolist() == [12, 12, 12, 10]


def test_marks__price_of_a_row__stands_in() -> None:
    closes = flat(10.0, 20.0, 30.0, days=22)
    closes[:, 1] = np.nan
    given = market(closes)
    rows = np.full(given.caps.shape, np.nan)
    rows[:, 1] = [5.0, 6.0, 7.0, 8.0]
    found = Marks.of(replace(given, row_prices=rows, caps=np.full(given.caps.shape, 9)), ())
    assert found.prices[[0, 6, 7, 20, 21], 1].tolist() == [5, 5, 6, 7, 8]


@pytest.mark.parametrize(("last_close", "cut_on"), [(5, 14), (7, 14), (8, 21)])
def test_marks__a_week_without_price_or_row__falls_below_the_smallest(last_close: int, cut_on: int) -> None:
    closes = flat(10.0, 20.0, 30.0, days=22)
    closes[last_close + 1 :, 1] = np.nan  # the rows of caps end with the closes
    prices = Marks.of(market(closes), ()).prices[:, 1]
    assert prices[cut_on - 1] == 20
    assert prices[cut_on:].tolist() == pytest.approx([20 * 0.9 * 10 / 20] * (22 - cut_on))


def test_marks__dead_and_priced_again__the_price_counts() -> None:
    closes = flat(10.0, 20.0, 30.0, days=22)
    closes[6:, 1], closes[18, 1] = np.nan, 0.5
    prices = Marks.of(market(closes), ()).prices[:, 1]
    assert prices[17] == pytest.approx(9)
    assert prices[18:].tolist() == [0.5] * 4


def test_marks__migration__goes_on_at_the_ratio() -> None:
    closes = flat(10.0, 20.0, 30.0, days=22)
    closes[10:, 1] = np.nan
    day = date.fromordinal(market().first_day + 10)
    prices = Marks.of(market(closes), (Event(old="B", new="A", day=day, ratio=2.5),)).prices
    assert prices[8:12, 1].tolist() == [20, 20, 25, 25]


def test_marks__split__counts_the_units_of_before() -> None:
    closes = flat(10.0, 20.0, 30.0, days=22)
    closes[10:, 1] = 0.2
    day = date.fromordinal(market().first_day + 10)
    prices = Marks.of(market(closes), (Event(old="B", new="B", day=day, ratio=100),)).prices
    assert prices[:, 1].tolist() == pytest.approx([20] * 22)


def test_marks__volume__the_last_known_one_else_a_hundredth_of_the_cap() -> None:
    given = market()
    given.volumes[:, 0] = [-1, 500, -1, 700]
    volumes = Marks.of(given, ()).volumes[:, 0]
    assert volumes[[0, 6, 7, 14, 20, 21]].tolist() == [10**8, 10**8, 500, 500, 500, 700]


def test_marks__luna__loses_nearly_all_the_day_the_rows_say_so(real: History) -> None:
    column = real.market.assets.index("LUNC")
    prices = real.marks.prices[:, column]
    before, after = (real.marks.position(date(2022, 5, day)) for day in (15, 16))
    assert prices[before] == 32
    assert prices[after] < 1.0


def test_marks__of_a_shorter_market__are_the_same(history: History) -> None:
    whole = history.market
    days = 500
    rows = whole.row_days < days
    shorter = replace(
        whole,
        closes=whole.closes[:days],
        row_days=whole.row_days[rows],
        **{name: getattr(whole, name)[rows] for name in ("caps", "volumes", "row_prices")},
    )
    assert np.array_equal(Marks.of(shorter).prices, history.marks.prices[:days])
