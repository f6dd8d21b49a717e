"""When a trader with foresight comes: the best minutes of a year, and how long they wait for the way back.

Scores are float[MINUTES]; the trader takes the minutes with the highest, at least `gap` apart.
"""

from collections.abc import Sequence

import numpy as np

from tests.contracts.arbitrage.market import DAY, MINUTES, Floats

__all__ = ["HOUR", "Trip", "best", "lock_trips", "round_trips"]

Trip = tuple[int, int]  # minutes of the way in and of the way out
HOUR = 60  # minutes
THRESHOLDS = np.arange(0, 100, 5) / 10_000


def best(score: Floats, count: int, gap: int = HOUR) -> list[int]:
    """The highest minutes, best first; days at both ends are left free for the way in and out."""
    free = np.zeros(MINUTES, dtype=bool)
    free[2 * DAY : MINUTES - 4 * DAY] = True
    found: list[int] = []
    for minute in np.argsort(-score, kind="stable"):
        if free[minute]:
            found.append(int(minute))
            free[max(0, minute - gap + 1) : minute + gap] = False
            if len(found) == count:
                break
    return found


def round_trips(to_enter: Floats, to_leave: Floats, count: int) -> list[Trip]:
    """In at the best minutes for that and out when it pays within the day; and out at the best minutes for that.

    Within the day, because after it the keeper has spent that cash. The trader leaves at the first minute whose
    score is over a threshold, or at the end of the day: nobody knows what comes. The threshold is the best of the year,
    in hindsight. Those who leave at the best minutes came in the day before, by the same rule.
    """
    entries, exits = best(to_enter, count - count // 2), best(to_leave, count // 2)
    plans = []
    for threshold in THRESHOLDS:
        trips = [(minute, _first(to_leave, minute + 1, minute + DAY, threshold)) for minute in entries]
        trips += [(_last(to_enter, minute - DAY, minute, threshold), minute) for minute in exits]
        plans.append((_gain(to_enter, to_leave, trips), trips))
    return max(plans)[1]


def lock_trips(to_enter: Floats, to_leave: Floats, count: int) -> list[Trip]:
    """Minutes of two locks, the best of the year for that and the first good one from a day later on.

    Scores are of lag that stays: the settlement comes an hour after the lock.
    """
    locks = best(to_enter, count, gap=3 * HOUR)
    plans = []
    for threshold in THRESHOLDS:
        trips = [(minute, _first(to_leave, minute + DAY, minute + 2 * DAY, threshold)) for minute in locks]
        plans.append((_gain(to_enter, to_leave, trips), trips))
    return max(plans)[1]


def _gain(to_enter: Floats, to_leave: Floats, trips: Sequence[Trip]) -> float:
    return float(sum(to_enter[enter] + to_leave[leave] for enter, leave in trips))


def _first(score: Floats, start: int, end: int, threshold: float) -> int:
    above = np.flatnonzero(score[start:end] >= threshold)
    return int(start + above[0]) if len(above) else end - 1


def _last(score: Floats, start: int, end: int, threshold: float) -> int:
    above = np.flatnonzero(score[start:end] >= threshold)
    return int(start + above[-1]) if len(above) else start
