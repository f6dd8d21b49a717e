"""State of pools at one block: Uniswap V3 pools and V2 pairs of the asset book, each read once, whoever shares it.

What a pool is comes from the book, and is asked of the pool again: a wrong fee or token would make the keeper count on
money that does not come.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from keepers.book import BookPool
from keepers.chain.abi import Function
from keepers.chain.connection import Call, RpcError
from keepers.chain.index import Index
from keepers.errors import KeeperError
from keepers.plan import Pair, Pool
from keepers.plan.ticks import word_of

__all__ = ["read_pools"]

NEAR_TICKS = 4
"""Initialised ticks read on each side of the price: a leg that would cross more is made smaller."""

TOKEN0 = Function("token0", (), ({"type": "address"},))
TOKEN1 = Function("token1", (), ({"type": "address"},))
FEE = Function("fee", (), ({"type": "uint24"},))
SLOT0 = Function("slot0", (), tuple({"type": kind} for kind in ("uint160", "int24", *["uint16"] * 3, "uint8", "bool")))
LIQUIDITY = Function("liquidity", (), ({"type": "uint128"},))
TICK_SPACING = Function("tickSpacing", (), ({"type": "int24"},))
TICK_BITMAP = Function("tickBitmap", ({"type": "int16"},), ({"type": "uint256"},))
TICKS = Function(
    "ticks",
    ({"type": "int24"},),
    tuple({"type": kind} for kind in ("uint128", "int128", "uint256", "uint256", "int56", "uint160", "uint32", "bool")),
)
RESERVES = Function("getReserves", (), tuple({"type": kind} for kind in ("uint112", "uint112", "uint32")))

V3_HEAD = (TOKEN0, TOKEN1, FEE, SLOT0, LIQUIDITY, TICK_SPACING)
V2_HEAD = (TOKEN0, TOKEN1, RESERVES)

Asked = tuple[BookPool, Function, Call]


def read_pools(index: Index, pools: Iterable[BookPool], block: int) -> dict[str, Pool | Pair]:
    """By address, in three batches: what each is and its price and depth, bitmaps around prices, the nearest ticks.

    Raises KeeperError that names the pool, what it answered and the remedy.
    """
    wanted = list({pool.address: pool for pool in pools}.values())
    asked = [(pool, function) for pool in wanted for function in (V3_HEAD if pool.venue == "v3" else V2_HEAD)]
    answers = iter(_answers(index, [(pool, function, function.at(pool.address)) for pool, function in asked], block))
    deep: list[tuple[BookPool, int, int, int, int]] = []
    found: dict[str, Pool | Pair] = {}
    for pool in wanted:
        _require(pool, "token0", pool.token0, next(answers))
        _require(pool, "token1", pool.token1, next(answers))
        if pool.venue == "v2":
            reserve0, reserve1, _ = next(answers)
            found[pool.address] = Pair(pool.address, pool.token0, pool.token1, reserve0, reserve1)
        else:
            _require(pool, "fee", pool.fee, next(answers))
            (price, tick, *_), liquidity, spacing = next(answers), next(answers), next(answers)
            deep.append((pool, price, tick, liquidity, spacing))
    return found | {pool.address: pool for pool in _with_ticks(index, deep, block)}


def _with_ticks(index: Index, heads: Sequence[tuple[BookPool, int, int, int, int]], block: int) -> list[Pool]:
    spots = [
        (place, word_of(tick, spacing) + step)
        for place, (_, _, tick, _, spacing) in enumerate(heads)
        for step in (-1, 0, 1)
    ]
    asked = [(heads[place][0], TICK_BITMAP, TICK_BITMAP.at(heads[place][0].address, word)) for place, word in spots]
    bitmaps: list[dict[int, int]] = [{} for _ in heads]
    for (place, position), word in zip(spots, _answers(index, asked, block), strict=True):
        bitmaps[place][position] = word

    near = [
        (place, tick)
        for place, (_, _, current, _, spacing) in enumerate(heads)
        for tick in _nearest(bitmaps[place], current, spacing)
    ]
    asked = [(heads[place][0], TICKS, TICKS.at(heads[place][0].address, tick)) for place, tick in near]
    nets: list[dict[int, int]] = [{} for _ in heads]
    for (place, tick), found in zip(near, _answers(index, asked, block), strict=True):
        nets[place][tick] = found[1]

    return [
        Pool(pool.address, pool.token0, pool.token1, pool.fee, spacing, price, tick, liquidity, bitmap, net)
        for (pool, price, tick, liquidity, spacing), bitmap, net in zip(heads, bitmaps, nets, strict=True)
    ]


def _answers(index: Index, asked: Sequence[Asked], block: int) -> list[Any]:
    results: list[Any] = []
    for (pool, function, _), data in zip(
        asked, index.connection.view([call for _, _, call in asked], block), strict=True
    ):
        said = data.said if isinstance(data, RpcError) else "nothing that it should" if not data else ""
        if isinstance(data, RpcError) or not data:
            raise KeeperError(
                f"book: {pool.address} does not answer {function.name} as a {pool.venue} pool ({said}); "
                "correct its address or its venue in the asset book"
            )
        results.append(function.decode(data))
    return results


def _require(pool: BookPool, what: str, given: object, answered: object) -> None:
    if answered != given:
        raise KeeperError(
            f"book: {pool.venue} pool {pool.address} has {what} {answered}, the asset book says {given}; "
            "correct the book"
        )


def _nearest(bitmap: dict[int, int], current: int, spacing: int) -> list[int]:
    ticks = [
        ((position << 8) + bit) * spacing for position, word in bitmap.items() for bit in range(256) if word >> bit & 1
    ]
    below = sorted((tick for tick in ticks if tick <= current), reverse=True)[:NEAR_TICKS]
    return below + sorted(tick for tick in ticks if tick > current)[:NEAR_TICKS]
