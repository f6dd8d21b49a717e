"""A thief brings pools for a route of two hops, one or both of them his own. Each test is one attack."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.raid import LINK, USDC, WETH, Raid, pool_hop
from tests.contracts.trader.routes import Way
from world.contract import Contract


def second_pool(raid: Raid, *, asked: int, callbacks: int = 1, sent: int = USDC, reported: int = -USDC) -> Contract:
    pool = raid.pool(token0=raid.weth)
    pool.tell(asked, callbacks, raid.desk.usdc, sent, reported, sender=raid.thief)
    return pool


def test_second_pool__fair__trades_although_nobody_knows_it(raid: Raid) -> None:
    brought = raid.brings()
    raid.steal(raid.first, pool_hop(second_pool(raid, asked=brought)))
    assert raid.desk.usdc.balanceOf(raid.desk.vault) == raid.desk.balance("USDC")
    assert raid.weth.balanceOf(raid.desk.trader) == 0


def test_second_pool__asks_for_more_than_came__reverts(raid: Raid, market: str) -> None:
    """Not even what somebody gave the trader before."""
    raid.weth.transfer(raid.desk.trader, WETH, sender=market)
    pool = second_pool(raid, asked=raid.brings() + 1)
    with reverts("trader: exceeds leg amount"):
        raid.steal(raid.first, pool_hop(pool))


def test_second_pool__takes_less_than_came__reverts(raid: Raid) -> None:
    pool = second_pool(raid, asked=raid.brings() - 1)
    with reverts("trader: intermediate differs"):
        raid.steal(raid.first, pool_hop(pool))


def test_second_pool__gives_the_intermediate_back__reverts(raid: Raid) -> None:
    pool = second_pool(raid, asked=raid.brings())
    refund = raid.weth.transfer.encode(raid.desk.trader, 1)
    pool.interfere(False, raid.weth, refund, sender=raid.thief)
    with reverts("trader: intermediate differs"):
        raid.steal(raid.first, pool_hop(pool))


def test_second_pool__calls_back_twice__reverts(raid: Raid) -> None:
    pool = second_pool(raid, asked=raid.brings() // 2, callbacks=2)
    with reverts("trader: not the pool"):
        raid.steal(raid.first, pool_hop(pool))


def test_second_pool__never_calls_back__reverts(raid: Raid) -> None:
    pool = second_pool(raid, asked=raid.brings(), callbacks=0)
    with reverts("trader: pool not paid"):
        raid.steal(raid.first, pool_hop(pool))


def test_second_pool__reports_what_it_did_not_send__reverts(raid: Raid) -> None:
    pool = second_pool(raid, asked=raid.brings(), sent=0)
    with reverts("trader: cash differs"):
        raid.steal(raid.first, pool_hop(pool))


def test_second_pool__pays_too_little__reverts(raid: Raid) -> None:
    pool = second_pool(raid, asked=raid.brings(), sent=USDC * 97 // 100, reported=-USDC * 97 // 100)
    with reverts("trader: slippage"):
        raid.steal(raid.first, pool_hop(pool))


@pytest.mark.parametrize(
    ("name", "reason"),
    [("USDC", "ERC20: transfer amount exceeds balance"), ("BTC", "token: balance"), ("LINK", "token: balance")],
)
def test_second_pool__names_a_token_of_the_fund_as_the_intermediate__reverts(
    raid: Raid, name: str, reason: str
) -> None:
    """The trader pays from its own pocket, and there is none of it."""
    pool = raid.pool(token0=raid.desk.token(name))
    pool.tell(1, 1, raid.desk.usdc, USDC, -USDC, sender=raid.thief)
    with reverts(reason):
        raid.steal(raid.first, pool_hop(pool))


@pytest.mark.parametrize("name", ["USDC", "BTC", "LINK"])
def test_second_pool__names_a_token_the_trader_was_given__reverts(raid: Raid, name: str, market: str) -> None:
    token = raid.desk.token(name)
    token.mint(raid.desk.trader, 10, sender=market)
    pool = raid.pool(token0=token)
    pool.tell(10, 1, raid.desk.usdc, USDC, -USDC, sender=raid.thief)
    with reverts("trader: intermediate differs"):
        raid.steal(raid.first, pool_hop(pool))


def pool_that_asks_whoever_calls(raid: Raid) -> Contract:
    """A first pool that asks the trader for its payment whenever its swap is called, by whomever."""
    first = raid.pool(token0=raid.routes.link, weth=2 * WETH)
    callback = raid.desk.trader.uniswapV3SwapCallback.encode(LINK, -WETH, b"")
    first.interfere(True, raid.desk.trader, callback, sender=raid.thief)
    first.tell(LINK, 0, raid.weth, WETH, -WETH, sender=raid.thief)
    return first


def test_first_pool__asks_whoever_calls__is_paid_for_its_own_swap(raid: Raid) -> None:
    first, second = pool_that_asks_whoever_calls(raid), second_pool(raid, asked=WETH)
    raid.steal(pool_hop(first), pool_hop(second))
    assert raid.routes.link.balanceOf(raid.desk.vault) == raid.desk.balance("LINK")


def test_second_pool__lets_the_first_call_back__reverts(raid: Raid) -> None:
    """The first pool was paid; during the second swap it is a stranger."""
    first, second = pool_that_asks_whoever_calls(raid), second_pool(raid, asked=WETH)
    swap = first.swap.encode(raid.thief, True, LINK, 0, b"")
    second.interfere(True, first, swap, sender=raid.thief)
    with reverts("trader: not the pool"):
        raid.steal(pool_hop(first), pool_hop(second))


@pytest.mark.parametrize(("given", "reason"), [(0, "execution reverted"), (2 * WETH, "trader: intermediate differs")])
def test_first_pool__sends_no_intermediate__reverts(raid: Raid, market: str, given: int, reason: str) -> None:
    """WETH refuses without a word; what the trader was given before does not help out."""
    raid.weth.transfer(raid.desk.trader, given, sender=market)
    first = raid.pool(token0=raid.routes.link)
    first.tell(LINK, 1, raid.weth, 0, -WETH, sender=raid.thief)
    with reverts(reason):
        raid.steal(pool_hop(first), raid.routes.sell("V3", "V3").hops()[1])


def test_first_pool__sends_nothing_to_the_pair__reverts(raid: Raid) -> None:
    first = raid.pool(token0=raid.routes.link)
    first.tell(LINK, 1, raid.weth, 0, -WETH, sender=raid.thief)
    with reverts("trader: pool not paid"):
        raid.steal(pool_hop(first), raid.routes.sell("V3", "V2").hops()[1])


def test_first_pool__asks_for_more_than_the_leg__reverts(raid: Raid) -> None:
    first = raid.pool(token0=raid.routes.link, weth=WETH)
    first.tell(LINK + 1, 1, raid.weth, WETH, -WETH, sender=raid.thief)
    with reverts("trader: exceeds leg amount"):
        raid.steal(pool_hop(first), raid.routes.sell("V3", "V3").hops()[1])


def test_first_pool__sends_more_than_it_reports__reverts(raid: Raid) -> None:
    """Nothing may stay with the trader, not even for the good."""
    first = raid.pool(token0=raid.routes.link, weth=WETH)
    first.tell(LINK, 1, raid.weth, WETH, 1 - WETH, sender=raid.thief)
    with reverts("trader: intermediate differs"):
        raid.steal(pool_hop(first), raid.routes.sell("V3", "V3").hops()[1])


def test_first_pool__sends_the_pair_more_than_it_reports__the_fund_gets_it(raid: Raid) -> None:
    """A pair counts what came."""
    first = raid.pool(token0=raid.routes.link, weth=WETH)
    first.tell(LINK, 1, raid.weth, WETH, -1, sender=raid.thief)
    way = raid.routes.sell("V3", "V2")
    expected = Way(way.venues[1:], way.tokens[1:]).pays(WETH)
    receipt = raid.desk.run(raid.leg(pool_hop(first), way.hops()[1]))
    assert raid.desk.legs_of(receipt)[0].amount_out == expected
