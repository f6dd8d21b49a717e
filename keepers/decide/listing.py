"""The registry's book as arrays: what may be held here, and how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from keepers.decide.inputs import Bools, Ints, Rules
from keepers.models import CASH_ID, WHOLE_PPM, BookEntry, Target

__all__ = ["Listing", "listing"]

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Listing:
    """A listed assets: arrays of (A,), ids ascending, USDC first.

    An asset that is held but no longer in the book is here too, with nothing allowed.
    """

    ids: Ints
    columns: Ints
    """Place in the market; -1 where it knows no such asset."""
    caps: Ints
    """(A,) ppm, the most an active asset may weigh."""
    stable: Bools
    active: Bools
    impaired: Bools
    listed_at: Ints
    """Unix seconds."""

    def ceilings(self, held: Ints) -> Ints:
        """(A,) ppm: the most the contract lets each weigh; what is not active may not rise above what is held (A,)."""
        return np.where(self.active, self.caps, np.minimum(self.caps, held))

    def holdable(self, held: Ints) -> Bools:
        """(A,) what a bull regime may hold."""
        return (self.columns >= 0) & ~self.stable & ~self.impaired & (self.ceilings(held) > 0)

    def newly(self, day: date, rules: Rules) -> Bools:
        """(A,) listed for less than `new_listing_days` at 00:00 UTC of the day, stable ones aside."""
        midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
        new: Bools = (self.listed_at > midnight - rules.new_listing_days * _DAY) & ~self.stable
        return new

    def weights(self, targets: Iterable[Target]) -> Ints:
        """(A,) ppm of a list of targets."""
        place = {key: at for at, key in enumerate(self.ids.tolist())}
        ppm = np.zeros(len(self.ids), dtype=np.int64)
        for target in targets:
            ppm[place[target.asset_id]] = target.ppm
        return ppm

    def targets(self, weights: Ints) -> tuple[Target, ...]:
        """The list of targets of weights (A,): ids ascending, each at least 1 ppm."""
        held = np.flatnonzero(weights)
        return tuple(map(Target, self.ids[held].tolist(), weights[held].tolist()))


def listing(book: Sequence[BookEntry], assets: Sequence[str], held: Iterable[Target], rules: Rules) -> Listing:
    """The arrays of a book, in a market of these assets; `held`: the active targets."""
    known = {entry.asset_id for entry in book}
    gone = [
        BookEntry(target.asset_id, "", "", 0, False, "impaired", 0) for target in held if target.asset_id not in known
    ]
    entries = sorted((*book, *gone), key=lambda entry: entry.asset_id)
    place = {asset: column for column, asset in enumerate(assets)}
    caps = [entry.weight_cap_ppm if rules.registry_caps or not entry.provider_id else WHOLE_PPM for entry in entries]
    ids = np.array([entry.asset_id for entry in entries], dtype=np.int64)
    return Listing(
        ids=ids,
        columns=np.array([place.get(entry.provider_id, -1) for entry in entries], dtype=np.int64),
        caps=np.where(ids == CASH_ID, WHOLE_PPM, np.array(caps, dtype=np.int64)),
        stable=np.array([entry.stable for entry in entries], dtype=np.bool_),
        active=np.array([entry.status == "active" for entry in entries], dtype=np.bool_),
        impaired=np.array([entry.status == "impaired" for entry in entries], dtype=np.bool_),
        listed_at=np.array([entry.listed_at for entry in entries], dtype=np.int64),
    )
