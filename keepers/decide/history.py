"""The state after a past that nobody recorded: weekly looks from the start of the data, beginning BEAR.

The keeper's own state is an input of every snapshot. At genesis there is none, so regime and shadow membership are
those that the same rules would have reached: one look each Monday from the first day of the data to the last Monday
before the decision. A reviewed genesis may be stored instead; this is what it is checked against.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from keepers.decide.decision import members_after
from keepers.decide.gauge import measure, turn
from keepers.decide.inputs import Inputs, Panel, Rules
from keepers.errors import TooFewAssets
from keepers.models import Flip, Override, State

__all__ = ["mondays", "warmed"]


def mondays(first: date, before: date) -> list[date]:
    """All Mondays from a day on, and before another."""
    start = first + timedelta(days=-first.weekday() % 7)
    return [start + timedelta(days=7 * week) for week in range(max((before - start).days + 6, 0) // 7)]


def warmed(panel: Panel, bitcoin: str, as_of: date, rules: Rules, overrides: tuple[Override, ...] = ()) -> State:
    """The state before the look of `as_of`: regime, members and recent flips; no targets.

    A look without enough eligible assets leaves the members as they were.
    """
    looks = mondays(date.fromordinal(panel.first_day + 1), as_of)
    if not looks:
        return State()
    gauges = measure(panel, bitcoin, np.array([panel.position(day) - 1 for day in looks]), rules)
    state = State()
    for look, day in enumerate(looks):
        regime, _ = turn(state, int(gauges.gauge[look]), bool(gauges.known[look]), day.toordinal(), rules)
        flips = (*state.flips, Flip(day, regime)) if regime != state.regime else state.flips
        oldest = day - timedelta(days=rules.flip_window_days)
        state = replace(state, as_of=day, regime=regime, flips=tuple(flip for flip in flips if flip.day > oldest))
        try:
            _, members, _ = members_after(Inputs(day, bitcoin, rules, panel, (), state, overrides))
        except TooFewAssets:
            continue
        names = tuple(panel.assets[column] for column in np.flatnonzero(members))
        state = replace(state, members=names)
    return state
