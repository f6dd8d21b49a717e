"""The arithmetic of a V2 pair against mainnet's bytecode: it pays what is promised, and not one unit more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepers.plan import Pair, fill_pair
from tests.conftest import reverts
from world.market import World
from world.pairs import Pair as RealPair
from world.weth import WethMarket

RESERVES = st.integers(1, 2**112 - 1)
AMOUNTS = st.one_of(st.integers(0, 10**6), st.integers(0, 2**112))


def state(pair: RealPair) -> Pair:
    return Pair(pair.address, pair.token0, pair.token1, *pair.reserves())


@pytest.mark.parametrize("zero_for_one", [True, False])
@pytest.mark.parametrize("part", [10**9, 777, 10, 1])
def test_fill_pair__any_size__pays_that_and_refuses_one_more(world: World, zero_for_one: bool, part: int) -> None:
    link = world.asset("LINK")
    real = WethMarket.open(world, price=2_300.0).asset_pair(link)
    before = state(real)
    amount = (before.reserve0 if zero_for_one else before.reserve1) // part
    promised = fill_pair(before, zero_for_one, amount)
    assert promised.complete
    market = world.roles.market
    paid_in = real.token0 if zero_for_one else real.token1
    (link.token if paid_in == link.token.address else world.usdc).mint(real.contract, amount, sender=market)

    def out(sent: int) -> tuple[int, int]:
        return (0, sent) if zero_for_one else (sent, 0)

    with reverts("UniswapV2: K"):
        real.contract.swap(*out(promised.amount_out + 1), market, b"", sender=market)
    real.contract.swap(*out(promised.amount_out), market, b"", sender=market)
    assert state(real) == promised.after


@given(RESERVES, RESERVES, AMOUNTS, st.booleans())
def test_fill_pair__any_reserves__the_product_never_falls(
    reserve0: int, reserve1: int, amount: int, zero_for_one: bool
) -> None:
    before = Pair("0x1", "0x2", "0x3", reserve0, reserve1)
    order = fill_pair(before, zero_for_one, amount)
    after = order.after
    into, left = (after.reserve0, after.reserve1) if zero_for_one else (after.reserve1, after.reserve0)
    start_in, start_out = (reserve0, reserve1) if zero_for_one else (reserve1, reserve0)
    assert into == start_in + order.amount_in < 2**112
    assert left == start_out - order.amount_out > 0
    # the pair's own check
    assert (1_000 * into - 3 * order.amount_in) * left >= 1_000 * start_in * start_out
    assert order.complete == (order.amount_in == amount)


@given(RESERVES, RESERVES, st.integers(0, 2**100), st.integers(0, 2**100))
def test_fill_pair__in_two_parts__pays_no_more_than_at_once(
    reserve0: int, reserve1: int, first: int, second: int
) -> None:
    pair = Pair("0x1", "0x2", "0x3", reserve0, reserve1)
    once, part = fill_pair(pair, True, first + second), fill_pair(pair, True, first)
    rest = fill_pair(part.after, True, second)
    if once.complete:
        # the fee of the first part stays in the pair and makes the second one no cheaper; each part rounds down
        assert part.amount_out + rest.amount_out <= once.amount_out + 1


@pytest.mark.parametrize(("reserve0", "reserve1"), [(0, 0), (0, 5), (5, 0)])
def test_fill_pair__empty__takes_nothing(reserve0: int, reserve1: int) -> None:
    order = fill_pair(Pair("0x1", "0x2", "0x3", reserve0, reserve1), True, 10)
    assert (order.amount_in, order.amount_out, order.complete) == (0, 0, False)


def test_fill_pair__fuller_than_a_pair_may_be__takes_what_fits() -> None:
    order = fill_pair(Pair("0x1", "0x2", "0x3", 2**112 - 11, 10**20), True, 100)
    assert (order.amount_in, order.complete) == (10, False)
