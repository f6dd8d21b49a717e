"""The clocks that say the keeper is silent: its last work, the distance to target, and what each lets happen.

The contracts say whether the keeper is silent, what may be done now, and from when on it may be done.
"""

from dataclasses import dataclass

from keepers.chain.fund import Reading
from keepers.chain.index import Index
from keepers.chain.reading import answered
from keepers.parameters import load_parameters

__all__ = ["Clocks", "read_clocks"]

BPS = 10_000
NEAR_EVERY = 7 * 86_400
"""Seconds after which a fund near its target is reported near again, so that its keeper does not count as silent."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """At one block. Moments in unix seconds, lengths in seconds, USD with 18 decimals."""

    timestamp: int
    epoch: int
    """Of the active decision; 0: there is none, and no clock runs."""
    activated_at: int
    acted_at: int
    """When the keeper last did its work: moved the targets far, or decided and had the fund near its target."""
    forced: bool
    """The active decision is the safe state: nobody's, so that auctions are open to anyone at once."""
    nav: int
    distance: int
    far_since: int
    """Of the first report that found the fund far since it was near; 0: there is none."""
    near_at: int
    """When the fund was last seen near its target, by a report, a session or a bid; 0: never."""
    silent_at: int
    """From when anyone may open auctions, if nothing is done and the distance stays; 0 without a decision."""
    safe_state_due: int
    """From when anyone may force the safe state, if nothing is done; 0 where there is nothing to leave for it."""
    silent: bool
    """Anyone may open auctions now."""
    safe_state_workable: bool
    """Anyone may force the safe state now."""

    @property
    def decision_age(self) -> int:
        """Seconds; 0 without a decision."""
        return self.timestamp - self.activated_at if self.epoch else 0

    @property
    def far(self) -> bool:
        """More than 5 % of NAV from the target now."""
        return self.distance * BPS > self.nav * load_parameters().contract["silence_distance_bps"].default

    @property
    def report_due(self) -> bool:
        """A report would start the clock of the distance or void it, or the last sight of a near fund is a week old."""
        if self.epoch == 0:
            return False
        if self.far:
            return self.far_since == 0 and self.near_at < self.timestamp
        return self.far_since != 0 or self.timestamp >= self.near_at + NEAR_EVERY

    @property
    def anyone_at(self) -> int | None:
        """From when anyone may open auctions, if nothing is done and the distance stays; None without a decision."""
        return self.silent_at or None

    @property
    def safe_state_at(self) -> int | None:
        """From when anyone may force the safe state; None where there is nothing to leave for it."""
        return self.safe_state_due or None


def read_clocks(index: Index, reading: Reading) -> Clocks:
    """At the block of a reading. Raises ChainUnreachable or KeeperError."""
    house, strategy = index.auctions, index.strategy
    asked = [
        (house, "distance"),
        (house, "far_since"),
        (house, "near_at"),
        (house, "silent_at"),
        (house, "silent"),
        (strategy, "acted_at"),
        (strategy, "safe_state_at"),
        (strategy, "safe_state_workable"),
    ]
    (distance, nav), far_since, near_at, silent_at, silent, acted_at, safe_state_due, workable = answered(
        index,
        [contract.function(name) for contract, name in asked],
        [contract.call(name) for contract, name in asked],
        reading.block,
    )
    return Clocks(
        timestamp=reading.timestamp,
        epoch=reading.active.epoch,
        activated_at=reading.active.activated_at,
        acted_at=acted_at,
        forced=reading.active.is_safe_state,
        nav=nav,
        distance=distance,
        far_since=far_since,
        near_at=near_at,
        silent_at=silent_at,
        safe_state_due=safe_state_due,
        silent=silent,
        safe_state_workable=workable,
    )
