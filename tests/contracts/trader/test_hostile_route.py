"""A thief holds the executor's key and brings pairs, second pools and intermediates. Each test is one attack."""

from dataclasses import dataclass

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk, Leg
from tests.contracts.trader.routes import Routes, Way
from tests.odd_tokens import turn_odd
from world.contract import Contract
from world.weth import hop

# A fair price for 1,000 LINK, in raw LINK, USDC and WETH
LINK = 1_000 * 10**18
USDC = 15_000 * 10**6
WETH = 65 * 10**17
ZERO_FOR_ONE = 1 << 160
V2_PAIR = 1 << 168


@dataclass
class Raid:
    """LINK is to be sold. `way` is LINK -> WETH -> USDC through true pools."""

    desk: Desk
    routes: Routes

    @property
    def thief(self) -> str:
        return self.desk.world.roles.executor

    @property
    def weth(self) -> Contract:
        return self.routes.weth.token

    @property
    def first(self) -> int:
        """A true first pool."""
        return self.routes.sell("V3", "V3").hops()[0]

    def brings(self) -> int:
        """Raw WETH it pays for LINK."""
        way = self.routes.sell("V3", "V3")
        return Way(way.venues[:1], way.tokens[:1]).pays(LINK)

    def pool(self, *, token0: Contract, weth: int = 0) -> Contract:
        """A hostile V3 pool whose token0 goes in, with 1,000,000 USDC and some raw WETH in its pockets."""
        pool = self.desk.hostile_pool("LINK", tokens=10_000)
        pool.pose(token0, self.desk.usdc, sender=self.thief)
        if weth:
            self.weth.transfer(pool, weth, sender=self.desk.world.roles.market)
        return pool

    def pair(self, *, token0: Contract, reserves: tuple[int, int]) -> Contract:
        """A hostile pair whose token0 goes in, likewise."""
        pair = self.desk.chain.deploy("HostilePair")
        market = self.desk.world.roles.market
        self.desk.usdc.mint(pair, 10**12, sender=market)
        pair.pose(token0, self.desk.usdc, *reserves, sender=self.thief)
        return pair

    def leg(self, first: int, second: int = 0) -> Leg:
        return (*self.desk.sell("LINK", raw=LINK)[:4], first, second)

    def steal(self, first: int, second: int = 0) -> None:
        self.desk.run(self.leg(first, second))


@pytest.fixture
def raid(invested: Desk, routes: Routes) -> Raid:
    invested.target(BTC=300_000, ETH=300_000, DAI=100_000)
    return Raid(invested, routes)


def pool_hop(pool: Contract) -> int:
    return int(pool.address, 16) | ZERO_FOR_ONE


def pair_hop(pair: Contract) -> int:
    return pool_hop(pair) | V2_PAIR


# --- a pair -----------------------------------------------------------------------------------------------------------

FAIR = (10**24, 15_100_000 * 10**6)  # a million LINK and a bit more USDC: 1,000 LINK are worth 15,000 USDC after all


def paid_by_formula(reserves: tuple[int, int], amount: int) -> int:
    return amount * 997 * reserves[1] // (reserves[0] * 1000 + amount * 997)


def fair_pair(raid: Raid, sent: int) -> Contract:
    """Says FAIR reserves, holds as much LINK, and sends what it is told."""
    pair = raid.pair(token0=raid.routes.link, reserves=FAIR)
    raid.routes.link.mint(pair, FAIR[0], sender=raid.desk.world.roles.market)
    pair.tell(raid.desk.usdc, sent, sender=raid.thief)
    return pair


def test_pair__fair__trades_although_nobody_knows_it(raid: Raid) -> None:
    amount = paid_by_formula(FAIR, LINK)
    raid.steal(pair_hop(fair_pair(raid, amount)))
    assert raid.desk.usdc.balanceOf(raid.desk.vault) == raid.desk.balance("USDC")


@pytest.mark.parametrize("difference", [-1, 1, -paid_by_formula(FAIR, LINK)])
def test_pair__sends_other_than_its_formula_says__reverts(raid: Raid, difference: int) -> None:
    pair = fair_pair(raid, paid_by_formula(FAIR, LINK) + difference)
    with reverts("trader: cash differs"):
        raid.steal(pair_hop(pair))


def test_pair__says_reserves_it_does_not_have__reverts(raid: Raid) -> None:
    """Boundless reserves make any amount seem fair; what came is counted."""
    pair = raid.pair(token0=raid.routes.link, reserves=(1, 2**112 - 1))
    with reverts("trader: cash differs"):
        raid.steal(pair_hop(pair))


def test_pair__says_more_than_it_was_paid__reverts(raid: Raid) -> None:
    pair = raid.pair(token0=raid.routes.link, reserves=(2**112 - 1, 2**112 - 1))
    with reverts("trader: pool not paid"):
        raid.steal(pair_hop(pair))


def test_pair__keeps_what_it_was_paid_for_an_asset__reverts(raid: Raid) -> None:
    desk = raid.desk
    desk.target(BTC=300_000, ETH=300_000, LINK=80_000, DAI=100_000)
    pair = raid.pair(token0=desk.usdc, reserves=(1, 10**24))
    with reverts("trader: slippage"):
        desk.run((*desk.buy("LINK", raw=USDC)[:4], pair_hop(pair), 0))


