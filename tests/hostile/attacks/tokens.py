"""A listed token in league with the thief."""

from dataclasses import dataclass
from random import Random

from tests.hostile.arena import USD
from tests.hostile.thief import Thief
from tests.odd_tokens import turn_odd

__all__ = ["LyingSurplus"]

LIAR = "PEPE"


@dataclass
class LyingSurplus:
    """The token says the fund has twice as much and the thief books it for nothing; then it says the truth again, and
    anyone books the shortfall."""

    name: str = "lying surplus"

    def strike(self, thief: Thief, random: Random) -> None:
        arena, market = thief.arena, thief.arena.world.roles.market
        state = arena.read()
        token = turn_odd(arena.chain, arena.desk.token(LIAR), "lies")
        room = -state.gap(LIAR)
        surplus = min(room, state.values[LIAR])
        if surplus > USD:
            leg = (arena.desk.id(LIAR), True, 0, arena.raw(LIAR, surplus), 0, 0)
            thief.run(thief.sessions([leg]), usd=surplus)
        token.become(0, sender=market)
        arena.vault.sync(arena.desk.id(LIAR), sender=arena.world.roles.anyone)
