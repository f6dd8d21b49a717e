"""The planner's situation: a reading of the fund joined with the state of its pools at the same block."""

from collections.abc import Sequence

from keepers.book import BookPool
from keepers.chain.abi import Function
from keepers.chain.index import Index
from keepers.chain.reading import Holding, Reading, answered, native_asset
from keepers.chain.words import quote
from keepers.errors import KeeperError
from keepers.plan import Pool, Position, Situation
from keepers.plan.ticks import word_of

__all__ = ["read_pools", "read_situation"]

NEAR_TICKS = 4
"""Initialised ticks read on each side of the price: a leg that would cross more is made smaller."""

SLOT0 = Function("slot0", (), tuple({"type": kind} for kind in ("uint160", "int24", *["uint16"] * 3, "uint8", "bool")))
LIQUIDITY = Function("liquidity", (), ({"type": "uint128"},))
TICK_SPACING = Function("tickSpacing", (), ({"type": "int24"},))
TICK_BITMAP = Function("tickBitmap", ({"type": "int16"},), ({"type": "uint256"},))
TICKS = Function(
    "ticks",
    ({"type": "int24"},),
    tuple({"type": kind} for kind in ("uint128", "int128", "uint256", "uint256", "int56", "uint160", "uint32", "bool")),
)


def read_situation(index: Index, reading: Reading) -> Situation:
    """What a plan depends on, all at the reading's block. Raises KeeperError when nothing is active."""
    if reading.active.epoch == 0:
        raise KeeperError("plan: no decision is active; propose one and activate it first")
    gas_price = int(index.connection.request("eth_gasPrice"), 16)
    wanted = [pool for holding in reading.holdings for pool in holding.asset.pools]
    pools = iter(read_pools(index, wanted, reading.block))
    positions = [
        _position(holding, tuple(next(pools) for _ in holding.asset.pools), reading.timestamp)
        for holding in reading.holdings
    ]
    locked = reading.queue.locked
    return Situation(
        epoch=reading.active.epoch,
        session=reading.sessions + 1,
        decision_hash=reading.active.data_hash,
        cash=positions[0],
        positions=tuple(positions[1:]),
        entries_paused=reading.entries_paused,
        gas_price=gas_price,
        native_price=_native_price(index, reading.block),
        supply=reading.supply,
        locked_shares=locked.shares if locked else 0,
        locked_assets=locked.assets if locked else 0,
    )


def read_pools(index: Index, pools: Sequence[BookPool], block: int) -> list[Pool]:
    """State of Uniswap V3 pools in three batches: price and depth, bitmaps around the price, the nearest ticks."""
    kinds = [SLOT0, LIQUIDITY, TICK_SPACING]
    calls = [function.at(pool.address) for pool in pools for function in kinds]
    state = answered(index, kinds * len(pools), calls, block)
    heads = [(state[at][0], state[at][1], state[at + 1], state[at + 2]) for at in range(0, len(state), 3)]

    spots = [
        (place, word_of(tick, spacing) + step)
        for place, (_, tick, _, spacing) in enumerate(heads)
        for step in (-1, 0, 1)
    ]
    calls = [TICK_BITMAP.at(pools[place].address, word) for place, word in spots]
    words = answered(index, [TICK_BITMAP] * len(calls), calls, block)
    bitmaps: list[dict[int, int]] = [{} for _ in pools]
    for (place, position), word in zip(spots, words, strict=True):
        bitmaps[place][position] = word

    near = [
        (place, tick)
        for place, (_, current, _, spacing) in enumerate(heads)
        for tick in _nearest(bitmaps[place], current, spacing)
    ]
    calls = [TICKS.at(pools[place].address, tick) for place, tick in near]
    nets: list[dict[int, int]] = [{} for _ in pools]
    for (place, tick), found in zip(near, answered(index, [TICKS] * len(calls), calls, block), strict=True):
        nets[place][tick] = found[1]

    return [
        Pool(pool.address, pool.token0, pool.token1, pool.fee, spacing, price, tick, liquidity, bitmap, net)
        for pool, (price, tick, liquidity, spacing), bitmap, net in zip(pools, heads, bitmaps, nets, strict=True)
    ]


def _nearest(bitmap: dict[int, int], current: int, spacing: int) -> list[int]:
    ticks = [
        ((position << 8) + bit) * spacing for position, word in bitmap.items() for bit in range(256) if word >> bit & 1
    ]
    below = sorted((tick for tick in ticks if tick <= current), reverse=True)[:NEAR_TICKS]
    return below + sorted(tick for tick in ticks if tick > current)[:NEAR_TICKS]


def _position(holding: Holding, pools: tuple[Pool, ...], now: int) -> Position:
    return Position(
        asset_id=holding.asset.asset_id,
        symbol=holding.asset.symbol,
        token=holding.asset.token,
        decimals=holding.quote.decimals,
        balance=holding.balance,
        price=holding.quote.price,
        firm=holding.quote.firm,
        stable=holding.quote.stable,
        buyable=holding.quote.buyable,
        slippage_bps=holding.quote.slippage_bps,
        target_ppm=holding.target_ppm,
        pools=pools,
        unfirm_because=holding.unfirm_because(now),
    )


def _native_price(index: Index, block: int) -> int:
    asset = native_asset(index)
    if asset is None:
        return 0
    words = answered(
        index, [index.registry.function("quotes")], [index.registry.call("quotes", [asset.asset_id])], block
    )[0]
    return quote(words[0]).price
