"""What the keeper does for the request queue: lock the open batch, raise the cash of the locked one, settle it.

A batch is settled with the cash that is there, or in one transaction with the sales that raise it. More sales than one
transaction holds run in sessions before; the rest of them go with the settlement. When a settlement with its sales
failed, the sales run in a session before: what fails then fails alone, and the next plan sells something else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from keepers.chain import calldata
from keepers.chain.connection import Call
from keepers.chain.fund import Reading
from keepers.chain.index import Index
from keepers.chain.reading import read
from keepers.chain.situation import read_situation
from keepers.execute import actions
from keepers.execute.again import Again
from keepers.execute.done import Done, run
from keepers.execute.failing import Faults
from keepers.execute.send import Reverted, Sender
from keepers.execute.simulate import Refused
from keepers.execute.upkeep import put_right
from keepers.plan import Limits, Plan, max_cost, plan_settlement, spare_gas

__all__ = ["Step", "next_step", "settle", "step_that_runs"]

MAX_STEPS = 10
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


def next_step(index: Index, limits: Limits, refused: Mapping[int, str] | None = None) -> tuple[Reading, Step | None]:
    """What the queue is due for at the latest block; None when it is due for nothing. refused: assets to leave out."""
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
        plan = plan_settlement(replace(read_situation(index, reading), refused=refused or {}), limits)
    if plan is None or not plan.sessions:
        # Without a sale to make the contract decides: it pays in full, says what is missing, or a day on pays its part.
        return reading, Step("settle", batch, purpose, calldata.settle(index), expires_at, plan)
    legs = plan.sessions[0]
    if len(plan.sessions) > 1 or limits.apart:
        _, call = actions.session_call(index, reading, plan, legs)
        return reading, Step("session", plan.session, f"session {plan.session}", call, expires_at, plan)
    data_hash = reading.active.data_hash
    call = calldata.settle_with(index, plan.epoch, data_hash, plan.session, expires_at, max_cost(legs), legs)
    return reading, Step("settle", batch, purpose, call, expires_at, plan)


def step_that_runs(index: Index, account: str, limits: Limits, faults: Faults) -> tuple[Reading, Step | None]:
    """The next step without legs that would fail, as far as the node can tell. Raises Refused as `plan_that_runs`."""
    for _ in range(actions.MAX_SEARCHES):
        reading, step = next_step(index, limits, faults.refused)
        if step is None or step.plan is None or not step.plan.sessions:
            return reading, step
        failed = actions.search(index, account, reading, step.plan, step.call)
        if not failed:
            return reading, step
        faults.leave_out(failed)
    return next_step(index, limits, faults.refused)


def settle(
    index: Index,
    sender: Sender,
    limits: Limits | None = None,
    planned: Callable[[Plan], None] | None = None,
    beside: Callable[[Done], None] | None = None,
) -> list[Done]:
    """Everything the queue is due for, in order; empty when that is nothing. `planned` sees each plan before it trades.

    The events are Settled, Locked, and SessionClosed of sessions before a settlement. As in `rebalance` legs that would
    fail are left out, a settlement that came too late for a moving market is planned again, and `beside` sees what was
    put right before. Raises as `Sender.run`.
    """
    limits, faults = limits or Limits(), Faults()
    done: list[Done] = []
    again = Again("settle")
    while len(done) < MAX_STEPS:
        sender.reconcile()
        reading = read(index)
        if reading.queue.due(reading.timestamp) == "settle":
            put_right(index, sender, beside)
        try:
            _, step = step_that_runs(index, sender.address, replace(limits, apart=limits.apart or again.apart), faults)
            if step is None:
                break
            if planned is not None and step.plan is not None:
                planned(step.plan)
            event, spare = (
                EVENTS[step.kind],
                spare_gas(step.plan.sessions[0] if step.plan and step.plan.sessions else ()),
            )
            done.append(
                run(index, sender, step.purpose, step.call, limits.gas_cap, step.expires_at, event, step.number, spare)
            )
        except (Refused, Reverted) as error:
            again.after(error)
            continue
        faults.note(index, done[-1].records)
    return done
