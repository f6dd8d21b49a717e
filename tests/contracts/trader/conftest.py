"""A world with a funded index in USDC (`desk`), the same invested (`invested`), and ways through WETH (`routes`)."""

from dataclasses import replace

import pytest

from tests.conftest import MONDAY, own_node
from tests.contracts.trader.desk import Desk
from tests.contracts.trader.raid import Raid
from tests.contracts.trader.routes import Routes
from tests.funded import four_assets, invest
from world.chain import Chain
from world.market import World

chain = own_node("A node of their own: the desk puts a stand-in where the strategy was.")


@pytest.fixture(scope="session")
def _funded(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    world = World.create(tmp_path_factory.mktemp("world"), four_assets(), MONDAY, chain=chain)
    invest(world)
    return Desk.open(world)


@pytest.fixture(scope="session")
def routes(_funded: Desk) -> Routes:
    """LINK / WETH and WETH / USDC, and LINK / USDC in a pair."""
    return Routes.open(_funded.world)


@pytest.fixture
def desk(_funded: Desk) -> Desk:
    """1,000,000 USDC in the vault, nothing else, no decision yet."""
    return replace(_funded)


@pytest.fixture
def invested(desk: Desk) -> Desk:
    """30 % BTC, 30 % ETH, 5 % LINK, 10 % DAI, the rest USDC: on target."""
    desk.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=100_000)
    desk.run(desk.buy("BTC", 300_000), desk.buy("ETH", 300_000), desk.buy("LINK", 50_000), desk.buy("DAI", 100_000))
    return desk


@pytest.fixture
def raid(invested: Desk, routes: Routes) -> Raid:
    """LINK is to be sold."""
    invested.target(BTC=300_000, ETH=300_000, DAI=100_000)
    return Raid(invested, routes)
