"""Tell the auction house that the fund is near its target: a keeper with nothing to trade is not gone.

A session that ends near its target says so by itself. In a quiet bear there is none for weeks, and then anyone may
report the fund far for one bad minute; the report that it is near ends that clock. Far reports are not the keeper's
duty.
"""

from keepers.chain.index import Index
from keepers.chain.reading import read
from keepers.chain.silence import Clocks, read_clocks
from keepers.execute.done import Done, run
from keepers.execute.send import Sender

__all__ = ["near_due", "report_near"]

GAS_CAP = 8_000_000
"""A report prices the whole fund: 2.8 M among a hundred assets."""
LIFE = 900
"""Seconds for which a signed report may still be sent; the contract measures the distance whenever it comes."""


def near_due(clocks: Clocks) -> bool:
    """The fund is near, and what says so is a week old or older than the report that it was far."""
    return clocks.report_due and not clocks.far


def report_near(index: Index, sender: Sender) -> Done | None:
    """The report, where it is due. Raises as `Sender.run`."""
    clocks = read_clocks(index, read(index))
    if not near_due(clocks):
        return None
    purpose = f"report that the fund is near its target, last seen so at {clocks.near_at}"
    call = index.auctions.call("report_distance")
    return run(index, sender, purpose, call, GAS_CAP, clocks.timestamp + LIFE, "DistanceReported", None)
