"""Gas of a switch whose legs go through WETH, and of one in which some do and some cross ticks."""

from collections.abc import Sequence

import pytest

from tests.conftest import gas_used
from tests.gas.hundred import ASSETS, CASH, WHOLE_PPM, Hundred, Leg
from tests.gas.report import Measurement
from tests.gas.test_gas import pool_of, session_gas
from world.contract import Contract
from world.node import TRANSACTION_GAS_CAP
from world.pools import TICK_SPACING
from world.weth import WethMarket, hop

Measured = dict[str, Measurement]

WETH_PRICE = 2_300.0
CROSSING = range(90, 100)  # the thinnest: the sale moves their price by a percent and more
NARROW_PART = 100  # of a pool's liquidity


@pytest.fixture
def weth(hundred: Hundred) -> WethMarket:
    return WethMarket.open(hundred.world, price=WETH_PRICE)


def test_switch__a_hundred_legs_through_weth__is_one_transaction(
    hundred: Hundred, weth: WethMarket, measured: Measured
) -> None:
    legs = through_weth(hundred, weth, range(ASSETS))
    measured["two_hop_100"] = switch(hundred, weth, "two_hop_100", legs)


def test_switch__forty_legs_through_weth_and_ten_across_ticks__is_one_transaction(
    hundred: Hundred, weth: WethMarket, measured: Measured
) -> None:
    legs = through_weth(hundred, weth, [place for place in range(ASSETS) if place % 5 in (0, 2)])
    edges = {place: put_a_tick_near(hundred, legs[place]) for place in CROSSING}
    measured["mixed_100"] = switch(hundred, weth, "mixed_100", legs)
    assert sum(leg[5] != 0 for leg in legs) == 40
    for place, (lower, upper) in edges.items():
        assert not lower <= first_pool(hundred, legs[place]).slot0()[1] < upper


def test_switch__trader_was_given_one_unit_of_weth__needs_no_gas_beyond_what_it_uses(
    hundred: Hundred, weth: WethMarket
) -> None:
    """Without it every leg writes a new slot, and the refund comes too late for the gas limit."""
    legs = through_weth(hundred, weth, range(0, ASSETS, 5))
    hundred.decide({CASH: WHOLE_PPM}, bull=False)
    used, limit = session_gas(hundred, legs)
    weth.token.transfer(hundred.index.trader, 1, sender=hundred.roles.market)
    used_then, limit_then = session_gas(hundred, legs)
    assert limit - used > 300_000
    assert limit_then - used_then < 100_000
    assert used_then <= used


def through_weth(hundred: Hundred, weth: WethMarket, places: Sequence[int]) -> list[Leg]:
    """The legs of a switch into USDC; those at `places` have two hops, through pools opened for them."""
    legs = hundred.sell_everything()
    with hundred.chain.one_block():
        pools = {place: weth.pool(hundred.assets[place]) for place in places}
    second = hop(weth.cash_pool, weth.token)
    for place, pool in pools.items():
        legs[place] = (*legs[place][:4], hop(pool, hundred.assets[place].token), second, 0)
    return legs


def switch(hundred: Hundred, weth: WethMarket, name: str, legs: list[Leg]) -> Measurement:
    """Run the session; what it used, beside the floor."""
    # First: a pool writes its oracle once a second, and these were opened just now.
    hundred.decide({CASH: WHOLE_PPM}, bull=False)
    floor = lean_route(hundred, weth, legs)
    used, limit = session_gas(hundred, legs)
    receipt = hundred.trade(legs, gas=limit)
    assert limit <= TRANSACTION_GAS_CAP
    assert len(hundred.index.trader.events(receipt, "LegTraded")) == ASSETS
    assert hundred.index.vault.held() == []
    assert weth.token.balanceOf(hundred.index.trader) == 0
    return Measurement.of(name, used, floor, gas_limit=limit)


def first_pool(hundred: Hundred, leg: Leg) -> Contract:
    return hundred.chain.contract("UniswapV3Pool", pool_of(leg[4]))


def put_a_tick_near(hundred: Hundred, leg: Leg) -> tuple[int, int]:
    """A thin position of one tick spacing around the price of the leg's first pool; its edges."""
    pool = first_pool(hundred, leg)
    spacing = TICK_SPACING[pool.fee()]
    lower = pool.slot0()[1] // spacing * spacing
    position = (lower, lower + spacing, pool.liquidity() // NARROW_PART)
    hundred.world.maker.provide(pool, [position], sender=hundred.roles.market)
    return lower, lower + spacing


def lean_route(hundred: Hundred, weth: WethMarket, trades: list[Leg]) -> int:
    """The same trades by LeanRoute, undone afterwards. What is sold leaves one unit, as it does in the vault."""
    chain, market = hundred.chain, hundred.roles.market
    snapshot = chain.snapshot()
    lean = chain.deploy("LeanRoute")
    legs = []
    with chain.one_block():
        hundred.world.usdc.mint(lean, 1, sender=market)
        for asset, (_, _, _, _, first, second, _) in zip(hundred.assets, trades, strict=True):
            book = hundred.index.vault.book(asset.asset_id)[0]
            asset.token.mint(lean, book, sender=market)
            hops = (pool_of(first), bool(first >> 160), book - 1, pool_of(second), bool(second >> 160))
            legs.append((asset.token, asset.feed.proxy, *hops))
    used = gas_used(lean.switch(legs, weth.token, sender=hundred.roles.executor))
    chain.revert(snapshot)
    return used
