"""A year of the market, a bull and a bear fund in it, and the trader."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from tests.contracts.arbitrage.market import Market
from tests.contracts.arbitrage.stage import Stage
from tests.contracts.arbitrage.trader import Trader
from tests.contracts.vault.fund import Fund
from world.market import World

SEED = 1

# Thousandths of the fund; USDC has the rest: the cash target of 1 %, a third in bear.
BULL = {
    "BTC": 300,
    "ETH": 250,
    "BNB": 80,
    "SOL": 70,
    "XRP": 60,
    "ADA": 50,
    "AVAX": 50,
    "DOGE": 50,
    "LINK": 40,
    "SHIB": 40,
}
BEAR = {"USDT": 330, "DAI": 330}


@pytest.fixture(scope="session")
def year(world: World) -> Market:
    """Feeds a minute late."""
    return Market.of(world.assets, SEED)


@pytest.fixture(scope="session")
def late_years(year: Market) -> dict[int, Market]:
    """The same with feeds that are later, by their delay in minutes."""
    return {delay: year.late(delay) for delay in (5, 15, 60)}


@pytest.fixture(scope="module", params=["bull", "bear"])
def stage(world: World, year: Market, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """A fund with the flow limit it was deployed with; undone when the module is through with it."""
    before = world.chain.snapshot()
    world.chain.pace(0)
    weights = {"bull": BULL, "bear": BEAR}[request.param]
    yield Stage(request.param, Fund(world), year, {p: Fraction(weight, 1_000) for p, weight in weights.items()})
    world.chain.pace(None)
    world.chain.revert(before)


@pytest.fixture
def trader(stage: Stage) -> Trader:
    return Trader(stage)
