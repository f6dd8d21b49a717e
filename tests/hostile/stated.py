"""The one sum that the pages state: what keys that are stolen can cost in seven days, bps of a share.

at the feeds' prices   the budget of the week, and beside it the larger of what is kept for leaving risk and what exits
                       may lose within their tolerance (docs/INVARIANTS.md, I-28 and I-29)
behind the feeds       a leg at the feed's price may be off by the feed's deviation; turnover bounds how often: a flip
                       moves the fund once, and in between a hundredth of NAV a day
in a batch             what a request gains beyond its levy in the worst week of a simulated year (docs/LEVY.md)
"""

from math import ceil

from tests.hostile.arena import PPM, Arena
from tests.hostile.campaign import BULL
from tests.hostile.thief import EXIT_BPS

__all__ = ["stated_bps"]

DAYS = 7
TURNOVER_A_DAY = 0.01  # of NAV, beside what decisions and flows ask for
FLIPS = 2  # out of risk, and back into it, within the seven days
BATCHES = 18  # bps of NAV


def stated_bps(arena: Arena) -> int:
    """Of a bull market's fund as the campaigns hold it, rounded up."""
    budget = arena.trader.budget()
    deviation = {name: arena.desk.asset(name).feed.deviation_bps for name in BULL}
    lag = sum(ppm * deviation[name] for name, ppm in BULL.items()) / PPM
    tolerated = sum(BULL[name] * (deviation[name] + EXIT_BPS) for name in arena.volatile()) / PPM
    at_feeds = budget.week_bps + max(budget.derisking_bps, tolerated)
    return ceil(at_feeds + (FLIPS + DAYS * TURNOVER_A_DAY) * lag + BATCHES)
