"""What the rules would have done: the live decisions over a history, and what became of them.

history.py     a market made ready for many runs: decisions, then a daily NAV
engine.py      targets to NAV; marks.py: what things are worth; costs.py: what trading and holding cost
study.py       a profile with everything that belongs beside its result
statistics.py, placebo.py, robustness.py    the parts of a study; record.py: the schema of all of it
sweep.py       many parameter sets on all cores, resumable
report.py      report.html, report.json and trades.csv; page.py and charts.py: how it looks
"""

from __future__ import annotations

from keepers.backtest.costs import Costs
from keepers.backtest.history import History, Outcome, Period
from keepers.backtest.record import SENTENCE, Record
from keepers.backtest.study import SPLIT, Study, costs_of, studied

__all__ = [
    "SENTENCE",
    "SPLIT",
    "Costs",
    "History",
    "Outcome",
    "Period",
    "Record",
    "Study",
    "costs_of",
    "studied",
]