@pytest.mark.parametrize(
    ("contract", "function", "arguments", "reason"),
    [
        ("trader", "uniswapV3SwapCallback", (LINK, 0, b""), "trader: stranger"),
        ("vault", "redeem_in_kind", (1, "thief", "thief", []), "vault: session open"),
        ("vault", "deposit", (10**6, "thief"), "vault: session open"),
        ("vault", "pay", (4, "thief", 1), "vault: only trader"),
        ("vault", "settle", ([1], [0], [], 0, 0), "vault: only trader"),
    ],
)
@pytest.mark.parametrize("second", [False, True], ids=["first hop", "second hop"])
def test_pair__calls_vault_or_trader__reverts(
    raid: Raid, contract: str, function: str, arguments: tuple[object, ...], reason: str, second: bool
) -> None:
    target = getattr(raid.desk, contract)
    data = getattr(target, function).encode(*(raid.thief if a == "thief" else a for a in arguments))
    pair = raid.pair(token0=raid.weth if second else raid.routes.link, reserves=(1, 10**12))
    pair.interfere(target, data, sender=raid.thief)
    with reverts(reason):
        raid.steal(*((raid.first, pair_hop(pair)) if second else (pair_hop(pair),)))


# --- a second pool ----------------------------------------------------------------------------------------------------


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
    with reverts("trader: over the leg"):
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
    with reverts("trader: stranger"):
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
    with reverts("trader: stranger"):
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
    with reverts("trader: over the leg"):
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


# --- an intermediate: ETH, which turns odd ----------------------------------------------------------------------------


@dataclass
class Ether:
    """The way LINK -> ETH -> USDC, where the token of ETH is as odd as the test makes it."""

    first: int
    second: dict[str, int]


@pytest.fixture
def ether(raid: Raid) -> Ether:
    desk = raid.desk
    first = raid.routes.listed_pair(desk, LINK=1_000_000, ETH=6_522)
    pair = raid.routes.listed_pair(desk, ETH=10_000, USDC=23_000_000)
    pool = desk.asset("ETH").pool
    assert pool is not None
    token = desk.token("ETH")
    return Ether(hop(first, raid.routes.link), {"V3": hop(pool, token), "V2": hop(pair, token)})


def test_intermediate__takes_a_fee__is_not_there_for_the_second_pool(raid: Raid, ether: Ether) -> None:
    turn_odd(raid.desk.chain, raid.desk.token("ETH"), "takes a fee")
    with reverts("token: balance"):
        raid.steal(ether.first, ether.second["V3"])


def test_intermediate__takes_a_fee_on_the_way_to_a_pair__costs_what_it_costs(raid: Raid, ether: Ether) -> None:
    turn_odd(raid.desk.chain, raid.desk.token("ETH"), "takes a fee")
    receipt = raid.desk.run(raid.leg(ether.first, ether.second["V2"]))
    (leg,) = raid.desk.legs_of(receipt)
    assert 100 < leg.slippage_bps < 200
    assert raid.desk.balance("USDC") == raid.desk.usdc.balanceOf(raid.desk.vault)


def test_intermediate__says_it_did_not_pay__reverts(raid: Raid) -> None:
    desk = raid.desk
    token = turn_odd(desk.chain, desk.token("ETH"), "pays and returns false")
    first, second = raid.pool(token0=raid.routes.link), raid.pool(token0=token)
    token.mint(first, WETH, sender=desk.world.roles.market)
    first.interfere(False, token, token.transfer.encode(desk.trader, WETH), sender=raid.thief)
    first.tell(LINK, 1, token, 0, -WETH, sender=raid.thief)
    second.tell(WETH, 1, desk.usdc, USDC, -USDC, sender=raid.thief)
    with reverts("trader: pool not paid"):
        raid.steal(pool_hop(first), pool_hop(second))


@pytest.mark.parametrize("second", ["V3", "V2"])
@pytest.mark.parametrize(
    ("contract", "function", "arguments"),
    [
        ("trader", "uniswapV3SwapCallback", (1, 1, b"")),
        ("vault", "redeem_in_kind", (1, "token", "token", [])),
        ("vault", "deposit", (10**6, "token")),
        ("vault", "sync", (2,)),
        ("vault", "pay", (4, "token", 1)),
    ],
)
def test_intermediate__calls_vault_or_trader__finds_them_closed(
    raid: Raid, ether: Ether, market: str, second: str, contract: str, function: str, arguments: tuple[object, ...]
) -> None:
    desk = raid.desk
    token = turn_odd(desk.chain, desk.token("ETH"), "hook")
    target = getattr(desk, contract)
    data = getattr(target, function).encode(*(token.address if a == "token" else a for a in arguments))
    token.set_hook(target, data, sender=market)
    desk.run(raid.leg(ether.first, ether.second[second]))
    assert token.calls() > 0
    assert not token.succeeded()
    assert desk.balance("USDC") == desk.usdc.balanceOf(desk.vault)


def test_intermediate__says_twice_what_anybody_has__the_leg_is_paid_as_ever(raid: Raid, ether: Ether) -> None:
    """What an intermediate says decides nothing about what the fund pays and gets."""
    desk = raid.desk
    snapshot = desk.chain.snapshot()
    (expected,) = desk.legs_of(desk.run(raid.leg(ether.first, ether.second["V3"])))
    desk.chain.revert(snapshot)
    turn_odd(desk.chain, desk.token("ETH"), "lies")
    (leg,) = desk.legs_of(desk.run(raid.leg(ether.first, ether.second["V3"])))
    assert (leg.amount_in, leg.amount_out) == (expected.amount_in, expected.amount_out)
    assert desk.balance("USDC") == desk.usdc.balanceOf(desk.vault)
    assert desk.balance("LINK") == raid.routes.link.balanceOf(desk.vault)
