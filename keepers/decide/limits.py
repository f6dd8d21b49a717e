"""The strategy contract's limits, applied before a proposal so that it passes: change, turnover, new listings, status.

All in integers of ppm, arrays of (A,) as in listing.py. Between two decisions of one regime the weights move from the
active targets toward the wanted ones: no asset by more than `max_change_ppm`, all together by no more than
`turnover_ppm` (half the sum of changes).
"""

from __future__ import annotations

import numpy as np

from keepers.decide.inputs import Bools, Ints, Rules

__all__ = ["capped_new_listings", "moved", "share_out"]

_MOST_TARGETS = 112


def capped_new_listings(wanted: Ints, new: Bools, rules: Rules) -> Ints:
    """Weights with each new listing cut to its cap; the remainder goes to USDC, never to the tail."""
    cut = np.where(new, np.minimum(wanted, rules.new_listing_cap_ppm), wanted)
    cut[0] += wanted.sum() - cut.sum()
    return cut


def moved(before: Ints, wanted: Ints, ceilings: Ints, ids: Ints, rules: Rules) -> tuple[Ints, tuple[str, ...]]:
    """The weights after one epoch's move from the active targets toward the wanted ones, and alarms.

    ceilings: most that the contract allows each asset to weigh now; with 0 it may not be in the list.
    Falls that must happen (down to a ceiling) come first and in full. Then exits, then everything else, each scaled
    down to what the turnover limit and the rises leave, by largest remainder. The sum stays exactly 1_000_000. If the
    musts alone are beyond the limits, cash takes them and an alarm says that the contract will refuse.
    """
    change = wanted - before
    rising = np.maximum(change, 0)
    within = np.abs(change).max() <= rules.max_change_ppm and int(rising.sum()) <= rules.turnover_ppm
    if within and (before <= ceilings).all():
        return wanted, _too_many(wanted)
    rises = np.minimum(rising, rules.max_change_ppm)
    musts = np.where(change < 0, np.maximum(before - ceilings, 0), 0)
    rest = np.maximum(np.minimum(-change, rules.max_change_ppm) - musts, 0)
    rest[change >= 0] = 0
    exits, falls = np.where(wanted == 0, rest, 0), np.where(wanted > 0, rest, 0)
    alarms = tuple(
        f"limits: asset {ids[at]} must fall by {musts[at]} ppm to what the registry allows, more than the "
        f"{rules.max_change_ppm} ppm of an epoch: the owner must act, or the regime change"
        for at in np.flatnonzero(musts > rules.max_change_ppm)
    )
    forced, leaving, falling = int(musts.sum()), int(exits.sum()), int(falls.sum())
    budget = min(rules.turnover_ppm, int(rises.sum()), forced + leaving + falling)
    given = share_out(rises, budget)
    gone = share_out(exits, min(max(budget - forced, 0), leaving))
    taken = share_out(falls, max(budget - forced - leaving, 0))
    after = before + given - musts - gone - taken
    if forced > budget:
        after[0] += forced - budget
        alarms += (f"limits: falls that must happen, {forced} ppm, exceed the {budget} ppm that other assets may rise",)
    return after, alarms + _too_many(after)


def share_out(parts: Ints, total: int) -> Ints:
    """Split a total over parts in proportion to them, by largest remainder, ties by place; no part exceeds itself.

    0 <= total <= sum of parts.
    """
    whole = int(parts.sum())
    if total == whole:
        return parts
    given = parts * total // whole
    left = total - int(given.sum())
    given[np.argsort(-(parts * total % whole), kind="stable")[:left]] += 1
    return given


def _too_many(weights: Ints) -> tuple[str, ...]:
    count = int(np.count_nonzero(weights))
    if count <= _MOST_TARGETS:
        return ()
    return (f"limits: {count} targets are more than the {_MOST_TARGETS} that fit a decision",)
