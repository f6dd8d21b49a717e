"""The decision core: a snapshot in, a decision out. Pure: no clock, no file, no chain, no pandas.

gauge.py       the regime gauge and its index
universe.py    who can be chosen at a look; pegs.py: what only follows something else
membership.py  the buffer around the hundred
listing.py     what the registry lists, as arrays
weights.py     exact weights between floors and caps
basket.py      wanted weights of the members
limits.py      what the strategy contract will accept
walk.py        all of it in order, look after look
decision.py    a snapshot's decision; `advance` makes the next state
history.py     the state after a past that nobody recorded
inputs.py      the arrays and rules all of it reads; answers.py: what people decided
"""

from __future__ import annotations

from keepers.decide.decision import advance, decide, decisions, questions
from keepers.decide.gauge import Gauges, measure
from keepers.decide.history import warmed
from keepers.decide.inputs import Hashed, Inputs, Panel, Rules
from keepers.decide.walk import Survey, Walk, survey, walk

__all__ = [
    "Gauges",
    "Hashed",
    "Inputs",
    "Panel",
    "Rules",
    "Survey",
    "Walk",
    "advance",
    "decide",
    "decisions",
    "measure",
    "questions",
    "survey",
    "walk",
    "warmed",
]
