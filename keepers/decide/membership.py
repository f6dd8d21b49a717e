"""The buffer: who enters the hundred, who stays, who leaves."""

from __future__ import annotations

import numpy as np

from keepers.decide.inputs import Bools, Ints, Rules

__all__ = ["buffered", "ranks"]


def ranks(caps: Ints, candidate: Bools) -> Ints:
    """(N,) rank by cap, 1 the largest, ties by column (provider id); 0 for those who are no candidates."""
    places = np.flatnonzero(candidate)
    order = places[np.argsort(-caps[places], kind="stable")]
    ranked = np.zeros(len(caps), dtype=np.int64)
    ranked[order] = np.arange(1, len(order) + 1)
    return ranked


def buffered(before: Bools, ranked: Ints, rules: Rules) -> Bools:
    """(N,) members after a look: enter at `enter_rank` or better, stay to `keep_rank`, then fill or trim to `names`.

    Trimming takes the worst-ranked of those who only stayed; filling takes the best-ranked outside.
    """
    candidate = ranked > 0
    inside = candidate & (ranked <= rules.enter_rank)
    staying = candidate & before & (ranked <= rules.keep_rank) & ~inside
    outside = candidate & ~inside & ~staying
    room = rules.names - int(inside.sum())
    members = inside.copy()
    for group in (staying, outside):
        places = np.flatnonzero(group)
        chosen = places[np.argsort(ranked[places], kind="stable")][: max(room, 0)]
        members[chosen] = True
        room -= len(chosen)
    return members
