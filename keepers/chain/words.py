"""The packed words of the contracts, decoded and encoded; the layouts are specified in contracts/interfaces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from keepers.errors import KeeperError
from keepers.models import WHOLE_PPM, Status, Target

__all__ = ["Eligibility", "Quote", "book_word", "eligibility", "held_ids", "pack_targets", "quote", "unpack_targets"]

TARGET_BITS = 36
PER_WORD = 7
MAX_TARGETS = 112
_STATUS: dict[int, Status] = {1: "active", 2: "sell-only", 3: "impaired"}
_CLASSES: dict[int, Literal["deep", "medium", "thin"]] = {1: "deep", 2: "medium", 3: "thin"}


@dataclass(frozen=True, slots=True)
class Quote:
    """price: USD 18 decimals of one whole token."""

    price: int
    decimals: int
    deviation_bps: int
    slippage_bps: int
    firm: bool
    stable: bool
    buyable: bool
    sellable: bool
    excess: int


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Terms that a decision must respect. listed_at: unix seconds."""

    weight_cap_ppm: int
    stable: bool
    status: Status
    liquidity_class: Literal["deep", "medium", "thin"]
    listed_at: int


def quote(word: int) -> Quote:
    """Layout: IAssetRegistry.vyi."""
    return Quote(
        price=word & (2**100 - 1),
        decimals=word >> 128 & 0xFF,
        deviation_bps=word >> 136 & 0xFFFF,
        slippage_bps=word >> 152 & 0xFFFF,
        firm=bool(word >> 168 & 1),
        stable=bool(word >> 169 & 1),
        buyable=bool(word >> 170 & 1),
        sellable=bool(word >> 171 & 1),
        excess=word >> 100 & (2**28 - 1),
    )


def eligibility(asset_id: int, word: int) -> Eligibility:
    """Layout: IAssetRegistry.vyi. Raises KeeperError for an id that the registry does not list."""
    status = word >> 21 & 3
    if status not in _STATUS:
        raise KeeperError(f"registry: asset {asset_id} is not listed; list it before a decision names it")
    return Eligibility(
        weight_cap_ppm=word & 0xFFFFF,
        stable=bool(word >> 20 & 1),
        status=_STATUS[status],
        liquidity_class=_CLASSES.get(word >> 23 & 3, "thin"),
        listed_at=word >> 25 & (2**39 - 1),
    )


def book_word(word: int) -> tuple[int, int]:
    """(the fund's balance, the claims pot), raw units. Layout: IIndexVault.vyi."""
    return word & (2**128 - 1), word >> 128


def held_ids(count: int, words: Sequence[int]) -> tuple[int, ...]:
    """Ids of a HeldSet event: sixteen to a word, lowest first."""
    return tuple(words[place // 16] >> (16 * (place % 16)) & 0xFFFF for place in range(count))


def pack_targets(targets: Sequence[Target]) -> list[int]:
    """Seven targets to a word, lowest first. Raises KeeperError for a list the strategy would refuse."""
    ids = [target.asset_id for target in targets]
    if ids != sorted(set(ids)):
        raise KeeperError("targets: asset ids must strictly ascend; decide again, or report this decision")
    if len(targets) > MAX_TARGETS:
        raise KeeperError(f"targets: {len(targets)} assets, at most {MAX_TARGETS}; lower the number of members")
    wrong = [target for target in targets if target.ppm < 1]
    if wrong:
        raise KeeperError(f"targets: asset {wrong[0].asset_id} has {wrong[0].ppm} ppm, at least 1; leave it out")
    total = sum(target.ppm for target in targets)
    if total != WHOLE_PPM:
        raise KeeperError(f"targets: weights sum to {total} ppm, must be {WHOLE_PPM}; decide again")
    words = [0] * -(-len(targets) // PER_WORD)
    for place, target in enumerate(targets):
        words[place // PER_WORD] |= (target.asset_id | target.ppm << 16) << TARGET_BITS * (place % PER_WORD)
    return words


def unpack_targets(words: Iterable[int]) -> tuple[Target, ...]:
    """The inverse; empty places are left out."""
    found = []
    for word in words:
        for place in range(PER_WORD):
            part = word >> TARGET_BITS * place & (2**TARGET_BITS - 1)
            if part:
                found.append(Target(part & 0xFFFF, part >> 16))
    return tuple(found)
