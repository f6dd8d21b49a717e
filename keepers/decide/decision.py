"""From a snapshot to a decision: gauge, membership, weights, limits, in that order. No clock, no file, no chain."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from keepers.decide.basket import targets_of
from keepers.decide.gauge import Gauges, measure, turn
from keepers.decide.inputs import Bools, Hashed, Inputs, Panel, Rules
from keepers.decide.membership import buffered, ranks
from keepers.decide.universe import Candidates, candidates
from keepers.errors import TooFewAssets
from keepers.models import Decision, Flip, State

__all__ = ["advance", "decide", "decide_measured", "members_after", "questions"]

ASK = "ask a person: "


def decide(snapshot: Hashed) -> Decision:
    """The decision of a snapshot: the same call for the live keeper, for replay, and week by week for a backtest.

    Raises TooFewAssets or DecisionError; what a person should look at without stopping the index is an alarm.
    """
    inputs = snapshot.inputs
    t = inputs.panel.position(inputs.as_of) - 1
    gauges = measure(inputs.panel, inputs.bitcoin, np.array([t]), inputs.rules)
    return decide_measured(inputs, gauges, 0, snapshot.data_hash)


def decide_measured(inputs: Inputs, gauges: Gauges, look: int, data_hash: bytes) -> Decision:
    """As `decide`, with gauges that were measured before: a backtest measures all looks at once."""
    rules, state = inputs.rules, inputs.state
    gauge, known = int(gauges.gauge[look]), bool(gauges.known[look])
    regime, alarms = turn(state, gauge, known, inputs.as_of.toordinal(), rules)
    found, members, more = members_after(inputs)
    targets, coverage, limited = targets_of(inputs, regime, found, members)
    names = _names(inputs.panel, members)
    entered = tuple(sorted(set(names) - set(state.members)))
    left = tuple(sorted(set(state.members) - set(names)))
    changes = len(entered) + len(left)
    asks: tuple[str, ...] = ()
    if state.members and changes > rules.changes_to_ask:
        asks = (f"{ASK}{changes} names in and out, more than {rules.changes_to_ask}",)
    return Decision(
        as_of=inputs.as_of,
        regime=regime,
        gauge=gauge,
        trend=int(gauges.trend[look]),
        momentum=int(gauges.momentum[look]),
        breadth=int(gauges.breadth[look]),
        targets=targets,
        members=names,
        entered=entered,
        left=left,
        coverage_ppm=coverage,
        alarms=(*alarms, *more, *asks, *limited),
        data_hash=data_hash,
        methodology=rules.version,
    )


def questions(decision: Decision) -> tuple[str, ...]:
    """The alarms that a person answers before the decision is sent, without the words that mark them."""
    return tuple(alarm.removeprefix(ASK) for alarm in decision.alarms if alarm.startswith(ASK))


def advance(state: State, decision: Decision, rules: Rules) -> State:
    """The state after a decision whose targets became active. Flips outside their window are forgotten."""
    flips = state.flips
    if decision.regime != state.regime:
        flips = (*flips, Flip(decision.as_of, decision.regime))
    oldest = decision.as_of - timedelta(days=rules.flip_window_days)
    return State(
        as_of=decision.as_of,
        regime=decision.regime,
        targets_regime=decision.regime,
        members=decision.members,
        targets=decision.targets,
        flips=tuple(flip for flip in flips if flip.day > oldest),
    )


def members_after(inputs: Inputs) -> tuple[Candidates, Bools, tuple[str, ...]]:
    """The look's candidates, the (N,) shadow members after it, and alarms.

    Raises TooFewAssets with fewer than `minimum_eligible` candidates.
    """
    panel, rules = inputs.panel, inputs.rules
    t = panel.position(inputs.as_of) - 1
    place = {asset: column for column, asset in enumerate(panel.assets)}
    accepted = np.zeros(len(panel.assets), dtype=np.bool_)
    forced = np.full(len(panel.assets), -1, dtype=np.int64)
    chosen = np.full(len(panel.assets), -1, dtype=np.int64)
    for override in inputs.overrides:
        if inputs.as_of <= override.expiry and override.asset in place:
            column = place[override.asset]
            if override.field == "accept":
                accepted[column] = override.value == 1
            elif override.field == "eligible":
                forced[column] = override.value
            elif override.field == "member":
                chosen[column] = override.value
    found = candidates(panel, t, rules, accepted, forced)
    count = int(found.eligible.sum())
    if count < rules.minimum_eligible:
        age = f"the newest rows of caps are {found.stale_days} days old" if found.stale_days >= 0 else "no rows of caps"
        raise TooFewAssets(
            f"universe: {count} eligible assets on {inputs.as_of} ({age}), the minimum is {rules.minimum_eligible}; "
            "complete the market data or choose another day"
        )
    before = np.zeros(len(panel.assets), dtype=np.bool_)
    before[[place[asset] for asset in inputs.state.members if asset in place]] = True
    members = buffered(before, ranks(found.caps, found.eligible), rules)
    members = np.where(chosen < 0, members, (chosen == 1) & (found.caps > 0))
    alarms = [
        f"{ASK}the supply of {asset} jumped by more than {rules.supply_jump_ppm} ppm; the old one is used"
        for asset in _names(panel, found.jumped & members)
    ]
    alarms += [f"universe: {asset} follows the dollar or a larger asset" for asset in _names(panel, found.pegged)]
    return found, members, tuple(alarms)


def _names(panel: Panel, chosen: Bools) -> tuple[str, ...]:
    return tuple(panel.assets[column] for column in np.flatnonzero(chosen))
