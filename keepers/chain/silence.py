"""The clocks that say the keeper is silent: the age of the decision, the distance to target, and what each lets happen.

The contracts themselves are asked whether he is and what may be done now; the moments to come follow from the same
times, which the owner sets.
"""

from dataclasses import dataclass

from keepers.chain.fund import Reading
from keepers.chain.index import Index
from keepers.chain.reading import answered
from keepers.parameters import load_parameters

__all__ = ["Clocks", "read_clocks"]

BPS = 10_000


@dataclass(frozen=True, slots=True)
class Clocks:
    """At one block. Moments in unix seconds, lengths in seconds, USD with 18 decimals."""

    timestamp: int
    epoch: int
    """Of the active decision; 0: there is none, and no clock runs."""
    activated_at: int
    forced: bool
    """The active decision is the safe state: nobody's, so that auctions are open to anyone at once."""
    nav: int
    distance: int
    far_since: int
    """Of the report that found the fund far; 0: the last report found it near, or there was none."""
    auctions_after: int
    """How long a keeper is silent before anyone may open auctions."""
    safe_state_after: int
    """How old a decision is before anyone may force the safe state."""
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
        """A report would start the clock of the distance, or make it void."""
        return self.epoch != 0 and self.far != (self.far_since != 0)

    @property
    def anyone_at(self) -> int | None:
        """From when anyone may open auctions, if nothing is decided and the distance stays; None without a decision."""
        if not self.epoch:
            return None
        by_age = self.activated_at + (0 if self.forced else self.auctions_after)
        if self.far and self.far_since:
            return min(by_age, self.far_since + self.auctions_after)
        return by_age

    @property
    def safe_state_at(self) -> int | None:
        """From when anyone may force the safe state; None where there is nothing to leave for it."""
        return None if not self.epoch or self.forced else self.activated_at + self.safe_state_after


def read_clocks(index: Index, reading: Reading) -> Clocks:
    """At the block of a reading. Raises ChainUnreachable or KeeperError."""
    house, strategy = index.auctions, index.strategy
    asked = [
        (house, "distance"),
        (house, "far_since"),
        (house, "silent"),
        (strategy, "silence_auctions"),
        (strategy, "silence_safe_state"),
        (strategy, "safe_state_workable"),
    ]
    (distance, nav), far_since, silent, auctions_after, safe_state_after, workable = answered(
        index,
        [contract.function(name) for contract, name in asked],
        [contract.call(name) for contract, name in asked],
        reading.block,
    )
    return Clocks(
        timestamp=reading.timestamp,
        epoch=reading.active.epoch,
        activated_at=reading.active.activated_at,
        forced=reading.active.is_safe_state,
        nav=nav,
        distance=distance,
        far_since=far_since,
        auctions_after=auctions_after,
        safe_state_after=safe_state_after,
        silent=silent,
        safe_state_workable=workable,
    )
