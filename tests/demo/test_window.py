"""The weeks of a market: which Mondays, which assets, which prices."""

from datetime import date
from pathlib import Path

import pytest

from demo.settings import Settings, mondays_between
from demo.window import Window
from keepers.models import BookEntry
from keepers.sources.synthetic import demo_window

CLASS_CAPS = {"deep": 1_000_000, "medium": 100_000, "thin": 5_000}


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Window:
    return Window.open(Settings(tmp_path_factory.mktemp("window")))


def book_of(window: Window) -> tuple[BookEntry, ...]:
    stables = [BookEntry(place, name, name, 1_000_000, True, "active", 0) for place, name in enumerate(STABLES, 1)]
    listed = [
        BookEntry(place, a.provider_id, a.symbol, CLASS_CAPS[a.liquidity_class], False, "active", 0, a.liquidity_class)
        for place, a in enumerate(window.universe, len(stables) + 1)
    ]
    return (*stables, *listed)


STABLES = ("USDC", "USDT", "DAI")


def test_window__default__is_the_eventful_one(window: Window) -> None:
    first, last = demo_window()
    assert (window.looks[0], window.looks[-1], len(window.looks)) == (first, last, 36)
    assert all(look.weekday() == 0 for look in window.looks)


def test_window__universe__has_every_member_once_and_no_stable(window: Window) -> None:
    names = [asset.provider_id for asset in window.universe]
    assert len(names) == len(set(names)) > 110
    assert set(window.genesis.members) <= set(names)
    assert not set(STABLES) & set(names)
    assert (names[0], window.universe[0].name) == ("BTC", "Bitcoin")


def test_window__prices__are_there_for_all_listed(window: Window) -> None:
    for look in (window.looks[0], window.looks[-1]):
        prices = window.prices(look)
        assert prices and all(price > 0 for price in prices.values())
    assert len(window.prices(window.looks[-1])) == len(window.universe)


def test_window__dead_asset__is_stale_a_week_later(window: Window) -> None:
    # LUNA dies in this market; its closes end in October 2022.
    assert "LUNA" not in window.stale(window.looks[0])
    assert "LUNA" in window.stale(window.looks[-1])


def test_window__hold__starts_at_one_and_falls_with_the_crash(window: Window) -> None:
    hold = window.hold(book_of(window))
    assert len(hold) == len(window.looks)
    assert hold[0] == 1.0
    assert min(hold) < 0.6


def test_mondays__from_any_day__start_with_the_next_one() -> None:
    assert mondays_between(date(2022, 1, 4), date(2022, 1, 17)) == [date(2022, 1, 10), date(2022, 1, 17)]
    assert mondays_between(date(2022, 1, 4), date(2022, 1, 9)) == []


def test_window__weeks_and_end__count_back(tmp_path: Path) -> None:
    window = Window.open(Settings(tmp_path, end=date(2022, 12, 1), weeks=3))
    assert window.looks == (date(2022, 11, 14), date(2022, 11, 21), date(2022, 11, 28))
