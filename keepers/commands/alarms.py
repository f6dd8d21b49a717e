"""What a person should look at, in words: a pool and a feed that disagree, a keeper that was stopped."""

from keepers.chain import Index, Reading
from keepers.chain.agreement import disagreements
from keepers.chain.silence import Clocks
from keepers.commands.amounts import ago, dollars, moment

__all__ = ["alarms"]

NOBODY = "0x" + "0" * 40


def alarms(index: Index, reading: Reading, clocks: Clocks) -> list[str]:
    """A line each; empty on a good day."""
    return _disagreeing(index, reading) + _stopped(reading, clocks)


def _disagreeing(index: Index, reading: Reading) -> list[str]:
    found = []
    for item in disagreements(index, reading):
        age = "does not say when it answered"
        if item.answered_at is not None:
            age = f"answered {ago(reading.timestamp - item.answered_at)} ago"
        found.append(
            f"{item.symbol}: its pools say {dollars(item.by_pool)}, its feed {dollars(item.by_feed)} and {age}: "
            f"{item.bps / 100:+.1f} %, a leg may lose {item.limit_bps / 100:g} %. If the feed stands still while the "
            f"market moves, the guardian impairs it: registry.set_status({item.asset_id}, 3)"
        )
    return found


def _stopped(reading: Reading, clocks: Clocks) -> list[str]:
    found = []
    if reading.roles.executor == NOBODY:
        found.append(
            "the executor is stopped: nobody runs sessions, and anyone may open auctions now ('auctions open'). The "
            "owner names the next one: trader.set_executor(key)"
        )
    if reading.roles.proposer == NOBODY:
        when = "once a decision is active"
        if clocks.safe_state_at is not None:
            when = f"from {moment(clocks.safe_state_at)} ('safe-state')"
        found.append(
            "the proposer is stopped: nobody decides, and anyone may open auctions now. Anyone may force the safe "
            f"state {when}. The owner names the next one: strategy.set_proposer(key)"
        )
    return found
