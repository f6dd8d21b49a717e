"""What the next decision must remember, read from the chain and from the snapshot of the last proposal."""

from collections.abc import Callable
from dataclasses import replace

from keepers.chain.events import last_proposed
from keepers.chain.fund import Reading
from keepers.chain.index import Index
from keepers.decide import advance, decide
from keepers.models import State
from keepers.snapshot import SnapshotStore

__all__ = ["remembered"]


def remembered(
    index: Index,
    reading: Reading,
    store: SnapshotStore,
    genesis: Callable[[], State],
) -> State:
    """The state before the next look.

    Regime, members and flips follow the last proposal, whatever became of it: they are what the rules saw. Targets are
    those that are active on chain; those of the safe state bind nothing, what follows it may change everything.
    `genesis` is asked before the first proposal. Raises UnknownSnapshot when the store lacks the snapshot of the last
    proposal.
    """
    last = last_proposed(index)
    if last is None:
        state = genesis()
    else:
        snapshot = store.get(last.fields["data_hash"])
        state = advance(snapshot.inputs.state, decide(snapshot), snapshot.inputs.rules)
    active = reading.active
    if active.epoch == 0 or active.is_safe_state:
        return replace(state, targets=(), targets_regime=None)
    return replace(state, targets=active.targets, targets_regime="bull" if active.bull else "bear")
