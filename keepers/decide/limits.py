"""The strategy contract's limits, applied before a proposal so that it passes: change, turnover, new listings, status.

All in integers of ppm. Between two decisions of one regime the weights move from the active targets toward the wanted
ones: no asset by more than `max_change_ppm`, all together by no more than `turnover_ppm` (half the sum of changes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from keepers.decide.inputs import Rules
from keepers.models import CASH_ID, BookEntry, Target

__all__ = ["capped_new_listings", "moved", "newly_listed", "share_out"]

_MOST_TARGETS = 112


def newly_listed(book: Iterable[BookEntry], as_of: date, rules: Rules) -> frozenset[int]:
    """Ids listed for less than `new_listing_days` at 00:00 UTC of the day, stable ones aside."""
    midnight = int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
    oldest = midnight - rules.new_listing_days * 86_400
    return frozenset(entry.asset_id for entry in book if entry.listed_at > oldest and not entry.stable)


def capped_new_listings(wanted: Mapping[int, int], new: frozenset[int], rules: Rules) -> dict[int, int]:
    """Weights with each new listing cut to its cap; the remainder goes to USDC, never to the tail."""
    cut = {key: min(ppm, rules.new_listing_cap_ppm) if key in new else ppm for key, ppm in wanted.items()}
    cut[CASH_ID] = cut.get(CASH_ID, 0) + sum(wanted.values()) - sum(cut.values())
    return cut


def moved(
    active: tuple[Target, ...], wanted: Mapping[int, int], ceilings: Mapping[int, int], rules: Rules
) -> tuple[dict[int, int], tuple[str, ...]]:
    """The weights after one epoch's move from the active targets toward the wanted ones, and alarms.

    ceilings: id -> most that the contract allows the asset to weigh now; 0 or absent means it may not be in the list.
    Falls that must happen (down to a ceiling) come first and in full. Then exits, then everything else, each scaled
    down to what the turnover limit and the rises leave, by largest remainder. The sum stays exactly 1_000_000. If the
    musts alone are beyond the limits, cash takes them and an alarm says that the contract will refuse.
    """
    before = {target.asset_id: target.ppm for target in active}
    alarms: list[str] = []
    musts: dict[int, int] = {}
    exits: dict[int, int] = {}
    falls: dict[int, int] = {}
    rises: dict[int, int] = {}
    for key in sorted(before.keys() | wanted.keys()):
        old, new, ceiling = before.get(key, 0), wanted.get(key, 0), ceilings.get(key, 0)
        if new > old:
            rises[key] = min(new - old, rules.max_change_ppm)
        elif new < old:
            musts[key] = max(old - ceiling, 0)
            rest = max(min(old - new, rules.max_change_ppm) - musts[key], 0)
            (falls if new else exits)[key] = rest
            if musts[key] > rules.max_change_ppm:
                alarms.append(
                    f"limits: asset {key} must fall by {musts[key]} ppm to what the registry allows, more than the "
                    f"{rules.max_change_ppm} ppm of an epoch: the owner must act, or the regime change"
                )
    forced, leaving, falling = sum(musts.values()), sum(exits.values()), sum(falls.values())
    budget = min(rules.turnover_ppm, sum(rises.values()), forced + leaving + falling)
    given = share_out(rises, budget)
    gone = share_out(exits, min(max(budget - forced, 0), leaving))
    taken = share_out(falls, max(budget - forced - leaving, 0))
    after = {key: before.get(key, 0) for key in before.keys() | wanted.keys()}
    for key, ppm in given.items():
        after[key] += ppm
    for changes in (musts, gone, taken):
        for key, ppm in changes.items():
            after[key] -= ppm
    if forced > budget:
        after[CASH_ID] += forced - budget
        alarms.append(
            f"limits: falls that must happen, {forced} ppm, exceed the {budget} ppm that other assets may rise"
        )
    kept = {key: ppm for key, ppm in after.items() if ppm > 0}
    if len(kept) > _MOST_TARGETS:
        alarms.append(f"limits: {len(kept)} targets are more than the {_MOST_TARGETS} that fit a decision")
    return kept, tuple(alarms)


def share_out(parts: Mapping[int, int], total: int) -> dict[int, int]:
    """Split a total over parts in proportion to them, by largest remainder, ties by id; no part exceeds itself.

    0 <= total <= sum of parts.
    """
    whole = sum(parts.values())
    if whole == 0:
        return {}
    given = {key: part * total // whole for key, part in parts.items()}
    left = total - sum(given.values())
    for key in sorted(parts, key=lambda key: (-(parts[key] * total % whole), key))[:left]:
        given[key] += 1
    return given
