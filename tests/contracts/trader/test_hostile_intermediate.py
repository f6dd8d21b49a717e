"""An intermediate turns hostile: ETH between LINK and USDC, as odd as the test makes it."""

from dataclasses import dataclass

import pytest

from tests.conftest import reverts
from tests.contracts.trader.raid import LINK, USDC, WETH, Raid, pool_hop
from tests.odd_tokens import turn_odd
from world.weth import hop


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
    assert 100 < raid.desk.lost_bps(receipt) < 200
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
