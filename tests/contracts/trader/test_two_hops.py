"""Legs of two hops: LINK and USDC through WETH, which the fund never owns."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk
from tests.contracts.trader.routes import Routes, Way, through

VENUES = ("V3", "V2")
SOLD = 1_000 * 10**18  # raw LINK, worth 15,000 USD
SPENT = 10_000 * 10**6  # raw USDC
ETHER = 10**18

each_way = [pytest.param(first, second, id=f"{first}-{second}") for first in VENUES for second in VENUES]


@pytest.fixture
def selling(invested: Desk) -> Desk:
    """LINK is to be sold."""
    invested.target(BTC=300_000, ETH=300_000, DAI=100_000)
    return invested


@pytest.fixture
def buying(invested: Desk) -> Desk:
    """More LINK is to be bought."""
    invested.target(BTC=300_000, ETH=300_000, LINK=80_000, DAI=100_000)
    return invested


@pytest.mark.parametrize(("first", "second"), each_way)
def test_sell__through_weth__pays_what_both_pools_pay(selling: Desk, routes: Routes, first: str, second: str) -> None:
    way = routes.sell(first, second)
    expected = way.pays(SOLD)
    before = selling.balance("USDC"), selling.balance("LINK")
    receipt = selling.run(through(selling.sell("LINK", raw=SOLD), way))
    (leg,) = selling.legs_of(receipt)
    assert (leg.amount_in, leg.amount_out) == (SOLD, expected)
    assert (selling.balance("USDC"), selling.balance("LINK")) == (before[0] + expected, before[1] - SOLD)
    assert 0 < selling.lost_bps(receipt) < 100
    assert_books_are_true(selling, routes)


@pytest.mark.parametrize(("first", "second"), each_way)
def test_buy__through_weth__pays_what_both_pools_pay(buying: Desk, routes: Routes, first: str, second: str) -> None:
    way = routes.buy(first, second)
    expected = way.pays(SPENT)
    before = buying.balance("USDC"), buying.balance("LINK")
    receipt = buying.run(through(buying.buy("LINK", raw=SPENT), way))
    (leg,) = buying.legs_of(receipt)
    assert (leg.amount_in, leg.amount_out) == (SPENT, expected)
    assert (buying.balance("USDC"), buying.balance("LINK")) == (before[0] - SPENT, before[1] + expected)
    assert 0 < buying.lost_bps(receipt) < 100
    assert_books_are_true(buying, routes)


def test_rebalance__legs_of_every_kind__run_in_one_session(invested: Desk, routes: Routes) -> None:
    invested.target(BTC=250_000, ETH=400_000, DAI=100_000)
    sells = [routes.sell(first, second) for first in VENUES for second in VENUES] + [routes.sell("V2")]
    legs = [through(invested.sell("LINK", raw=SOLD // 4), way) for way in sells]
    before = invested.balance("LINK")
    receipt = invested.run(
        *legs, invested.sell("LINK", raw=SOLD), invested.sell("BTC", 0.4), invested.buy("ETH", 9_000)
    )
    assert invested.summary(receipt).legs == 8
    assert invested.balance("LINK") == before - 5 * (SOLD // 4) - SOLD
    assert_books_are_true(invested, routes)


def test_sell__all_but_dust__through_weth(selling: Desk, routes: Routes) -> None:
    selling.run(through(selling.sell("LINK"), routes.sell("V3", "V3")))
    assert selling.balance("LINK") == 1
    assert "LINK" not in selling.held()


@pytest.mark.parametrize("second", VENUES)
def test_sell__through_an_asset_of_the_fund__leaves_its_book(selling: Desk, routes: Routes, second: str) -> None:
    """The intermediate is ETH, which the fund holds and trades in the same session."""
    ether, pool = selling.token("ETH"), selling.asset("ETH").pool
    assert pool is not None
    first = routes.listed_pair(selling, LINK=1_000_000, ETH=6_522)
    last = pool if second == "V3" else routes.listed_pair(selling, ETH=10_000, USDC=23_000_000)
    way = Way((first, last), (selling.token("LINK"), ether))
    expected = way.pays(SOLD)
    before = selling.balance("ETH")
    receipt = selling.run(through(selling.sell("LINK", raw=SOLD), way))
    assert selling.legs_of(receipt)[0].amount_out == expected
    assert selling.balance("ETH") == before == ether.balanceOf(selling.vault)
    assert selling.balance("USDC") == selling.usdc.balanceOf(selling.vault)
    assert ether.balanceOf(selling.trader) == 0


@pytest.mark.parametrize("second", VENUES)
def test_sell__trader_was_given_weth__keeps_it_and_pays_the_same(
    selling: Desk, routes: Routes, market: str, second: str
) -> None:
    way = routes.sell("V3", second)
    expected = way.pays(SOLD)
    routes.weth.token.transfer(selling.trader, 5 * ETHER, sender=market)
    selling.usdc.mint(selling.trader, 10**6, sender=market)
    receipt = selling.run(through(selling.sell("LINK", raw=SOLD), way))
    assert selling.legs_of(receipt)[0].amount_out == expected
    assert routes.weth.token.balanceOf(selling.trader) == 5 * ETHER
    assert selling.usdc.balanceOf(selling.trader) == 10**6


def test_sell__two_hops_below_the_own_bound__reverts(selling: Desk, routes: Routes) -> None:
    way = routes.sell("V3", "V3")
    leg = through(selling.sell("LINK", raw=SOLD, min_out=way.pays(SOLD) + 1), way)
    with reverts("trader: below min out"):
        selling.run(leg)


def test_sell__weth_is_cheap_in_the_second_pool__reverts(selling: Desk, routes: Routes, market: str) -> None:
    way = routes.sell("V3", "V2")
    pair = routes.weth_usdc["V2"]
    dump = routes.weth.token.balanceOf(pair.contract) // 50  # moves the price by four percent
    routes.weth.token.transfer(pair.contract, dump, sender=market)
    pair.contract.sync(sender=market)
    with reverts("trader: slippage"):
        selling.run(through(selling.sell("LINK", raw=SOLD), way))


@pytest.mark.parametrize("bit", [161, 167, 169, 176, 255])
@pytest.mark.parametrize("place", [0, 1])
def test_sell__a_hop_of_an_unknown_venue__reverts(selling: Desk, routes: Routes, place: int, bit: int) -> None:
    hops = list(routes.sell("V3", "V3").hops())
    hops[place] |= 1 << bit
    with reverts("trader: unknown venue"):
        selling.run((*selling.sell("LINK", raw=SOLD)[:4], hops[0], hops[1], 0))


def test_sell__second_pool_turned_around__reverts(selling: Desk, routes: Routes) -> None:
    first, second = routes.sell("V3", "V3").hops()
    with reverts("ERC20: transfer amount exceeds balance"):  # the first pool did not send the trader USDC
        selling.run((*selling.sell("LINK", raw=SOLD)[:4], first, second ^ 1 << 160, 0))


def test_sell__second_pair_turned_around__reverts(selling: Desk, routes: Routes) -> None:
    first, second = routes.sell("V3", "V2").hops()
    with reverts("trader: pool not paid"):
        selling.run((*selling.sell("LINK", raw=SOLD)[:4], first, second ^ 1 << 160, 0))


def test_sell__hops_in_the_wrong_order__reverts(selling: Desk, routes: Routes) -> None:
    first, second = routes.sell("V3", "V3").hops()
    with reverts("IIA"):  # the pool of WETH and USDC is paid in LINK
        selling.run((*selling.sell("LINK", raw=1_000)[:4], second, first, 0))


def test_sell__both_hops_through_one_pool__reverts(selling: Desk, routes: Routes) -> None:
    """There and back again: LINK came back to the vault, and no USDC."""
    first, _ = routes.sell("V3", "V3").hops()
    with reverts("trader: cash differs"):
        selling.run((*selling.sell("LINK", raw=SOLD)[:4], first, first ^ 1 << 160, 0))


def assert_books_are_true(desk: Desk, routes: Routes) -> None:
    for name in ("USDC", "BTC", "ETH", "LINK", "DAI"):
        assert desk.balance(name) == desk.token(name).balanceOf(desk.vault)
    for stranger in (desk.trader, desk.vault):
        assert routes.weth.token.balanceOf(stranger) == 0
    for name in ("USDC", "LINK"):
        assert desk.token(name).balanceOf(desk.trader) == 0
