"""From members to wanted weights: who can be held, and how much of each the regime wants."""

from __future__ import annotations

import numpy as np

from keepers.decide.gauge import packed
from keepers.decide.inputs import Bools, Ints, Rules
from keepers.decide.listing import Listing
from keepers.decide.weights import allot
from keepers.models import WHOLE_PPM

__all__ = ["bear_weights", "bull_weights", "coverages"]


def bull_weights(
    caps: Ints,
    members: Bools,
    listed: Listing,
    held: Ints,
    allowed: Ints,
    rules: Rules,
) -> Ints:
    """(L, A) ppm, sum exactly 1_000_000: by cap between floor and caps; what the caps leave over is cash.

    caps: (L, N) whole USD; members: (L, N), of whom at least one can be held; held: (A,) ppm that are active now;
    allowed: (L, N) ppm, the most that people allow.
    """
    holdable = listed.holdable(held)
    chosen = members[:, listed.columns] & holdable
    columns, filled = packed(chosen)
    ceilings = np.minimum(listed.ceilings(held), rules.weight_cap_ppm)
    places = listed.columns[columns]
    parts = allot(
        np.where(filled, np.take_along_axis(caps, places, axis=1), 0),
        np.full(len(chosen), WHOLE_PPM - rules.cash_ppm),
        np.full(filled.shape, rules.floor_ppm, dtype=np.int64),
        np.minimum(ceilings[columns], np.take_along_axis(allowed, places, axis=1)),
        np.arange(filled.shape[1]),
    )
    wanted = np.zeros(chosen.shape, dtype=np.int64)
    wanted[chosen] = parts[filled]
    wanted[:, 0] = WHOLE_PPM - wanted.sum(axis=1)
    return wanted


def bear_weights(listed: Listing, held: Ints, rules: Rules) -> Ints:
    """(A,) ppm: USDC and the first further stable assets by id, each at most its ceiling; the rest is USDC."""
    ceilings = listed.ceilings(held)
    sound = listed.stable & ~listed.impaired & (ceilings > 0)
    usable = np.flatnonzero(sound[1:])[: rules.bear_stables] + 1
    wanted = np.zeros(len(ceilings), dtype=np.int64)
    wanted[usable] = np.minimum(rules.bear_stable_ppm, ceilings[usable])
    wanted[0] = WHOLE_PPM - wanted.sum()
    return wanted


def coverages(caps: Ints, members: Bools, listed: Listing, held: Ints) -> Ints:
    """(L,) ppm: share of the members' cap that is listed here and may be held, also in a bear regime."""
    holdable = listed.columns[listed.holdable(held)]
    own = np.where(members, caps, 0)
    # in Python's integers: a sum of caps times a million does not always fit 64 bits
    pairs = zip(own[:, holdable].sum(axis=1).tolist(), own.sum(axis=1).tolist(), strict=True)
    return np.array([here * WHOLE_PPM // max(total, 1) for here, total in pairs], dtype=np.int64)
