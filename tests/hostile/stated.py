"""The one sum that the pages state: what keys that are stolen can cost in seven days, bps of a share.

at the feeds' prices   the budget of the week and what is kept for leaving risk (docs/INVARIANTS.md, I-28 and I-29)
behind the feeds       a leg at the feed's price may be off by the feed's deviation; turnover bounds how often: a flip
                       moves the fund once, and in between a hundredth of NAV a day and a decision's change may move
in a batch             a request gains at most what feeds lag beyond its levy, on a fifth of NAV a batch
"""

from tests.hostile.arena import BPS, PPM, Arena
from tests.hostile.campaign import BULL

__all__ = ["stated_bps"]

DAYS = 7
TURNOVER_A_DAY = 0.01  # of NAV, beside what decisions and flows ask for
FLIPS = 2  # out of risk, and back into it, within the seven days
BATCH_PART = 0.2


def stated_bps(arena: Arena) -> int:
    """Of a bull market's fund as the campaigns hold it, rounded up."""
    budget = arena.trader.budget()
    lag = sum(ppm * arena.desk.asset(name).feed.deviation_bps for name, ppm in BULL.items()) / PPM
    behind = (FLIPS + DAYS * TURNOVER_A_DAY) * lag
    batches = DAYS * BATCH_PART * lag
    return -(-int((budget.week_bps + budget.derisking_bps + behind + batches) * BPS) // BPS)
