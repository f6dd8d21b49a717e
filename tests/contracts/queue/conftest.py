"""A fund with two holders and a queue (`counter`), and one whose trader trades in real pools (`desk`)."""

from collections.abc import Iterator

import pytest

from tests.contracts.queue.counter import Counter
from tests.contracts.trader.desk import Desk
from tests.contracts.vault.fund import Fund
from tests.funded import invest
from world.market import World

BASKET = {"BTC": 300_000, "ETH": 250_000, "DAI": 100_000, "XRP": 100_000, "SOL": 70_000, "DOGE": 50_000, "SHIB": 30_000}


@pytest.fixture
def fee_receiver(world: World) -> str:
    """FundPolicy collects the fee shares."""
    return world.index.policy.address


@pytest.fixture
def counter(world: World) -> Iterator[Counter]:
    """`holder` has 900,000 USDC in shares, `other_holder` 100,000; about 100,000 of it is cash."""
    world.chain.pace(0)
    world.lift_flow_limit()
    fund = Fund(world)
    fund.enter(fund.roles.holder, 900_000)
    fund.enter(fund.roles.other_holder, 100_000)
    fund.buy(BASKET)
    yield Counter(fund)
    world.chain.pace(None)


@pytest.fixture
def desk(world: World) -> Desk:
    """A million of `holder`'s on target: 40 % BTC, 39 % ETH, 20 % DAI, 1 % cash."""
    holder = world.roles.holder
    invest(world)
    world.index.vault.approve(world.index.queue, 2**256 - 1, sender=holder)
    desk = Desk.open(world)
    desk.target(BTC=400_000, ETH=390_000, DAI=200_000)
    desk.run(desk.buy("BTC", 400_000), desk.buy("ETH", 390_000), desk.buy("DAI", 200_000))
    return desk
