"""The pool arithmetic against the pools themselves: mainnet's bytecode, moved by the market of the local world."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepers.book import BookPool
from keepers.chain import Index
from keepers.chain.pools import read_pools
from keepers.plan import Pool, fill
from keepers.plan.ticks import MAX_TICK, MIN_TICK, next_tick_in_word, sqrt_price_at, tick_at
from world.market import World

MOVES = {"BTC": (1.004, 0.9, 1.26, 0.79), "SHIB": (1.004, 0.9, 1.4, 4.1, 0.2), "USDT": (1.004, 0.995, 1.015, 0.98)}


def read_pool(world: World, index: Index, pool: BookPool) -> Pool:
    """As it is now."""
    found = read_pools(index, [pool], int(world.chain.rpc("eth_blockNumber"), 16)).found[pool.address]
    assert isinstance(found, Pool)
    return found


def test_sqrt_price_at__edges__those_of_the_pool() -> None:
    assert sqrt_price_at(MIN_TICK) == 4_295_128_739
    assert sqrt_price_at(0) == 1 << 96
    assert sqrt_price_at(MAX_TICK) == 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342
    with pytest.raises(ValueError, match="tick 887273 is outside"):
        sqrt_price_at(MAX_TICK + 1)


@given(st.integers(MIN_TICK, MAX_TICK - 1), st.integers(0, 10**6))
def test_tick_at__any_price__the_last_tick_not_above_it(tick: int, millionths: int) -> None:
    low, high = sqrt_price_at(tick), sqrt_price_at(tick + 1)
    assert tick_at(low + (high - low - 1) * millionths // 10**6) == tick
    assert tick_at(high) == tick + 1


@pytest.mark.parametrize(
    ("bitmap", "tick", "down", "expected"),
    [
        (0b1000, 5, True, (3, True)),
        (0b1000, 3, True, (3, True)),
        (0b1000, 2, True, (0, False)),
        (0b1000, 2, False, (3, True)),
        (0b1000, 3, False, (255, False)),
        (1 << 255, -1, True, (-1, True)),
        (0, -1, True, (-256, False)),
    ],
)
def test_next_tick_in_word__each_direction__tick_or_edge(
    bitmap: int, tick: int, down: bool, expected: tuple[int, bool]
) -> None:
    assert next_tick_in_word(bitmap, tick, 1, down) == expected


# Each pool within the ticks that are read: inside its narrow positions, and past the ends of one or two.
@pytest.mark.parametrize(
    ("provider_id", "factor"),
    [(name, factor) for name, factors in MOVES.items() for factor in factors],
)
def test_fill__as_much_as_the_market_swapped__the_same_to_one_raw_unit(
    world: World, index: Index, provider_id: str, factor: float
) -> None:
    asset = world.asset(provider_id)
    assert asset.pool is not None
    book = index.book.by_id(asset.asset_id)
    before = read_pool(world, index, book.pools[0])
    world.chain.mine(world.chain.now() + 60)
    target = int(before.sqrt_price * factor**0.5)
    receipt = world.maker.move([asset.pool.address], [target], sender=world.roles.market)
    swapped = next(entry for entry in receipt["logs"] if entry["address"].lower() == asset.pool.address.lower())
    amounts = [int.from_bytes(bytes.fromhex(swapped["data"][2:])[at : at + 32], "big", signed=True) for at in (0, 32)]
    zero_for_one = amounts[0] > 0
    amount_in, amount_out = max(amounts), -min(amounts)

    found = fill(before, zero_for_one, amount_in)
    assert found.complete
    # The market ends at a price, so its input is rounded up: by one raw unit at most, whatever that buys.
    assert 0 <= found.amount_out - amount_out <= 1 + amount_out // amount_in
    assert abs(found.after.sqrt_price - target) <= 1 + target // 10**9
    now = read_pool(world, index, book.pools[0])
    assert found.after.liquidity == now.liquidity
    assert abs(found.after.tick - now.tick) <= 1


def test_fill__more_than_was_read__stops_where_knowledge_ends(world: World, index: Index) -> None:
    book = index.book.by_id(world.asset("USDT").asset_id)
    pool = read_pool(world, index, book.pools[0])
    order = fill(pool, True, 10**30)
    assert not order.complete
    assert 0 < order.amount_in < 10**30


def test_fill__to_the_very_price_of_a_tick_that_was_not_read__is_not_complete(world: World, index: Index) -> None:
    """What the pool is from there on is unknown, so no leg may be sized after it."""
    book = index.book.by_id(world.asset("BTC").asset_id)
    pool = read_pool(world, index, book.pools[0])
    blind = replace(pool, net={})
    edge = fill(blind, True, 10**30)
    assert 0 < edge.amount_in < 10**30
    assert not fill(blind, True, edge.amount_in).complete
    assert fill(blind, True, edge.amount_in - 1).complete
    assert fill(pool, True, edge.amount_in).complete


def test_fill__nothing__gives_nothing(world: World, index: Index) -> None:
    book = index.book.by_id(world.asset("BTC").asset_id)
    pool = read_pool(world, index, book.pools[0])
    assert fill(pool, True, 0).amount_out == 0
    assert fill(pool, True, 1).amount_out == 0
