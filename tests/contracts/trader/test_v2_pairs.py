"""Legs of one hop through a Uniswap V2 pair, which is paid before it is called."""

from collections.abc import Callable

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk
from tests.contracts.trader.routes import Routes, Way, through
from tests.odd_tokens import turn_odd
from world.chain import Reverted
from world.pairs import open_pair

SOLD = 1_000 * 10**18  # raw LINK, worth 15,000 USD
SPENT = 10_000 * 10**6  # raw USDC
V2_PAIR = 1 << 168
ZERO_FOR_ONE = 1 << 160


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


def test_sell__through_a_pair__pays_by_its_formula(selling: Desk, routes: Routes) -> None:
    way = routes.sell("V2")
    expected = way.pays(SOLD)
    before = selling.balance("USDC"), selling.balance("LINK")
    receipt = selling.run(through(selling.sell("LINK", raw=SOLD), way))
    (leg,) = selling.legs_of(receipt)
    assert (leg.amount_in, leg.amount_out) == (SOLD, expected)
    assert (selling.balance("USDC"), selling.balance("LINK")) == (before[0] + expected, before[1] - SOLD)
    assert selling.balance("USDC") == selling.usdc.balanceOf(selling.vault)
    assert selling.balance("LINK") == routes.link.balanceOf(selling.vault)


def test_buy__through_a_pair__pays_by_its_formula(buying: Desk, routes: Routes) -> None:
    way = routes.buy("V2")
    expected = way.pays(SPENT)
    before = buying.balance("USDC"), buying.balance("LINK")
    receipt = buying.run(through(buying.buy("LINK", raw=SPENT), way))
    (leg,) = buying.legs_of(receipt)
    assert (leg.amount_in, leg.amount_out) == (SPENT, expected)
    assert (buying.balance("USDC"), buying.balance("LINK")) == (before[0] - SPENT, before[1] + expected)
    assert buying.balance("USDC") == buying.usdc.balanceOf(buying.vault)
    assert buying.balance("LINK") == routes.link.balanceOf(buying.vault)


def test_sell__through_a_pair__takes_all_the_pair_would_give(selling: Desk, routes: Routes) -> None:
    """One raw unit more, and the pair refuses: the formula leaves nothing on the table."""
    way, pair, market = routes.sell("V2"), routes.link_usdc.contract, selling.world.roles.market
    expected = way.pays(SOLD)
    routes.link.mint(pair, SOLD, sender=market)
    outs = (expected + 1, 0) if routes.link_usdc.token0 == selling.usdc.address else (0, expected + 1)
    with reverts("UniswapV2: K"):
        pair.swap(*outs, market, b"", sender=market)


def test_sell__somebody_gave_the_pair_tokens__the_fund_is_paid_for_them(
    selling: Desk, routes: Routes, market: str
) -> None:
    way = routes.sell("V2")
    expected = way.pays(SOLD + SOLD // 2)
    routes.link.mint(routes.link_usdc.contract, SOLD // 2, sender=market)
    receipt = selling.run(through(selling.sell("LINK", raw=SOLD), way))
    (leg,) = selling.legs_of(receipt)
    assert (leg.amount_in, leg.amount_out) == (SOLD, expected)


def test_sell__token_that_takes_a_fee__is_paid_as_it_arrived(selling: Desk, routes: Routes) -> None:
    way = routes.sell("V2")
    expected = way.pays(SOLD - SOLD // 100)
    turn_odd(selling.chain, routes.link, "takes a fee")  # 1 %, inside LINK's limit of 2 %
    before = selling.balance("LINK")
    receipt = selling.run(through(selling.sell("LINK", raw=SOLD), way))
    (leg,) = selling.legs_of(receipt)
    assert (leg.amount_in, leg.amount_out) == (SOLD, expected)
    assert selling.balance("LINK") == before - SOLD == routes.link.balanceOf(selling.vault)


def test_buy__token_that_takes_a_fee__is_booked_as_it_arrived(buying: Desk, routes: Routes) -> None:
    way = routes.buy("V2")
    sent = way.pays(SPENT)
    turn_odd(buying.chain, routes.link, "takes a fee")
    receipt = buying.run(through(buying.buy("LINK", raw=SPENT), way))
    assert buying.legs_of(receipt)[0].amount_out == sent - sent // 100
    assert buying.balance("LINK") == routes.link.balanceOf(buying.vault)


def test_sell__all_but_dust_through_a_pair__leaves_one_unit(selling: Desk, routes: Routes) -> None:
    selling.run(through(selling.sell("LINK"), routes.sell("V2")))
    assert selling.balance("LINK") == 1


def test_sell__pair_moved_away_from_the_oracle__reverts(selling: Desk, routes: Routes, market: str) -> None:
    pair = routes.link_usdc.contract
    routes.link.mint(pair, routes.link.balanceOf(pair) // 40, sender=market)
    pair.sync(sender=market)
    with reverts("trader: slippage"):
        selling.run(through(selling.sell("LINK", raw=SOLD), routes.sell("V2")))


def test_sell__pair_without_liquidity__reverts(selling: Desk, routes: Routes, market: str) -> None:
    empty = open_pair(selling.chain, routes.weth.pair_factory, market, selling.token("BTC"), routes.link)
    with reverts("UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT"):
        selling.run(through(selling.sell("LINK", raw=SOLD), Way((empty,), (routes.link,))))


def test_sell__pair_turned_around__reverts(selling: Desk, routes: Routes) -> None:
    first, _ = routes.sell("V2").hops()
    with reverts("UniswapV2: K"):
        selling.run((*selling.sell("LINK", raw=SOLD)[:4], first ^ ZERO_FOR_ONE, 0, 0))


def test_buy__pair_of_another_token__reverts(buying: Desk, routes: Routes) -> None:
    pair = routes.listed_pair(buying, ETH=10_000, USDC=23_000_000)
    with reverts("trader: slippage"):  # ETH arrived, no LINK
        buying.run(through(buying.buy("LINK", raw=SPENT), Way((pair,), (buying.usdc,))))


def no_code(desk: Desk) -> str:
    return desk.world.roles.anyone


@pytest.mark.parametrize("second", [False, True], ids=["first hop", "second hop"])
@pytest.mark.parametrize(
    "target",
    [
        no_code,
        lambda desk: "0x" + "00" * 20,
        lambda desk: "0x" + "00" * 19 + "04",  # the identity precompile answers with what it was asked
        lambda desk: desk.trader.address,
        lambda desk: desk.vault.address,
        lambda desk: desk.registry.address,
        lambda desk: desk.usdc.address,
        lambda desk: desk.token("LINK").address,
        lambda desk: desk.asset("LINK").pool.address,
    ],
    ids=["account", "zero", "precompile", "trader", "vault", "registry", "usdc", "token", "V3 pool"],
)
def test_sell__what_is_no_pair_at_all__reverts(
    selling: Desk, routes: Routes, target: Callable[[Desk], str], second: bool
) -> None:
    first, _ = routes.sell("V3", "V2").hops()
    word = int(target(selling), 16) | ZERO_FOR_ONE | V2_PAIR
    hops = (first, word) if second else (word, 0)
    with pytest.raises(Reverted):
        selling.run((*selling.sell("LINK", raw=SOLD)[:4], *hops, 0))
    assert selling.balance("LINK") == routes.link.balanceOf(selling.vault)
