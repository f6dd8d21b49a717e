"""A world with a funded index in USDC (`desk`), the same invested (`invested`), and ways through WETH (`routes`)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.conftest import MONDAY
from tests.contracts.trader.desk import CAPITAL, Desk, market
from tests.contracts.trader.raid import Raid
from tests.contracts.trader.routes import Routes
from world.chain import Chain
from world.market import LISTED_BEFORE, World


@pytest.fixture(scope="session")
def chain() -> Iterator[Chain]:
    """A node of their own: the desk puts a stand-in where the strategy was."""
    chain = Chain.start(MONDAY - LISTED_BEFORE)
    yield chain
    chain.stop()


@pytest.fixture(scope="session")
def _funded(chain: Chain, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    world = World.create(tmp_path_factory.mktemp("world"), market(), MONDAY, chain=chain)
    world.lift_flow_limit()
    holder = world.roles.holder
    world.fund(holder, CAPITAL)
    world.usdc.approve(world.index.vault, 2**256 - 1, sender=holder)
    world.index.vault.deposit(CAPITAL * 10**6, holder, sender=holder)
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
