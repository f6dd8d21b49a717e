"""What a backtest charges for a session's trades, by hand."""

from math import sqrt
from pathlib import Path

import pytest

from keepers.backtest import Costs
from keepers.book import AssetBook, load_book
from keepers.chain import Index
from keepers.replay import Session, charged, daily_volumes, simulated_cost
from keepers.snapshot import Snapshot
from keepers.snapshot.document import encoded
from tests.keepers.snapshot.test_document import small

USD = 10**18


@pytest.fixture
def book(index: Index, folder: Path) -> AssetBook:
    return load_book(folder / "assets.json")


def session(book: AssetBook, nav: int, **traded: int) -> Session:
    """Dollars traded by provider id."""
    ids = {asset.provider_id: asset.asset_id for asset in book.assets}
    return Session(
        number=1,
        epoch=1,
        kind="session",
        legs=len(traded),
        block=1,
        timestamp=0,
        nav_before=nav * USD,
        nav_after=nav * USD,
        turnover=sum(traded.values()) * USD,
        cost=0,
        gained=0,
        traded={ids[name]: worth * USD for name, worth in traded.items()},
        sums_agree=True,
    )


def test_simulated_cost__volatile_assets_pay__stable_ones_are_cash(book: AssetBook) -> None:
    found = session(book, 1_000_000, BTC=100_000, DAI=500_000)
    assert charged(found, book) == {"BTC": 100_000 * USD}
    assert simulated_cost(found, book, Costs(), {}) == pytest.approx(400)
    assert simulated_cost(found, book, Costs(trade_bps=100), {}) == pytest.approx(1_000)


def test_simulated_cost__only_stable_assets__nothing(book: AssetBook) -> None:
    assert simulated_cost(session(book, 1_000_000, DAI=500_000), book, Costs(), {}) == 0


def test_simulated_cost__impact__by_the_square_root_of_the_days_volume(book: AssetBook) -> None:
    found = session(book, 1_000_000, BTC=100_000, LINK=1_000)
    costs = Costs(trade_bps=40, impact_bps=100)
    volumes = {"BTC": 400_000.0, "LINK": 10_000.0}
    expected = 100_000 * (40 + 100 * sqrt(1 / 4)) / 1e4 + 1_000 * (40 + 100 * sqrt(1 / 10)) / 1e4
    assert simulated_cost(found, book, costs, volumes) == pytest.approx(expected)


def test_simulated_cost__volume_unknown__the_most_there_is(book: AssetBook) -> None:
    found = session(book, 1_000_000, LINK=1_000)
    assert simulated_cost(found, book, Costs(impact_bps=100), {}) == pytest.approx(50)


def test_daily_volumes__of_the_last_row_that_knows() -> None:
    snapshot = Snapshot(encoded(small(), "by hand"))
    panel = snapshot.inputs.panel
    found = daily_volumes(snapshot)
    assert tuple(found) == panel.assets
    for column, name in enumerate(panel.assets):
        known = panel.volumes[:, column]
        assert found[name] == known[known > 0][-1]
