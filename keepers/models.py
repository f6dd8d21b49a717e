"""The values that pass between the rooms of the keeper: book entries, state, overrides, targets, decisions.

Frozen and without behaviour beyond naming: nothing here reads a clock, a file or a chain.
Units: a weight is an integer in parts per million (ppm); a gauge is an integer in 1e-6 of a point (0..100_000_000);
its three blocks are integers in 1e-6 (0..1_000_000).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = [
    "CASH_ID",
    "WHOLE_PPM",
    "BookEntry",
    "Decision",
    "Flip",
    "Override",
    "Regime",
    "State",
    "Status",
    "Target",
]

Regime = Literal["bull", "bear"]
Status = Literal["active", "sell-only", "impaired"]

CASH_ID = 1
"""The registry's id of USDC: always in the list of targets."""
WHOLE_PPM = 1_000_000
"""The sum of a decision's weights, exactly."""


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One asset that the registry lists, as a decision sees it."""

    asset_id: int
    provider_id: str
    symbol: str
    weight_cap_ppm: int
    stable: bool
    status: Status
    listed_at: int
    """Unix seconds of the listing on chain."""
    liquidity_class: Literal["deep", "medium", "thin"] = "deep"


@dataclass(frozen=True, slots=True)
class Target:
    """The weight of one asset."""

    asset_id: int
    ppm: int


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of regime that was decided on a day."""

    day: date
    to: Regime


@dataclass(frozen=True, slots=True)
class State:
    """What a decision must remember of the ones before it. The start of everything is `State()`."""

    as_of: date | None = None
    """Day of the last decision or look; None before the first."""
    regime: Regime = "bear"
    targets_regime: Regime | None = None
    """Regime of the targets that are active on chain; None at genesis (no targets yet)."""
    members: tuple[str, ...] = ()
    """Shadow membership, provider ids in ascending order; kept through the bear."""
    targets: tuple[Target, ...] = ()
    """Targets that are active on chain, ids ascending; empty at genesis."""
    flips: tuple[Flip, ...] = ()
    """Flips of the last 90 days, oldest first."""


@dataclass(frozen=True, slots=True)
class Override:
    """A person's answer to a question of the rules, part of the hashed snapshot."""

    asset: str
    """Provider id."""
    field: Literal["eligible", "member", "weight_cap_ppm", "accept"]
    value: int
    """0 or 1 for a yes or no, ppm for a cap."""
    reason: str
    author: str
    expiry: date
    """Last day on which it counts."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the index should hold from a day on, and why."""

    as_of: date
    regime: Regime
    gauge: int
    """1e-6 of a point, 0..100_000_000; 0, as are its blocks, where it cannot be known: `alarms` says so."""
    trend: int
    momentum: int
    breadth: int
    targets: tuple[Target, ...]
    """Ids strictly ascending, USDC (id 1) included, each at least 1 ppm, sum exactly 1_000_000."""
    members: tuple[str, ...]
    """Shadow membership after this look, provider ids in ascending order."""
    entered: tuple[str, ...]
    left: tuple[str, ...]
    coverage_ppm: int
    """Share of the members' market cap that can be held on this chain."""
    alarms: tuple[str, ...]
    """What a person should look at; a decision with alarms is still a decision."""
    data_hash: bytes
    """keccak256 of the canonical snapshot, 32 bytes."""
    methodology: int
    """Version of the parameters file."""
