"""The decision core: a snapshot in, a decision out. Pure: no clock, no file, no chain, no pandas.

gauge.py       the regime gauge and its index
universe.py    who can be chosen at a look
membership.py  the buffer around the hundred
weights.py     exact weights between floors and caps
basket.py      wanted weights of the members, and the targets
limits.py      what the strategy contract will accept
decision.py    all of it in order; `advance` makes the next state
history.py     the state after a past that nobody recorded
inputs.py      the arrays and rules all of it reads
"""

from __future__ import annotations

from keepers.decide.decision import advance, decide, decide_measured, questions
from keepers.decide.gauge import Gauges, measure
from keepers.decide.history import warmed
from keepers.decide.inputs import Hashed, Inputs, Panel, Rules

__all__ = [
    "Gauges",
    "Hashed",
    "Inputs",
    "Panel",
    "Rules",
    "advance",
    "decide",
    "decide_measured",
    "measure",
    "questions",
    "warmed",
]
