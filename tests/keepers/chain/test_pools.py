"""Pools as the keeper reads them: at one block, each once, and only if they are what the book says."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from keepers.book import BookPool
from keepers.chain import Index
from keepers.chain.connection import Call, Connection, RpcError
from keepers.chain.pools import read_pools
from keepers.execute.actions import plan_now
from keepers.plan import Pair, Pool, fill
from world.market import World
from world.pairs import Pair as RealPair
from world.weth import WethMarket


@pytest.fixture
def weth(world: World) -> WethMarket:
    return WethMarket.open(world, price=2_300.0)


def block_of(world: World) -> int:
    return int(world.chain.rpc("eth_blockNumber"), 16)


def in_book(pair: RealPair) -> BookPool:
    return BookPool.model_validate(
        {"venue": "v2", "address": pair.address, "token0": pair.token0, "token1": pair.token1}
    )


def test_read_pools__pool_and_pair__as_they_were_at_the_block(world: World, index: Index, weth: WethMarket) -> None:
    link = world.asset("LINK")
    assert link.pool is not None
    pair, (pool,) = in_book(weth.asset_pair(link)), index.book.by_id(link.asset_id).pools
    block, price = block_of(world), link.pool.sqrt_price()
    reserves = world.chain.contract("UniswapV2Pair", pair.address).getReserves()
    market = world.roles.market
    link.token.mint(pair.address, 10**20, sender=market)
    world.chain.contract("UniswapV2Pair", pair.address).sync(sender=market)
    world.maker.move([link.pool.address], [price * 101 // 100], sender=market)
    then, now = (read_pools(index, [pool, pair], number).found for number in (block, block_of(world)))
    state, later = then[pair.address], now[pair.address]
    assert isinstance(state, Pair) and isinstance(later, Pair)
    assert (state.reserve0, state.reserve1) == tuple(reserves[:2])
    assert later.reserve0 + later.reserve1 == state.reserve0 + state.reserve1 + 10**20
    deep, moved = then[pool.address], now[pool.address]
    assert isinstance(deep, Pool) and isinstance(moved, Pool)
    assert (deep.sqrt_price, moved.sqrt_price) == (price, price * 101 // 100)


def test_read_pools__shared_by_forty__asked_once(
    world: World, index: Index, weth: WethMarket, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, pool = in_book(weth.cash_pair()), index.book.by_id(world.asset("ETH").asset_id).pools[0]
    asked: list[Call] = []
    view = Connection.view

    def counted(self: Connection, calls: Sequence[Call], block: int | str = "latest") -> object:
        asked.extend(calls)
        return view(self, calls, block)

    monkeypatch.setattr(Connection, "view", counted)
    found = read_pools(index, [pair, pool] * 40, block_of(world))
    assert set(found.found) == {pair.address, pool.address}
    assert found.wrong == {}
    assert len(set(asked)) == len(asked) < 30


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fee": 500}, "has fee 3000, the asset book says 500; correct the book"),
        ({"venue": "v2", "fee": 3_000}, r"does not answer getReserves as a v2 pool \(.*\); correct its address or its"),
        ({"token0": "0x" + "00" * 19 + "01"}, "has token0 0x.*, the asset book says 0x0{39}1; correct the book"),
        ({"token1": "0x" + "ff" * 20}, "has token1 0x.*, the asset book says 0x[fF]{40}; correct the book"),
        ({"address": "0x" + "99" * 20}, r"0x9{40} does not answer token0 as a v3 pool \(nothing that it should\)"),
    ],
)
def test_read_pools__not_what_the_book_says__left_out_with_the_remedy(
    world: World, index: Index, changes: dict[str, object], words: str
) -> None:
    link, btc = (index.book.by_id(world.asset(name).asset_id).pools[0] for name in ("LINK", "BTC"))
    wrong = BookPool.model_validate(link.model_dump() | changes)
    read = read_pools(index, [wrong, btc], block_of(world))
    assert set(read.found) == {btc.address}
    assert re.search(words, read.wrong.pop(wrong.address))
    assert read.wrong == {}


def test_read_pools__a_pair_called_a_pool__left_out(world: World, index: Index, weth: WethMarket) -> None:
    pair = in_book(weth.cash_pair())
    wrong = BookPool.model_validate(pair.model_dump() | {"venue": "v3"})
    read = read_pools(index, [wrong], block_of(world))
    assert read.found == {}
    assert "does not answer fee as a v3 pool" in read.wrong[pair.address]


def created(world: World, known: BookPool) -> BookPool:
    """Another pool of the same tokens, at 1 %, that nobody initialized."""
    factory = world.chain.contract("UniswapV3Factory", world.chain.contract("UniswapV3Pool", known.address).factory())
    factory.createPool(known.token0, known.token1, 10_000, sender=world.roles.market)
    address = factory.getPool(known.token0, known.token1, 10_000)
    return BookPool.model_validate(known.model_dump() | {"address": address, "fee": 10_000})


def test_read_pools__no_price_yet__left_out(world: World, index: Index) -> None:
    known = index.book.by_id(world.asset("LINK").asset_id).pools[0]
    fresh = created(world, known)
    read = read_pools(index, [fresh, known], block_of(world))
    assert set(read.found) == {known.address}
    words = f"v3 pool {fresh.address} has no price yet; name another one in the asset book"
    assert read.wrong == {fresh.address: words}


def test_read_pools__no_liquidity__takes_nothing(world: World, index: Index) -> None:
    link = world.asset("LINK")
    assert link.pool is not None
    fresh = created(world, index.book.by_id(link.asset_id).pools[0])
    pool_at = world.chain.contract("UniswapV3Pool", fresh.address)
    pool_at.initialize(link.pool.sqrt_price(), sender=world.roles.market)
    pool = read_pools(index, [fresh], block_of(world)).found[fresh.address]
    assert isinstance(pool, Pool)
    for zero_for_one in (True, False):
        assert fill(pool, zero_for_one, 10**18).amount_out == 0


def test_read_pools__endpoint_refuses_one_call__nothing_is_said_of_the_pool(
    world: World, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = Connection.view

    def limited(self: Connection, calls: Sequence[Call], block: int | str = "latest") -> object:
        return [*view(self, calls, block)[:-1], RpcError("chain: node refused eth_call: rate limited", "rate limited")]

    monkeypatch.setattr(Connection, "view", limited)
    with pytest.raises(RpcError, match="rate limited"):
        read_pools(index, [index.book.by_id(world.asset("LINK").asset_id).pools[0]], block_of(world))


def test_read_situation__one_pool_is_wrong__its_routes_are_not_used_and_the_plan_says_why(
    world: World, bear: Index
) -> None:
    link = bear.book.by_id(world.asset("LINK").asset_id)
    wrong = BookPool.model_validate(link.pools[0].model_dump() | {"fee": 500})
    assets = tuple(
        link.model_copy(update={"pools": (wrong,)}) if asset == link else asset for asset in bear.book.assets
    )
    index = replace(bear, book=bear.book.model_copy(update={"assets": assets}))
    _, plan = plan_now(index)
    (warning,) = plan.warnings
    assert warning == (f"not used: v3 pool {wrong.address} has fee 3000, the asset book says 500; correct the book")
    (skipped,) = [item for item in plan.skipped if item.asset_id == link.asset_id]
    assert skipped.reason.startswith("no pool of LINK in the asset book that can be used")
    assert len(plan.legs) > 5
