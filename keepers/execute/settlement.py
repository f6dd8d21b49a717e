"""What the keeper does for the request queue: lock the open batch, raise the cash of the locked one, settle it.

A batch is settled with the cash that is there, or in one transaction with the sales that raise it. More sales than one
transaction holds run in sessions before; the rest of them go with the settlement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from keepers.chain import calldata
from keepers.chain.connection import Call
from keepers.chain.fund import Reading
from keepers.chain.index import Index
from keepers.chain.reading import read
from keepers.chain.situation import read_situation
from keepers.execute import actions
from keepers.execute.actions import Done
from keepers.execute.send import Sender
from keepers.plan import Limits, Plan, plan_settlement

__all__ = ["Step", "next_step", "settle"]

MOST_STEPS = 10
"""Transactions of one call: a settlement, the next lock, and sessions before; more means that plans do not converge."""


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction for the queue. number: of the batch, or of the session."""

    kind: Literal["lock", "session", "settle"]
    number: int
    purpose: str
    call: Call
    expires_at: int
    """Unix seconds."""
    plan: Plan | None = None
    """The sales that raise the cash; None when none are needed."""


EVENTS = {"lock": "Locked", "session": "SessionClosed", "settle": "Settled"}


def next_step(index: Index, limits: Limits) -> tuple[Reading, Step | None]:
    """What the queue is due for at the latest block; None when it is due for nothing."""
    reading = read(index)
    queue, expires_at = reading.queue, reading.timestamp + actions.SESSION_LIFE
    due = queue.due(reading.timestamp)
    if due is None:
        return reading, None
    if due == "lock":
        return reading, Step("lock", queue.batch, f"lock batch {queue.batch}", calldata.lock(index), expires_at)
    assert queue.locked is not None
    batch = queue.locked.number
    purpose = f"settle batch {batch}"
    plan = None
    if queue.locked.cash_need > reading.cash.balance:
        plan = plan_settlement(read_situation(index, reading), limits)
    if plan is None or not plan.sessions:
        # Without a sale to make the contract decides: it pays in full, says what is missing, or a day on pays its part.
        return reading, Step("settle", batch, purpose, calldata.settle(index), expires_at, plan)
    if len(plan.sessions) > 1:
        _, call = actions.session_call(index, reading, plan, plan.sessions[0])
        return reading, Step("session", plan.session, f"session {plan.session}", call, expires_at, plan)
    call = calldata.settle_with(index, plan.epoch, reading.active.data_hash, plan.session, expires_at, plan.sessions[0])
    return reading, Step("settle", batch, purpose, call, expires_at, plan)


def settle(
    index: Index, sender: Sender, limits: Limits | None = None, planned: Callable[[Plan], None] | None = None
) -> list[Done]:
    """Everything the queue is due for, in order; empty when that is nothing. `planned` sees each plan before it trades.

    The events are Settled, Locked, and SessionClosed of sessions before a settlement. Raises as `Sender.run`.
    """
    limits = limits or Limits()
    done: list[Done] = []
    for _ in range(MOST_STEPS):
        sender.reconcile()
        _, step = next_step(index, limits)
        if step is None:
            break
        if planned is not None and step.plan is not None:
            planned(step.plan)
        event = EVENTS[step.kind]
        done.append(
            actions.run(index, sender, step.purpose, step.call, limits.gas_cap, step.expires_at, event, step.number)
        )
    return done
