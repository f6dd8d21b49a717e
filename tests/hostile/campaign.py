"""Weeks of a hostile executor: attacks at random and by greed, under decisions that give him room.

He begins with what takes most where things stand, to see how far that goes; then every other attack is of that kind,
and those between are drawn. In half of them he is bold: he does not look at what is left of the week.

The proposer is honest and knows nothing of him: he moves six assets by five points, the most there is, and turns bear
and back as soon as the strategy lets him. Prices move with each decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.hostile.arena import DAY, WEEK, Arena, State
from tests.hostile.attacks import ATTACKS, Attack
from tests.hostile.attacks.capital import LockedRedemption, SlowDeposit
from tests.hostile.attacks.churn import BurnTheWayOut, RoundTrip
from tests.hostile.attacks.venues import OwnPool
from tests.hostile.referee import Referee
from tests.hostile.thief import Thief

__all__ = ["BEAR", "BULL", "OTHER_BULL", "Campaign"]

BULL = {"BTC": 300_000, "ETH": 250_000, "SOL": 100_000, "LINK": 100_000, "UNI": 50_000, "PEPE": 5_000, "DAI": 50_000}
OTHER_BULL = {
    "BTC": 250_000,
    "ETH": 300_000,
    "SOL": 50_000,
    "LINK": 50_000,
    "UNI": 100_000,
    "PEPE": 5_000,
    "DAI": 100_000,
}
BEAR = {"USDT": 300_000, "DAI": 300_000}
# days after the decision before, bull, targets: about as soon as the strategy lets him
CALENDAR = (
    (0, True, BULL),
    (3, False, BEAR),
    (7, True, OTHER_BULL),
    (7, True, BULL),
    (6, False, BEAR),
    (7, True, OTHER_BULL),
    (7, True, BULL),
)
ALONE = 5  # days of greed alone
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
        begin = decided = self.arena.chain.now()
        decisions = list(CALENDAR)
        for step in range(self.steps):
            self.arena.wait(begin + step * self.weeks * WEEK // self.steps)
            if decisions and self.arena.chain.now() >= decided + decisions[0][0] * DAY:
                _, bull, weights = decisions.pop(0)
                self._decide(bull, weights)
                decided = self.arena.chain.now()
            alone = self.arena.chain.now() < begin + ALONE * DAY
            attack = self._greedy() if alone or step % 2 else self.random.choice(ATTACKS)
            self.thief.attack = attack.name
            self.thief.bold = self.random.random() < 0.5
            attack.strike(self.thief, self.random)

    def _decide(self, bull: bool, weights: Mapping[str, int]) -> None:
        moves = {
            name: self.arena.prices[name] * (1 + self.random.uniform(-MOVE, MOVE)) for name in self.arena.volatile()
        }
        self.arena.turn(moves)
        self.arena.decide(bull=bull, **weights)

    def _greedy(self) -> Attack:
        """What takes most where things stand: a large trade, or the capital that makes one, or going to and fro."""
        state: State = self.arena.read()
        if state.distance > state.nav // 200 and self.thief.aim(state) is not None:
            return OwnPool()
        return self.random.choice((SlowDeposit(), LockedRedemption(), RoundTrip(), BurnTheWayOut()))
