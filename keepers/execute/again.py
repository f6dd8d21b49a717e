"""A transaction that came too late for a moving market is planned again at once, a bounded number of times."""

import structlog

from keepers.execute.send import Reverted
from keepers.execute.simulate import Refused

__all__ = ["MAX_AGAIN", "Again"]

log = structlog.get_logger()

MAX_AGAIN = 2
MOVED = frozenset(
    (
        "trader: above max cost",
        "trader: amount",
        "trader: below min out",
        "trader: cash below target",
        "trader: data hash",
        "trader: deadline passed",
        "trader: epoch",
        "trader: no leg traded",
        "trader: past target",
        "trader: session budget",
        "trader: slippage",
        "trader: wrong session",
        "queue: cash short",
    )
)
"""Reasons that another plan, of now, may not meet."""


class Again:
    """Counts the plans that one run made in place of one that failed.

    From the first one on sales run in sessions of their own: a leg that fails in its block alone, and in no trial, then
    takes nothing with it that counts on its cash.
    """

    def __init__(self, work: str) -> None:
        self._work = work
        self._times = 0

    @property
    def apart(self) -> bool:
        """Something failed."""
        return self._times > 0

    def after(self, error: Refused | Reverted) -> None:
        """Raises the error where another plan would meet it again, or too many have."""
        if (isinstance(error, Refused) and error.reason not in MOVED) or self._times == MAX_AGAIN:
            raise error
        self._times += 1
        log.warning("planning again", work=self._work, time=self._times, because=str(error))
