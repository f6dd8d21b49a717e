"""What the keeper does on chain: propose, activate, run a session. Each settles its journal first, reads, then acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from keepers.chain import calldata
from keepers.chain.connection import Call
from keepers.chain.events import Record, decode_logs, last_proposed
from keepers.chain.fund import ChainDecision, Reading
from keepers.chain.index import Index
from keepers.chain.reading import read
from keepers.chain.situation import read_situation
from keepers.errors import KeeperError
from keepers.execute.send import Intent, Outcome, Sender
from keepers.models import Decision
from keepers.plan import Limits, Plan, PlannedLeg, make_plan

__all__ = [
    "Done",
    "activate",
    "plan_now",
    "proposal",
    "propose",
    "rebalance",
    "run",
    "run_session",
    "session_call",
    "workable",
]

DECISION_GAS_CAP = 5_000_000
"""propose + activate of 100 targets take 600 k; far above it something is wrong."""
NUMBERS = ("session", "epoch", "batch")
"""Fields of an event that say which one it is, the first that it has."""
SESSION_LIFE = 900
"""Seconds between the plan and the deadline of its session."""
DECISION_LIFE = 3_600
"""Seconds for which a signed decision may still be sent."""
MAX_SESSIONS = 8
"""Sessions of one call: two switch 112 assets each way, more means that plans do not converge."""


@dataclass(frozen=True, slots=True)
class Done:
    """A transaction and the event that proves it; `records` are all our events in it, in order."""

    outcome: Outcome
    event: Record
    records: tuple[Record, ...]


def proposal(index: Index, reading: Reading, decision: Decision, data_uri: str = "") -> tuple[int, Call]:
    """The next epoch and the call that proposes a decision.

    Raises KeeperError when this data was proposed already, and for weights the strategy would refuse.
    """
    for known, state in ((reading.active, "active"), (reading.pending, "pending")):
        if known is not None and known.epoch and known.data_hash == decision.data_hash:
            raise KeeperError(
                f"propose: the decision of this snapshot is {state} as epoch {known.epoch}; "
                "take a new snapshot, or activate it"
            )
    last = last_proposed(index)
    # the safe state takes an epoch that nobody proposed
    epoch = max(last.fields["epoch"] if last else 0, reading.active.epoch) + 1
    return epoch, calldata.propose(index, epoch, decision, data_uri)


def propose(index: Index, sender: Sender, decision: Decision, data_uri: str = "") -> Done:
    """Propose a decision as the next epoch. The event is Proposed."""
    sender.reconcile()
    reading = read(index)
    epoch, call = proposal(index, reading, decision, data_uri)
    purpose = f"propose epoch {epoch}"
    return run(index, sender, purpose, call, DECISION_GAS_CAP, reading.timestamp + DECISION_LIFE, "Proposed", epoch)


def activate(index: Index, sender: Sender) -> Done:
    """Activate the pending decision; anyone may. The event is Activated. Raises KeeperError as `workable` does."""
    sender.reconcile()
    pending = workable(read(index))
    purpose = f"activate epoch {pending.epoch}"
    call = calldata.activate(index, pending.epoch)
    return run(index, sender, purpose, call, DECISION_GAS_CAP, pending.expires_at, "Activated", pending.epoch)


def workable(reading: Reading) -> ChainDecision:
    """The pending decision. Raises KeeperError when there is none, or it has expired."""
    pending = reading.pending
    if pending is None:
        raise KeeperError("activate: no decision is pending; propose one")
    if reading.timestamp > pending.expires_at:
        late = reading.timestamp - pending.expires_at
        raise KeeperError(f"activate: decision {pending.epoch} expired {late} s ago; propose again")
    return pending


def plan_now(index: Index, limits: Limits | None = None) -> tuple[Reading, Plan]:
    """Read the chain and plan, at one block."""
    reading = read(index)
    return reading, make_plan(read_situation(index, reading), limits)


def session_call(index: Index, reading: Reading, plan: Plan, legs: tuple[PlannedLeg, ...]) -> tuple[int, Call]:
    """The deadline (unix seconds) and the call of one session of a plan."""
    deadline = reading.timestamp + SESSION_LIFE
    return deadline, calldata.rebalance(index, plan.epoch, reading.active.data_hash, plan.session, deadline, legs)


def run_session(index: Index, sender: Sender, reading: Reading, plan: Plan, limits: Limits) -> Done:
    """Run the first session of a plan. The event is SessionClosed."""
    if not plan.sessions:
        raise KeeperError("rebalance: the plan has no legs; nothing to do")
    deadline, call = session_call(index, reading, plan, plan.sessions[0])
    purpose = f"session {plan.session}"
    return run(index, sender, purpose, call, limits.gas_cap, deadline, "SessionClosed", plan.session)


def rebalance(
    index: Index, sender: Sender, limits: Limits | None = None, planned: Callable[[Plan], None] | None = None
) -> list[Done]:
    """Run sessions until the plan has no legs, re-planning after each. `planned` sees each plan before it trades."""
    limits = limits or Limits()
    done: list[Done] = []
    for _ in range(MAX_SESSIONS):
        sender.reconcile()
        reading, plan = plan_now(index, limits)
        if planned is not None and (plan.sessions or not done):
            planned(plan)
        if not plan.sessions:
            return done
        done.append(run_session(index, sender, reading, plan, limits))
        if len(plan.sessions) == 1:
            # What is left was skipped for a reason that the next minute does not change.
            return done
    return done


def run(
    index: Index, sender: Sender, purpose: str, call: Call, gas_cap: int, expires_at: int, event: str, number: int
) -> Done:
    """Have a call done once. Success is the `event` with that number. Raises as `Sender.run`."""

    def confirms(receipt: dict[str, Any]) -> bool:
        return any(_is(record, event, number) for record in decode_logs(index, receipt["logs"]))

    outcome = sender.run(Intent(purpose, call, gas_cap, expires_at, confirms))
    records = tuple(decode_logs(index, outcome.receipt["logs"]))
    return Done(outcome, next(record for record in records if _is(record, event, number)), records)


def _is(record: Record, event: str, number: int) -> bool:
    return record.event == event and next(record.fields[name] for name in NUMBERS if name in record.fields) == number
