"""What a decision is made of: the market as arrays, the rules as integers, and the rest of a snapshot.

Shapes: D days, W days with rows of caps, N assets. Columns are in ascending order of provider id, so that a column's
place is its rank among ties. One panel serves a single live look (D about 400) and a backtest (D = the whole history).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import numpy.typing as npt

from keepers.models import BookEntry, Override, State

__all__ = ["Bools", "Floats", "Hashed", "Inputs", "Ints", "Panel", "Rules"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Panel:
    """A market up to some day, as arrays."""

    assets: tuple[str, ...]
    """Provider ids, ascending: N."""
    first_day: int
    """Proleptic ordinal of the first day."""
    closes: Floats
    """(D, N) USD per whole unit, close of the day (24:00 UTC); nan where unknown."""
    row_days: Ints
    """(W,) positions among the D days that have rows of caps, ascending."""
    caps: Ints
    """(W, N) market cap in whole USD; 0: no row."""
    volumes: Ints
    """(W, N) volume of 24 hours in whole USD; -1: unknown."""
    row_prices: Floats
    """(W, N) USD, the price a row of caps came with; nan where unknown."""
    eligible: Bools
    """(W, N) by the source's word or by the deny list."""

    def position(self, day: date) -> int:
        """The place of a day among the D; it may lie outside 0..D-1."""
        return day.toordinal() - self.first_day


@dataclass(frozen=True, slots=True)
class Rules:
    """All parameters of one profile; names and units as in parameters.toml."""

    version: int
    profile: str
    # the gauge
    long_days: int
    short_days: int
    momentum_days: tuple[int, ...]
    ramp_width_ppm: int
    bull_at: int
    bear_at: int
    minimum_members: int
    index_names: int
    carry_days: int
    window_days: int
    # selection
    names: int
    enter_rank: int
    keep_rank: int
    minimum_eligible: int
    rows_stale_days: int
    quality: bool
    listed_days: int
    volume_days: int
    volume_floor_usd: int
    volume_share_ppm: int
    pegs: bool
    peg_days: int
    peg_tolerance_ppm: int
    peg_share_ppm: int
    memes: bool
    supply_jump_ppm: int
    changes_to_ask: int
    # weights
    median_days: int
    weight_cap_ppm: int
    floor_ppm: int
    registry_caps: bool
    cash_ppm: int
    bear_cash_ppm: int
    bear_stable_ppm: int
    bear_stables: int
    trade_band_ppm: int
    # the strategy contract's limits
    limits: bool
    max_change_ppm: int
    turnover_ppm: int
    new_listing_days: int
    new_listing_cap_ppm: int
    flip_spacing_days: int
    upward_flips: int
    flip_window_days: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """A parsed snapshot. Nothing else enters a decision."""

    as_of: date
    """The look is at 00:00 UTC of this day, with closes up to the day before."""
    bitcoin: str
    """Provider id of B."""
    rules: Rules
    panel: Panel
    book: tuple[BookEntry, ...]
    """Ids ascending; USDC (id 1) included."""
    state: State
    overrides: tuple[Override, ...]


class Hashed(Protocol):
    """A snapshot as `decide` needs it: keepers.snapshot.Snapshot is one."""

    @property
    def inputs(self) -> Inputs: ...

    @property
    def data_hash(self) -> bytes: ...
