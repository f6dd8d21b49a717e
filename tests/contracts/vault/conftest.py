"""Funds for the tests of the vault: a small one with tokens of 6, 8, 9 and 18 decimals, and one with 100 assets."""

from collections.abc import Iterator

import pytest

from tests.contracts.vault.fund import Fund
from world.market import World
from world.tokens import ranked_asset

# Dollars of each in the small fund, beside about 100,000 of cash: dear and cheap, stable and not.
BASKET = {"BTC": 300_000, "ETH": 250_000, "DAI": 100_000, "XRP": 100_000, "SOL": 70_000, "DOGE": 50_000, "SHIB": 30_000}
ENTRY = 1_000_000  # dollars of the first holder


@pytest.fixture(scope="session")
def fee_receiver(world: World) -> str:
    """Who is given the fee shares: FundPolicy, which splits them."""
    return world.index.policy.address


@pytest.fixture
def empty_fund(world: World) -> Iterator[Fund]:
    """Nothing but the burned seed of 100 USDC."""
    world.chain.pace(0)
    world.lift_flow_limit()
    yield Fund(world)
    world.chain.pace(None)


@pytest.fixture
def fund(empty_fund: Fund) -> Fund:
    """A million of `holder`'s, nine tenths of it in seven assets."""
    empty_fund.enter(empty_fund.roles.holder, ENTRY)
    empty_fund.buy(BASKET)
    return empty_fund


@pytest.fixture
def fund_100(world_100: World) -> Iterator[Fund]:
    """A million of `holder`'s, spread evenly over 100 volatile assets and a little cash."""
    world_100.chain.pace(0)
    world_100.lift_flow_limit()
    fund = Fund(world_100)
    fund.enter(fund.roles.holder, ENTRY)
    fund.buy({asset.provider_id: 9_900 for asset in world_100.assets if not asset.market.stable})
    yield fund
    world_100.chain.pace(None)


@pytest.fixture
def fund_112(fund_100: Fund) -> Fund:
    """As many assets as the list may hold: the hundred, two stable ones and ten more."""
    fund_100.buy({"USDT": 100, "DAI": 100})
    more = fund_100.add([ranked_asset(f"X{n}", f"X{n}", f"Extra {n}", 1.0, 101 + n) for n in range(10)])
    fund_100.hold_more(more, [10**20] * len(more))
    assert len(fund_100.vault.held()) == 112
    return fund_100
