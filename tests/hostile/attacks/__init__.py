"""What a thief with the executor's key tries, one small class each, in files by family.

An attack is told to `strike`: it looks at the fund, does what it does in one or more transactions, and leaves. Nothing
in it is held to succeed: what was refused is counted, and what it took is the referee's to say.
"""

from random import Random
from typing import Protocol

from tests.hostile.attacks.auctions import OwnAuction
from tests.hostile.attacks.capital import FlashDeposit, LockedRedemption, SlowDeposit
from tests.hostile.attacks.churn import BurnTheWayOut, DustSessions, RoundTrip
from tests.hostile.attacks.venues import EveryPool, OwnPair, OwnPool, OwnTwoHops, Sandwich
from tests.hostile.thief import Thief

__all__ = ["ATTACKS", "Attack"]


class Attack(Protocol):
    """One way to steal."""

    name: str

    def strike(self, thief: Thief, random: Random) -> None:
        """Once."""


ATTACKS: tuple[Attack, ...] = (
    OwnPool(),
    EveryPool(),
    OwnPair(),
    OwnTwoHops(),
    Sandwich(),
    OwnAuction(),
    RoundTrip(),
    DustSessions(),
    BurnTheWayOut(),
    FlashDeposit(),
    SlowDeposit(),
    LockedRedemption(),
)
