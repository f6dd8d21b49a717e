"""What the keeper does on chain: propose, activate, run a session. Each settles its journal first, reads, then acts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from keepers.chain import calldata
from keepers.chain.connection import Call
from keepers.chain.events import last_proposed
from keepers.chain.fund import ChainDecision, Reading
from keepers.chain.index import Index
from keepers.chain.reading import read
from keepers.chain.situation import read_situation
from keepers.errors import KeeperError
from keepers.execute.again import Again
from keepers.execute.done import Done, run
from keepers.execute.failing import FailedLeg, Faults, failing
from keepers.execute.nearness import report_near
from keepers.execute.send import Reverted, Sender
from keepers.execute.simulate import Refused
from keepers.execute.upkeep import put_right
from keepers.models import Decision
from keepers.plan import Limits, Plan, PlannedLeg, make_plan, max_cost, spare_gas

__all__ = [
    "activate",
    "plan_now",
    "plan_that_runs",
    "proposal",
    "propose",
    "rebalance",
    "run_session",
    "search",
    "session_call",
    "workable",
]

DECISION_GAS_CAP = 5_000_000
"""propose + activate of 100 targets take 600 k; far above it something is wrong."""
SESSION_LIFE = Limits().session_life
"""Seconds between the plan and the deadline of its session."""
DECISION_LIFE = 3_600
"""Seconds for which a signed decision may still be sent."""
MAX_SESSIONS = 8
"""Sessions of one call: two switch 112 assets each way, more means that plans do not converge."""
MAX_SEARCHES = 4
"""Plans of one session from which legs that would fail are taken out, one after the other."""


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


def plan_now(
    index: Index, limits: Limits | None = None, refused: Mapping[int, str] | None = None
) -> tuple[Reading, Plan]:
    """Read the chain and plan, at one block. refused: assets to leave out, and why."""
    reading = read(index)
    return reading, make_plan(replace(read_situation(index, reading), refused=refused or {}), limits)


def plan_that_runs(index: Index, account: str, limits: Limits, faults: Faults) -> tuple[Reading, Plan]:
    """A plan whose first session runs, as far as the node can tell: what would fail is left out, and named in it.

    Raises Refused where the session is refused for a reason that is none of its legs'.
    """
    for _ in range(MAX_SEARCHES):
        reading, plan = plan_now(index, limits, faults.refused)
        if not plan.sessions:
            return reading, plan
        failed = search(index, account, reading, plan)
        if not failed:
            return reading, plan
        faults.leave_out(failed)
    return plan_now(index, limits, faults.refused)


def search(index: Index, account: str, reading: Reading, plan: Plan, call: Call | None = None) -> list[FailedLeg]:
    """Legs of the plan's first session that would fail. call: what holds them, their own session by default."""

    def session(legs: Sequence[PlannedLeg]) -> Call:
        return session_call(index, reading, plan, legs)[1]

    legs = plan.sessions[0]
    return failing(index, account, f"session {plan.session}", call or session(legs), legs, session)


def session_call(index: Index, reading: Reading, plan: Plan, legs: Sequence[PlannedLeg]) -> tuple[int, Call]:
    """The deadline (unix seconds) and the call of one session of a plan."""
    deadline = reading.timestamp + SESSION_LIFE
    data_hash = reading.active.data_hash
    return deadline, calldata.rebalance(index, plan.epoch, data_hash, plan.session, deadline, max_cost(legs), legs)


def run_session(index: Index, sender: Sender, reading: Reading, plan: Plan, limits: Limits) -> Done:
    """Run the first session of a plan. The event is SessionClosed."""
    if not plan.sessions:
        raise KeeperError("rebalance: the plan has no legs; nothing to do")
    legs, number = plan.sessions[0], plan.session
    deadline, call = session_call(index, reading, plan, legs)
    purpose = f"session {number}"
    return run(index, sender, purpose, call, limits.gas_cap, deadline, "SessionClosed", number, spare_gas(legs))


def rebalance(
    index: Index,
    sender: Sender,
    limits: Limits | None = None,
    planned: Callable[[Plan], None] | None = None,
    beside: Callable[[Done], None] | None = None,
) -> list[Done]:
    """Run sessions until the plan has no legs, planning again after each. `planned` sees each plan before it trades.

    Before it trades it syncs what is short and marks NAV where that is due, after it it reports that the fund is near
    where that is due: `beside` sees those transactions. What fails is left out; a session that came too late for a
    moving market is planned again, at most twice, its sales apart from its purchases.
    """
    limits, faults = limits or Limits(), Faults()
    done: list[Done] = []
    again = Again("rebalance")
    while len(done) < MAX_SESSIONS:
        sender.reconcile()
        put_right(index, sender, beside)
        try:
            now = replace(limits, apart=limits.apart or again.apart)
            reading, plan = plan_that_runs(index, sender.address, now, faults)
            if planned is not None and (plan.sessions or not done):
                planned(plan)
            if not plan.sessions:
                break
            done.append(run_session(index, sender, reading, plan, limits))
        except (Refused, Reverted) as error:
            again.after(error)
            continue
        failed = faults.note(index, done[-1].records)
        if len(plan.sessions) == 1 and not failed:
            # What is left was skipped for a reason that the next minute does not change.
            break
    reported = report_near(index, sender)
    if reported is not None and beside is not None:
        beside(reported)
    return done
