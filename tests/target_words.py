"""A decision's targets as IIndexStrategy takes them: seven (id, ppm) to a word, 16 bits of id and 20 of weight each."""

from collections.abc import Iterable, Mapping

__all__ = ["CASH", "WHOLE_PPM", "pack", "with_cash"]

CASH = 1  # the id of USDC
WHOLE_PPM = 1_000_000
PAIR_BITS, ID_BITS, PAIRS_OF_A_WORD = 36, 16, 7


def pack(targets: Mapping[int, int] | Iterable[tuple[int, int]]) -> list[int]:
    """In the order given and unchecked: keepers.chain.pack_targets refuses what these tests must be able to send."""
    pairs = list(targets.items()) if isinstance(targets, Mapping) else list(targets)
    groups = [pairs[first : first + PAIRS_OF_A_WORD] for first in range(0, len(pairs), PAIRS_OF_A_WORD)]
    return [
        sum((asset | ppm << ID_BITS) << PAIR_BITS * place for place, (asset, ppm) in enumerate(group))
        for group in groups
    ]


def with_cash(targets: Mapping[int, int]) -> dict[int, int]:
    """Ids ascending, zeros left out; what is missing from the whole is cash, or nothing where nothing is missing."""
    others = {asset: ppm for asset, ppm in targets.items() if asset != CASH and ppm}
    cash = WHOLE_PPM - sum(others.values())
    return ({CASH: cash} if cash else {}) | dict(sorted(others.items()))
