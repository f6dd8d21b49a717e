"""Pools as the keeper reads them: at one block, each once, and only if they are what the book says."""

from collections.abc import Sequence

import pytest

from keepers.book import BookPool
from keepers.chain import Index
from keepers.chain.connection import Call, Connection
from keepers.chain.pools import read_pools
from keepers.errors import KeeperError
from keepers.plan import Pair, Pool
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
    then, now = (read_pools(index, [pool, pair], number) for number in (block, block_of(world)))
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
    assert set(found) == {pair.address, pool.address}
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
def test_read_pools__not_what_the_book_says__named(
    world: World, index: Index, changes: dict[str, object], words: str
) -> None:
    pool = index.book.by_id(world.asset("LINK").asset_id).pools[0]
    wrong = BookPool.model_validate(pool.model_dump() | changes)
    with pytest.raises(KeeperError, match=words):
        read_pools(index, [wrong], block_of(world))


def test_read_pools__a_pair_called_a_pool__named(world: World, index: Index, weth: WethMarket) -> None:
    pair = in_book(weth.cash_pair())
    wrong = BookPool.model_validate(pair.model_dump() | {"venue": "v3"})
    with pytest.raises(KeeperError, match="does not answer fee as a v3 pool"):
        read_pools(index, [wrong], block_of(world))
