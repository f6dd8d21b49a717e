"""From a snapshot to a decision: gauge, membership, weights, limits, in that order. No clock, no file, no chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from keepers.decide.inputs import Bools, Hashed, Inputs, Panel, Rules
from keepers.decide.walk import Survey, Walk, flipped, survey, walk
from keepers.models import Decision, State

__all__ = ["advance", "decide", "decisions", "look_at", "questions"]

ASK = "ask a person: "


def decide(snapshot: Hashed) -> Decision:
    """The decision of a snapshot: the same call for the live keeper and for replay.

    Raises TooFewAssets or DecisionError; what a person should look at without stopping the index is an alarm.
    """
    inputs = snapshot.inputs
    seen = look_at(inputs)
    walked = walk(seen, inputs.book, inputs.state, inputs.rules)
    error = walked.refused[0]
    if error is not None:
        raise error
    (decision,) = decisions(seen, walked, inputs.state, inputs.rules)
    assert decision is not None
    return replace(decision, data_hash=snapshot.data_hash)


def look_at(inputs: Inputs) -> Survey:
    """The survey of the one look of a snapshot."""
    return survey(inputs.panel, inputs.bitcoin, (inputs.as_of,), inputs.rules, inputs.overrides)


def decisions(seen: Survey, walked: Walk, state: State, rules: Rules) -> Iterator[Decision | None]:
    """The decisions of a walk that began in a state, without hashes of their data; None where a look had none."""
    gauges, found = seen.gauges, seen.found
    before = state.members
    for look, as_of in enumerate(seen.looks):
        if walked.refused[look] is not None:
            yield None
            continue
        members = walked.members[look]
        names = _names(seen.panel, members)
        entered, left = tuple(sorted(set(names) - set(before))), tuple(sorted(set(before) - set(names)))
        changes = len(entered) + len(left)
        alarms = [
            f"{ASK}the supply of {asset} jumped by more than {rules.supply_jump_ppm} ppm; the old one is used"
            for asset in _names(seen.panel, found.jumped[look] & members)
        ]
        alarms += [
            f"universe: {asset} follows the dollar or a larger asset"
            for asset in _names(seen.panel, found.pegged[look])
        ]
        if before and changes > rules.changes_to_ask:
            alarms.append(f"{ASK}{changes} names in and out, more than {rules.changes_to_ask}")
        yield Decision(
            as_of=as_of,
            regime=walked.regimes[look],
            gauge=int(gauges.gauge[look]),
            trend=int(gauges.trend[look]),
            momentum=int(gauges.momentum[look]),
            breadth=int(gauges.breadth[look]),
            targets=walked.listed.targets(walked.weights[look]),
            members=names,
            entered=entered,
            left=left,
            coverage_ppm=int(walked.coverage[look]),
            alarms=(*walked.turning[look], *alarms, *walked.limiting[look]),
            data_hash=b"",
            methodology=rules.version,
        )
        before = names


def questions(decision: Decision) -> tuple[str, ...]:
    """The alarms that a person answers before the decision is sent, without the words that mark them."""
    return tuple(alarm.removeprefix(ASK) for alarm in decision.alarms if alarm.startswith(ASK))


def advance(state: State, decision: Decision, rules: Rules) -> State:
    """The state after a decision whose targets became active. Flips outside their window are forgotten."""
    return replace(
        flipped(state, decision.as_of, decision.regime, rules),
        as_of=decision.as_of,
        targets_regime=decision.regime,
        members=decision.members,
        targets=decision.targets,
    )


def _names(panel: Panel, chosen: Bools) -> tuple[str, ...]:
    return tuple(panel.assets[column] for column in np.flatnonzero(chosen))
