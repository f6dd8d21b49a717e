"""Weeks of a hostile executor: attacks at random and by greed, under decisions that give him room.

He begins with the plainest attack alone, to see how far it goes; then every other one is what takes most where things
stand, and those between are drawn.

The proposer is honest and knows nothing of him: every week he moves five assets by five points, the most there is, and
turns bear and back when the strategy lets him. Prices move with each decision.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.hostile.arena import BPS, WEEK, Arena, State
from tests.hostile.attacks import ATTACKS, Attack
from tests.hostile.attacks.churn import BurnTheWayOut, RoundTrip
from tests.hostile.attacks.venues import OwnPool
from tests.hostile.referee import Referee
from tests.hostile.thief import Thief

__all__ = ["BEAR", "BULL", "OTHER_BULL", "Campaign"]

BULL = {"BTC": 300_000, "ETH": 250_000, "SOL": 100_000, "LINK": 100_000, "UNI": 50_000, "PEPE": 5_000, "DAI": 50_000}
OTHER_BULL = {"BTC": 250_000, "ETH": 300_000, "SOL": 50_000, "LINK": 50_000, "UNI": 100_000, "PEPE": 5_000, "DAI": 100_000}
BEAR = {"USDT": 300_000, "DAI": 300_000}
WEEKS = ((True, BULL), (True, OTHER_BULL), (True, BULL), (False, BEAR), (True, OTHER_BULL))
ALONE = 30  # the first steps are of one attack
MOVE = 0.08  # prices move by so much at most with each decision


@dataclass
class Campaign:
    """`steps` attacks spread over `weeks`; the same seed, the same campaign."""

    arena: Arena
    steps: int
    weeks: int
    random: Random
    referee: Referee = field(init=False)
    thief: Thief = field(init=False)

    def __post_init__(self) -> None:
        self.referee = Referee(self.arena)
        self.thief = Thief.hired(self.arena, self.referee)

    @property
    def budget_bps(self) -> int:
        """Of a week: the general part and what only de-risking may use."""
        budget = self.arena.trader.budget()
        return int(budget.week_bps + budget.derisking_bps)

    def report(self) -> dict[str, Any]:
        """What is printed."""
        return self.referee.report(self.budget_bps) | {"steps": self.steps}

    def run(self) -> None:
        begin = self.arena.chain.now()
        week = 0
        for step in range(self.steps):
            due = begin + step * self.weeks * WEEK // self.steps
            if self.arena.chain.now() < due:
                self.arena.turn({}, due)
            if self.arena.chain.now() >= begin + week * WEEK:
                self._decide(week)
                week += 1
            attack = self._choose(step)
            self.thief.attack = attack.name
            attack.strike(self.thief, self.random)

    def _decide(self, week: int) -> None:
        moves = {name: self.arena.prices[name] * (1 + self.random.uniform(-MOVE, MOVE)) for name in self.arena.volatile()}
        self.arena.turn(moves)
        bull, weights = WEEKS[week % len(WEEKS)]
        self.arena.decide(bull=bull, **weights)

    def _choose(self, step: int) -> Attack:
        if step < ALONE:
            return OwnPool()
        return self._greedy() if step % 2 else self.random.choice(ATTACKS)

    def _greedy(self) -> Attack:
        """What takes most where things stand."""
        state: State = self.arena.read()
        if not self.arena.trader.budget_left(True):
            return self.random.choice(ATTACKS)
        if state.distance > state.nav // 200 and self.thief.aim(state) is not None:
            return OwnPool()
        return RoundTrip() if self.arena.trader.budget_left(False) > BPS else BurnTheWayOut()


