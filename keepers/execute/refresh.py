"""Move the registry's references toward today's prices, and take the rates of vault shares. Anyone may, once a day.

Bands lie around references that only a call moves: left alone for months they would close over honest prices. Only what
has strayed is worth its gas: a band reaches from a fifth to five times its reference.
"""

from dataclasses import dataclass
from typing import Any

from keepers.chain import calldata
from keepers.chain.connection import Call
from keepers.chain.events import Record, decode_logs
from keepers.chain.index import Index
from keepers.chain.references import Movable, count_movable, read_due
from keepers.execute.send import Intent, Outcome, Sender

__all__ = ["MOST_AT_ONCE", "Refreshed", "Step", "refresh", "steps"]

MOST_AT_ONCE = 60
"""Assets of one transaction by default."""
GAS_CAP = 15_000_000
LIFE = 900
"""Seconds for which a signed refresh may still be sent. The contract takes it later too: it moves what there is."""
MOVES = ("ReferenceMoved", "RateTaken")


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction. The purpose is good once: whatever it moves makes the registry count further."""

    purpose: str
    ids: tuple[int, ...]
    call: Call


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A transaction and its events ReferenceMoved and RateTaken, in order; none when others had moved all of it."""

    outcome: Outcome
    moves: tuple[Record, ...]


def steps(index: Index, movable: Movable, most: int = MOST_AT_ONCE) -> list[Step]:
    """The transactions that move these; empty when there are none."""
    found = []
    for first in range(0, len(movable.ids), most):
        ids = movable.ids[first : first + most]
        purpose = f"refresh of {len(ids)} assets ({ids[0]} to {ids[-1]}) after event {movable.sequence} of the registry"
        found.append(Step(purpose, ids, calldata.refresh(index, ids)))
    return found


def refresh(index: Index, sender: Sender, most: int = MOST_AT_ONCE) -> list[Refreshed]:
    """Move what is due now, `most` assets a transaction; empty when that is nothing. Raises as `Sender.run`."""
    sender.reconcile()
    movable, _ = read_due(index)
    done: list[Refreshed] = []
    for step in steps(index, movable, most):
        # While the one before was on its way, others may have been at work.
        if count_movable(index, step.ids, "pending"):
            done.append(_run(index, sender, step, movable.timestamp + LIFE))
    return done


def _run(index: Index, sender: Sender, step: Step, expires_at: int) -> Refreshed:
    def confirms(receipt: dict[str, Any]) -> bool:
        # Without an event it did its work only if the registry says that there was none.
        return bool(_moves(index, receipt)) or not count_movable(index, step.ids, int(receipt["blockNumber"], 16))

    outcome = sender.run(Intent(step.purpose, step.call, GAS_CAP, expires_at, confirms, "use a lower --most"))
    return Refreshed(outcome, _moves(index, outcome.receipt))


def _moves(index: Index, receipt: dict[str, Any]) -> tuple[Record, ...]:
    return tuple(record for record in decode_logs(index, receipt["logs"]) if record.event in MOVES)
