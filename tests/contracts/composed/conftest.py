"""A fund that holds what is priced through something else: WBTC by two feeds, sDAI by its vault's rate and DAI's feed.

Both were bought in Uniswap pools, by sessions of the trader. No fees, so that nothing but prices moves NAV and shares.
"""

from dataclasses import replace

import pytest

from tests.conftest import MONDAY, own_node
from tests.contracts.composed.holding import SDAI, WBTC, Holding
from tests.contracts.trader.desk import Desk
from tests.funded import four_assets, invest
from world.chain import Chain
from world.market import World

chain = own_node("A node of their own: the desk puts a stand-in where the strategy was.")


@pytest.fixture(scope="session")
def world(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The desk's market, WBTC and sDAI."""
    return World.create(tmp_path_factory.mktemp("world"), [*four_assets(), WBTC, SDAI], MONDAY, chain=chain)


@pytest.fixture(scope="session")
def _invested(world: World) -> Desk:
    world.index.policy.set_fees(0, 0, sender=world.roles.owner)
    invest(world)
    desk = Desk.open(world)
    desk.target(BTC=100_000, WBTC=300_000, sDAI=400_000)
    desk.run(desk.buy("BTC", 100_000), desk.buy("WBTC", 300_000), desk.buy("sDAI", 400_000))
    # The line of sDAI's rate starts here, not eight days ago when it was listed.
    Holding(desk).refresh()
    return desk


@pytest.fixture
def holding(_invested: Desk) -> Holding:
    """10 % BTC, 30 % WBTC, 40 % sDAI, the rest USDC, of a million."""
    return Holding(replace(_invested))
