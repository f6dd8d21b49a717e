"""A fund with two holders and a queue (`counter`): a million, nine tenths of it in seven assets."""

from collections.abc import Iterator

import pytest

from tests.contracts.queue.counter import Counter
from tests.contracts.vault.fund import Fund
from world.market import World

BASKET = {"BTC": 300_000, "ETH": 250_000, "DAI": 100_000, "XRP": 100_000, "SOL": 70_000, "DOGE": 50_000, "SHIB": 30_000}


@pytest.fixture
def counter(world: World) -> Iterator[Counter]:
    """`holder` has 900,000 USDC in shares, `other_holder` 100,000; about 100,000 of it is cash."""
    world.chain.rpc("anvil_setBlockTimestampInterval", 0)
    fund = Fund(world)
    fund.enter(fund.roles.holder, 900_000)
    fund.enter(fund.roles.other_holder, 100_000)
    fund.buy(BASKET)
    yield Counter(fund)
    world.chain.rpc("anvil_removeBlockTimestampInterval")
