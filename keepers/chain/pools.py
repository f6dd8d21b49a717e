"""State of pools at one block: Uniswap V3 pools and V2 pairs of the asset book, each read once.

What a pool is comes from the book, and is asked of the pool again: a wrong fee or token would make the keeper count on
money that does not come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from keepers.book import BookPool
from keepers.chain.abi import Function
from keepers.chain.connection import Call, RpcError
from keepers.chain.index import Index
from keepers.errors import KeeperError
from keepers.plan import Pair, Pool
from keepers.plan.ticks import word_of

__all__ = ["Pools", "read_pools"]

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

REVERTED = re.compile("revert|invalid opcode|out of gas|stack", re.IGNORECASE)
"""What nodes say of a call that a contract failed, as opposed to one they did not try."""


class Head(NamedTuple):
    """A V3 pool at the block, without its ticks."""

    pool: BookPool
    sqrt_price: int
    tick: int
    liquidity: int
    spacing: int


@dataclass(frozen=True, slots=True)
class Pools:
    """By address: the state of those that are what the book says, and what is the matter with the others."""

    found: dict[str, Pool | Pair]
    wrong: dict[str, str]


def read_pools(index: Index, pools: Iterable[BookPool], block: int) -> Pools:
    """In three batches: what each is and its price and depth, bitmaps around prices, the nearest ticks.

    One that does not answer, or is not what the book says, is traded by nobody and stops nothing. Raises KeeperError
    when the endpoint answers anything but what contracts would.
    """
    wanted = {pool.address: pool for pool in pools}
    wrong: dict[str, str] = {}
    asked = [(pool, function) for pool in wanted.values() for function in (V3_HEAD if pool.venue == "v3" else V2_HEAD)]
    calls = [(pool, function, function.at(pool.address)) for pool, function in asked]
    found: dict[str, Pool | Pair] = {}
    deep: list[Head] = []
    for address, (token0, token1, *rest) in _answers(index, calls, block, wrong).items():
        pool = wanted[address]
        facts: list[tuple[str, object, object]] = [("token0", pool.token0, token0), ("token1", pool.token1, token1)]
        if pool.venue == "v3":
            facts.append(("fee", pool.fee, rest[0]))
        differs = [f"{what} {there}, the asset book says {here}" for what, here, there in facts if here != there]
        if differs:
            wrong[address] = f"{pool.venue} pool {address} has {differs[0]}; correct the book"
        elif pool.venue == "v2":
            found[address] = Pair(address, token0, token1, *rest[0][:2])
        else:
            _, (price, tick, *_), liquidity, spacing = rest
            if price and spacing > 0:
                deep.append(Head(pool, price, tick, liquidity, spacing))
            else:
                wrong[address] = f"v3 pool {address} has no price yet; name another one in the asset book"
    return Pools(found | _with_ticks(index, deep, block, wrong), wrong)


def _with_ticks(index: Index, heads: Sequence[Head], block: int, wrong: dict[str, str]) -> dict[str, Pool | Pair]:
    spots = {head.pool.address: [word_of(head.tick, head.spacing) + step for step in (-1, 0, 1)] for head in heads}
    asked = [
        (head.pool, TICK_BITMAP, TICK_BITMAP.at(head.pool.address, word))
        for head in heads
        for word in spots[head.pool.address]
    ]
    words = _answers(index, asked, block, wrong)
    bitmaps = {address: dict(zip(spots[address], found, strict=True)) for address, found in words.items()}

    answering = [head for head in heads if head.pool.address in bitmaps]
    near = {head.pool.address: _nearest(bitmaps[head.pool.address], head.tick, head.spacing) for head in answering}
    asked = [
        (head.pool, TICKS, TICKS.at(head.pool.address, tick)) for head in answering for tick in near[head.pool.address]
    ]
    ticks = _answers(index, asked, block, wrong)
    return {
        address: Pool(
            address,
            head.pool.token0,
            head.pool.token1,
            head.pool.fee,
            head.spacing,
            head.sqrt_price,
            head.tick,
            head.liquidity,
            bitmaps[address],
            {tick: found[1] for tick, found in zip(near[address], ticks.get(address, []), strict=True)},
        )
        for head in answering
        if (address := head.pool.address) not in wrong
    }


def _answers(
    index: Index, asked: Sequence[tuple[BookPool, Function, Call]], block: int, wrong: dict[str, str]
) -> dict[str, list[Any]]:
    """By address, of each pool that answered everything; the others go to `wrong`."""
    results: dict[str, list[Any]] = {}
    answers = index.connection.view([call for _, _, call in asked], block)
    for (pool, function, _), data in zip(asked, answers, strict=True):
        if isinstance(data, RpcError) and not (data.data or REVERTED.search(data.said)):
            raise data  # a limit, a timeout: nobody knows what the pool would have said
        try:
            results.setdefault(pool.address, []).append(function.decode(b"" if isinstance(data, RpcError) else data))
        except KeeperError:
            said = data.said if isinstance(data, RpcError) else "nothing that it should"
            wrong.setdefault(
                pool.address,
                f"{pool.address} does not answer {function.name} as a {pool.venue} pool ({said}); "
                "correct its address or its venue in the asset book",
            )
    return {address: found for address, found in results.items() if address not in wrong}


def _nearest(bitmap: dict[int, int], current: int, spacing: int) -> list[int]:
    ticks = [
        ((position << 8) + bit) * spacing for position, word in bitmap.items() for bit in range(256) if word >> bit & 1
    ]
    below = sorted((tick for tick in ticks if tick <= current), reverse=True)[:NEAR_TICKS]
    return below + sorted(tick for tick in ticks if tick > current)[:NEAR_TICKS]
