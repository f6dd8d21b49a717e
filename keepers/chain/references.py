"""What a refresh would move now: the references that bands lie around, the rates of vault shares, and how old they are.

The registry itself is asked, asset by asset, what a refresh would do: its rules are not written a second time here. The
keeper refreshes what has strayed a fifth or more from its reference, far inside the band of a factor of five, and the
rate of every vault share, which is taken by date.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from keepers.chain import calldata
from keepers.chain.index import Index
from keepers.chain.reading import answered
from keepers.chain.words import quote

__all__ = ["Movable", "Reference", "count_movable", "read_due", "read_movable", "read_references"]

WEEK = 7 * 86_400
STRAYED = 5
"""A price has strayed when it is one part in so many from its reference."""


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

    @property
    def strayed(self) -> bool:
        """The price is 20 % or more from the reference. Never of vault shares, whose reference is another asset's."""
        return not self.rate and abs(self.price - self.reference) * STRAYED >= self.reference

    @property
    def due(self) -> bool:
        """A keeper refreshes it now: it has strayed, or it has a rate that is taken by date."""
        return self.strayed or self.rate != 0

    def late(self, now: int) -> bool:
        """Nobody has taken its rate for a week."""
        return self.rate != 0 and now - self.moved_at >= WEEK


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


def read_due(index: Index, block: int | None = None) -> tuple[Movable, tuple[Reference, ...]]:
    """Of what would move at a block only what a keeper refreshes, and what the registry keeps of it."""
    movable = read_movable(index, block)
    references = tuple(reference for reference in read_references(index, movable) if reference.due)
    return replace(movable, ids=tuple(reference.asset_id for reference in references)), references


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
