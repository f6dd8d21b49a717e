"""What a vault decided and traded, held against what its data and the backtest's costs say.

decision.py     one decision, recomputed from the bytes it was committed with
whole_log.py    every decision of a log
sessions.py     every trading session of a log: what it traded, what that cost, and whether the trader's sums are right
simulation.py   what the backtest's costs say of the same trades
"""

from __future__ import annotations

from keepers.replay.decision import Report, replay
from keepers.replay.sessions import Session, sessions
from keepers.replay.simulation import charged, daily_volumes, simulated_cost
from keepers.replay.whole_log import Verdict, committed, fates, replay_all, safe_states

__all__ = [
    "Report",
    "Session",
    "Verdict",
    "charged",
    "committed",
    "daily_volumes",
    "fates",
    "replay",
    "replay_all",
    "safe_states",
    "sessions",
    "simulated_cost",
]
