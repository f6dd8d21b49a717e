"""What a refresh would move now: the references that bands lie around, the rates of vault shares, and how old they are.

The registry itself is asked, asset by asset, what a refresh would do: its rules are not written a second time here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from keepers.chain import calldata
from keepers.chain.index import Index
from keepers.chain.reading import answered
from keepers.chain.words import quote

__all__ = ["Movable", "Reference", "count_movable", "read_movable", "read_references"]

WEEK = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Reference:
    """What the registry keeps of an asset that a refresh would move. Times in unix seconds."""

    asset_id: int
    symbol: str
    """Empty when the book does not know the asset."""
    reference: int
    """USD 18 decimals; of vault shares that of their underlying asset."""
    rate: int
    """Underlying per share, 18 decimals, when last taken; 0 for what is not vault shares."""
    price: int
    """USD 18 decimals of one whole token now."""
    moved_at: int
    """When a refresh last moved the reference or took the rate; the listing counts as one."""

    def stale(self, now: int) -> bool:
        """Nobody has refreshed it for a week, though it would move."""
        return now - self.moved_at >= WEEK


@dataclass(frozen=True, slots=True)
class Movable:
    """What a refresh would move, at one block."""

    block: int
    timestamp: int
    listed: int
    """Assets of the registry; their ids are 1 to this."""
    sequence: int
    """Events the registry had numbered: every move adds one."""
    ids: tuple[int, ...]
    """Ascending."""


def read_movable(index: Index, block: int | None = None) -> Movable:
    """Every listed asset whose reference would move or whose rate would be taken, at a block, the latest by default.

    Raises ChainUnreachable or KeeperError.
    """
    header = index.connection.request("eth_getBlockByNumber", "latest" if block is None else hex(block), False)
    number = int(header["number"], 16)
    registry = index.registry
    names = ("asset_count", "sequence")
    listed, sequence = answered(
        index, [registry.function(name) for name in names], [registry.call(name) for name in names], number
    )
    ids = range(1, listed + 1)
    calls = [calldata.refresh(index, [asset]) for asset in ids]
    moved = answered(index, [registry.function("refresh")] * listed, calls, number)
    movable = tuple(asset for asset, count in zip(ids, moved, strict=True) if count)
    return Movable(number, int(header["timestamp"], 16), listed, sequence, movable)


def count_movable(index: Index, ids: Sequence[int], block: int | str) -> int:
    """How many of these assets a refresh would move; `block` may be "pending"."""
    (count,) = answered(index, [index.registry.function("refresh")], [calldata.refresh(index, ids)], block)
    return int(count)


def read_references(index: Index, movable: Movable) -> tuple[Reference, ...]:
    """What the registry keeps of the movable assets, at their block."""
    registry, ids, symbols = index.registry, movable.ids, {asset.asset_id: asset.symbol for asset in index.book.assets}
    functions = [registry.function("asset")] * len(ids) + [registry.function("quote")] * len(ids)
    calls = [registry.call(name, asset) for name in ("asset", "quote") for asset in ids]
    answers = answered(index, functions, calls, movable.block)
    return tuple(
        Reference(
            asset_id=asset,
            symbol=symbols.get(asset, ""),
            reference=kept["reference"],
            rate=kept["rate"],
            price=quote(word).price,
            moved_at=max(kept["refreshed_at"], kept["rate_taken_at"]),
        )
        for asset, kept, word in zip(ids, answers[: len(ids)], answers[len(ids) :], strict=True)
    )
