"""The transactions the keeper sends, as calls: propose, activate, rebalance; lock, settle; refresh of references."""

from collections.abc import Sequence

from keepers.chain.connection import Call
from keepers.chain.index import Index
from keepers.chain.words import pack_targets
from keepers.models import Decision
from keepers.plan import Hop, PlannedLeg

__all__ = ["activate", "lock", "propose", "rebalance", "refresh", "settle", "settle_with"]

ALL_BUT_ONE = 0
"""amount_in of a sell that leaves one raw unit, whatever the balance is by then."""
ZERO_FOR_ONE = 1 << 160
V2_PAIR = 1 << 168
NO_HOP = 0


def propose(index: Index, epoch: int, decision: Decision, data_uri: str = "") -> Call:
    """Raises KeeperError for weights that do not sum to 1,000,000, or ids that do not ascend."""
    return index.strategy.call(
        "propose",
        epoch,
        decision.regime == "bull",
        decision.gauge,
        pack_targets(decision.targets),
        decision.data_hash,
        data_uri,
        decision.methodology,
    )


def activate(index: Index, epoch: int) -> Call:
    """Anyone may."""
    return index.strategy.call("activate", epoch)


def rebalance(
    index: Index,
    epoch: int,
    data_hash: bytes,
    session: int,
    deadline: int,
    max_cost: int,
    legs: Sequence[PlannedLeg],
) -> Call:
    """deadline in unix seconds, max_cost in USD 18. Legs as in IIndexTrader.vyi: sells first, a word for each hop."""
    return index.trader.call("rebalance", epoch, data_hash, session, deadline, max_cost, _encoded(legs))


def lock(index: Index) -> Call:
    """Anyone may."""
    return index.queue.call("lock")


def settle(index: Index) -> Call:
    """With the cash that is there."""
    return index.queue.call("settle")


def settle_with(
    index: Index,
    epoch: int,
    data_hash: bytes,
    session: int,
    deadline: int,
    max_cost: int,
    legs: Sequence[PlannedLeg],
) -> Call:
    """A session that raises cash and the settlement in one transaction; arguments as of `rebalance`."""
    return index.queue.call("settle_with", epoch, data_hash, session, deadline, max_cost, _encoded(legs))


def refresh(index: Index, ids: Sequence[int]) -> Call:
    """Anyone may. At most 128 ids; as an eth_call it answers how many of them would move."""
    return index.registry.call("refresh", list(ids))


def _encoded(legs: Sequence[PlannedLeg]) -> list[tuple[int, bool, int, int, int, int, int]]:
    return [
        (
            leg.asset_id,
            leg.buy,
            ALL_BUT_ONE if leg.leaves_one else leg.amount_in,
            leg.min_out,
            _word(leg.hops[0]),
            _word(leg.hops[1]) if len(leg.hops) > 1 else NO_HOP,
            leg.gas_limit,
        )
        for leg in legs
    ]


def _word(hop: Hop) -> int:
    word = int(hop.pool, 16)
    if hop.zero_for_one:
        word |= ZERO_FOR_ONE
    return word | V2_PAIR if hop.venue == "v2" else word
