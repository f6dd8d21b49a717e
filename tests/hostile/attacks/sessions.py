"""Sessions of several transactions: exits between their steps, and one after the other without a pause."""

from dataclasses import dataclass
from random import Random

from tests.funded import FAR
from tests.hostile.arena import HOUR
from tests.hostile.attacks.capital import enter
from tests.hostile.attacks.venues import at_the_bound
from tests.hostile.thief import Aim, Call, Thief

__all__ = ["BackToBack", "StepsAndExits", "opening"]


def opening(thief: Thief) -> Call:
    trader = thief.arena.trader
    return trader, trader.open.encode(thief.arena.desk.epoch, trader.sessions() + 1, FAR)


def closing(thief: Thief) -> Call:
    trader = thief.arena.trader
    return trader, trader.close.encode(trader.sessions())


def step(thief: Thief, number: int, aim: Aim) -> bool:
    trader = thief.arena.trader
    call = trader.step.encode(trader.sessions(), number, FAR, [thief.leg(aim)])
    return thief.run([(trader, call)], usd=aim.usd)


@dataclass
class StepsAndExits:
    """A long session; after each step a part of his shares leaves in kind, before the next loss."""

    name: str = "steps and exits"
    steps: int = 4

    def strike(self, thief: Thief, random: Random) -> None:
        vault, burglar = thief.arena.vault, thief.burglar
        enter(thief)
        part = thief.shares() // self.steps
        if not thief.run([opening(thief)]):
            return
        number = 1
        for _ in range(self.steps):
            found = at_the_bound(thief, 0.4)
            if found is not None:
                aim, lost = found
                thief.price(aim.name, sell=lost, buy=lost)
                number += step(thief, number, aim)
            if part:
                thief.run([(vault, vault.redeem_in_kind.encode(part, burglar, burglar))])
        thief.run([closing(thief)])


@dataclass
class BackToBack:
    """Opened as soon as it may be, never closed: entries and exits at NAV wait; in each a step at the bound."""

    name: str = "back to back"
    sessions: int = 2

    def strike(self, thief: Thief, random: Random) -> None:
        arena = thief.arena
        for _ in range(self.sessions):
            if not thief.run([opening(thief)]):
                return
            found = at_the_bound(thief, 0.5)
            if found is not None:
                aim, lost = found
                thief.price(aim.name, sell=lost, buy=lost)
                step(thief, 1, aim)
            arena.wait(arena.chain.now() + 2 * HOUR + 60)
