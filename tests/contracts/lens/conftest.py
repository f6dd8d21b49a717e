"""What the lens looks at: funds (`fund`, `fund_112`), a queue (`counter`), a trader (`invested`); and the `lens`."""

from collections.abc import Iterator

import pytest

from tests.contracts.queue.counter import Counter
from tests.contracts.trader.desk import Desk
from tests.contracts.vault.fund import Fund
from tests.funded import invest
from world.contract import Contract
from world.market import World
from world.tokens import ranked_asset

BASKET = {"BTC": 300_000, "ETH": 250_000, "DAI": 100_000, "XRP": 100_000, "SOL": 70_000, "DOGE": 50_000, "SHIB": 30_000}


@pytest.fixture
def lens(world: World) -> Contract:
    """Of `world`."""
    return world.index.lens


@pytest.fixture
def trader_code(world: World) -> str:
    """What stands at the trader's address before `fund` puts a stand-in there."""
    return str(world.chain.rpc("eth_getCode", world.index.trader.address, "latest"))


@pytest.fixture
def fund(world: World, trader_code: str) -> Iterator[Fund]:
    """`holder` has 900,000 USDC in shares, `other_holder` 100,000; 100,000 of it is cash, the rest in seven assets."""
    world.chain.pace(0)
    world.lift_flow_limit()
    fund = Fund(world)
    fund.enter(fund.roles.holder, 900_000)
    fund.enter(fund.roles.other_holder, 100_000)
    fund.buy(BASKET)
    yield fund
    world.chain.pace(None)


@pytest.fixture
def counter(fund: Fund) -> Counter:
    """The queue of `fund`."""
    return Counter(fund)


@pytest.fixture
def invested(world: World) -> Desk:
    """A million on target: 30 % BTC, 30 % ETH, 5 % LINK, 10 % DAI, the rest USDC."""
    invest(world)
    desk = Desk.open(world)
    desk.target(BTC=300_000, ETH=300_000, LINK=50_000, DAI=100_000)
    desk.run(desk.buy("BTC", 300_000), desk.buy("ETH", 300_000), desk.buy("LINK", 50_000), desk.buy("DAI", 100_000))
    return desk


@pytest.fixture
def fund_112(world_100: World) -> Iterator[Fund]:
    """As many assets as the list may hold: a hundred volatile ones, two stable ones and ten more; the real trader."""
    chain, trader = world_100.chain, world_100.index.trader.address
    code = chain.rpc("eth_getCode", trader, "latest")
    chain.pace(0)
    world_100.lift_flow_limit()
    fund = Fund(world_100)
    fund.enter(fund.roles.holder, 1_000_000)
    fund.buy({asset.provider_id: 9_900 for asset in world_100.assets if not asset.market.stable})
    fund.buy({"USDT": 100, "DAI": 100})
    more = fund.add([ranked_asset(f"X{n}", f"X{n}", f"Extra {n}", 1.0, 101 + n) for n in range(10)])
    fund.hold_more(more, [10**20] * len(more))
    assert len(fund.vault.held()) == 112
    chain.rpc("anvil_setCode", trader, code)
    yield fund
    chain.pace(None)
