"""A fund whose holders come by the router: a million dollars, nine tenths of it in seven assets."""

from collections.abc import Iterator

import pytest

from tests.contracts.router.route import Route
from tests.contracts.vault.fund import Fund
from world.market import World

BASKET = {"BTC": 300_000, "ETH": 250_000, "DAI": 100_000, "XRP": 100_000, "SOL": 70_000, "DOGE": 50_000, "SHIB": 30_000}


@pytest.fixture
def route(world: World) -> Iterator[Route]:
    """`holder` has 900,000 USDC in shares, `other_holder` 100,000. After each test the router has nothing."""
    world.chain.pace(0)
    world.lift_flow_limit()
    fund = Fund(world)
    fund.enter(fund.roles.holder, 900_000)
    fund.enter(fund.roles.other_holder, 100_000)
    fund.buy(BASKET)
    yield Route(fund)
    world.chain.pace(None)
