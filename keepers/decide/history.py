"""The state after a past that nobody recorded: weekly looks from the start of the data, beginning BEAR.

The keeper's own state is an input of every snapshot. At genesis there is none, so regime and shadow membership are
those that the same rules would have reached: one look each Monday from the first day of the data to the last Monday
before the decision. A reviewed genesis may be stored instead; this is what it is checked against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from keepers.decide.gauge import turn
from keepers.decide.inputs import Panel, Rules
from keepers.decide.walk import Survey, flipped, joined, survey
from keepers.errors import TooFewAssets
from keepers.models import Override, State

__all__ = ["mondays", "warmed"]


def mondays(first: date, before: date) -> list[date]:
    """All Mondays from a day on, and before another."""
    start = first + timedelta(days=-first.weekday() % 7)
    return [start + timedelta(days=7 * week) for week in range(max((before - start).days + 6, 0) // 7)]


def warmed(panel: Panel, bitcoin: str, as_of: date, rules: Rules, overrides: Sequence[Override] = ()) -> State:
    """The state before the look of `as_of`: regime, members and recent flips; no targets.

    A look without enough eligible assets leaves the members as they were.
    """
    looks = mondays(date.fromordinal(panel.first_day + 1), as_of)
    return _after(survey(panel, bitcoin, looks, rules, overrides), rules) if looks else State()


def _after(seen: Survey, rules: Rules) -> State:
    """The state after the looks of a survey that begins with the market."""
    state = State()
    members = np.zeros(len(seen.panel.assets), dtype=np.bool_)
    for look, day in enumerate(seen.looks):
        regime, _ = turn(state, int(seen.gauges.gauge[look]), bool(seen.gauges.known[look]), day.toordinal(), rules)
        state = flipped(state, day, regime, rules)
        try:
            members = joined(seen, look, members, rules)
        except TooFewAssets:
            continue
    names = tuple(seen.panel.assets[column] for column in np.flatnonzero(members))
    return replace(state, as_of=seen.looks[-1], members=names)
