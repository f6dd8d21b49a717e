"""What people answered to the rules' questions, as arrays: one row per look, because an answer expires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from keepers.decide.inputs import Bools, Ints
from keepers.models import WHOLE_PPM, Override

__all__ = ["Answers", "answered"]


@dataclass(frozen=True, slots=True)
class Answers:
    """All (L, N)."""

    accepted: Bools
    """Supply jumps that a person accepted."""
    eligible: Ints
    """1 or 0 where a person decided it, else -1; so is `member`."""
    member: Ints
    cap: Ints
    """ppm, the most a person allows; the whole where nobody said."""


def answered(overrides: Sequence[Override], assets: Sequence[str], looks: Sequence[date]) -> Answers:
    """The answers that count at each look, of the assets that the market knows. Later ones of the list win."""
    shape = (len(looks), len(assets))
    if not overrides:
        nothing = np.broadcast_to(np.int64(-1), shape)
        whole = np.broadcast_to(np.int64(WHOLE_PPM), shape)
        return Answers(np.broadcast_to(np.False_, shape), nothing, nothing, whole)
    accepted = np.zeros(shape, dtype=np.bool_)
    eligible, member = np.full(shape, -1, dtype=np.int64), np.full(shape, -1, dtype=np.int64)
    cap = np.full(shape, WHOLE_PPM, dtype=np.int64)
    place = {asset: column for column, asset in enumerate(assets)}
    for override in overrides:
        if override.asset not in place:
            continue
        valid, column = np.array([look <= override.expiry for look in looks]), place[override.asset]
        if override.field == "accept":
            accepted[valid, column] = override.value == 1
        elif override.field == "eligible":
            eligible[valid, column] = override.value
        elif override.field == "member":
            member[valid, column] = override.value
        else:
            cap[valid, column] = override.value
    return Answers(accepted, eligible, member, cap)
