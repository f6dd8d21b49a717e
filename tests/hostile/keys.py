"""Eight days with stolen keys, as long as the owner's timelock takes to replace them, in a market apart from its feeds.

campaign = KeyCampaign(arena, frozenset({"executor"}), Random(1))
campaign.run()
campaign.lost_bps                        the worst seven days, at the market's own prices

Whose key is not stolen acts honestly: the proposer decides as the calendar says, the executor follows the decision
through the true pools, the guardian does nothing. The thieves know each other and the market's prices.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.hostile.arena import DAY, PPM, Arena
from tests.hostile.attacks import ATTACKS, Attack
from tests.hostile.attacks.churn import BurnTheWayOut, RoundTrip
from tests.hostile.attacks.lag import BeforeTheFeed, SettlementMinute
from tests.hostile.attacks.venues import EveryPool, OwnPool
from tests.hostile.campaign import BEAR, BULL, OTHER_BULL
from tests.hostile.keeper import Keeper
from tests.hostile.referee import Referee
from tests.hostile.thief import Thief
from tests.hostile.true_market import TrueMarket
from world.chain import Reverted

__all__ = ["KEYS", "KeyCampaign"]

KEYS = ("executor", "guardian", "proposer")
DAYS = 8
ROUNDS_A_DAY = 3


@dataclass
class KeyCampaign:
    """The same seed, the same market and the same thieves."""

    arena: Arena
    stolen: frozenset[str]
    random: Random
    referee: Referee = field(init=False)
    thief: Thief = field(init=False)
    keeper: Keeper = field(init=False)
    bull: bool = True
    refused: int = 0

    def __post_init__(self) -> None:
        self.referee = Referee(self.arena)
        self.thief = Thief.hired(self.arena, self.referee)
        self.keeper = Keeper(self.arena, self.referee)
        self.keeper.takes_over()

    def steal(self) -> TrueMarket:
        """A bull decision that nobody has traded yet; then the keys are stolen, and the market goes its own way."""
        self.arena.decide(bull=True, **BULL)
        if "executor" in self.stolen:
            self.arena.trader.set_executor(self.thief.burglar, sender=self.arena.world.roles.owner)
        return TrueMarket(self.arena, self.random)

    def run(self) -> None:
        """All of the eight days."""
        arena, market = self.arena, self.steal()
        begin = arena.chain.now()
        for round_ in range(DAYS * ROUNDS_A_DAY):
            market.pass_until(max(arena.chain.now() + 60, begin + round_ * DAY // ROUNDS_A_DAY))
            self._decide(round_)
            self._meddle()
            self._trade(round_)

    @property
    def lost_bps(self) -> float:
        """At the market's own prices, in the worst seven days."""
        return self.referee.windows()[2]

    # --- each with its own key, or with a stolen one -----------------------------------------------------------------

    def _decide(self, round_: int) -> None:
        """Honest: bear on the third day. Stolen: as much to trade as there may be, a new basket before the flip."""
        if "proposer" in self.stolen:
            flip, moved = (not self.bull, BEAR if self.bull else BULL), (self.bull, self._moved())
            wishes = [flip, moved] if round_ >= 3 * ROUNDS_A_DAY else [moved]
        elif round_ == 3 * ROUNDS_A_DAY:
            wishes = [(False, BEAR)]
        else:
            return
        for bull, weights in wishes:
            try:
                self.arena.decide(bull=bull, **weights)
            except (Reverted, ValueError):
                self.refused += 1
            else:
                self.bull = bull
                return

    def _moved(self) -> dict[str, int]:
        return dict(OTHER_BULL) if self.bull else {"USDT": self.random.randrange(1, 4) * 100_000, "DAI": 300_000}

    def _meddle(self) -> None:
        """The guardian's thief: whatever the role lets through, now and then; with the executor's key a pause alone,
        for an impairment would hinder the theft.
        """
        if "guardian" not in self.stolen or self.random.random() > 0.4:
            return
        if "executor" in self.stolen:
            with suppress(Reverted):
                self.arena.world.index.policy.pause_entries(sender=self.arena.world.roles.guardian)
            return
        index, guardian = self.arena.world.index, self.arena.world.roles.guardian
        calls = [(index.policy.pause_entries, ())]
        for name in self.arena.names[1:]:
            calls.append((index.registry.set_status, (self.arena.desk.id(name), self.random.choice([2, 3]))))
        self.random.shuffle(calls)
        for method, args in calls[: self.random.randint(1, len(calls))]:
            try:
                method(*args, sender=guardian)
            except Reverted:
                self.refused += 1

    def _trade(self, round_: int) -> None:
        if "executor" not in self.stolen:
            self._follow()
            return
        for _ in range(2):
            attack = self._attack(round_)
            self.thief.attack, self.thief.bold = attack.name, self.random.random() < 0.5
            attack.strike(self.thief, self.random)

    def _attack(self, round_: int) -> Attack:
        """By greed, or drawn. What the feeds do not see is taken as long as there is something to trade."""
        state = self.arena.read()
        if state.distance > state.nav * 5_000 // PPM and self.thief.aim(state) is not None:
            return EveryPool() if self.random.random() < 0.8 else OwnPool()
        if round_ % 3 == 0:
            return self.random.choice((BeforeTheFeed(), SettlementMinute()))
        if self.random.random() < 0.3:
            return self.random.choice(ATTACKS)
        return self.random.choice((RoundTrip(), BurnTheWayOut()))

    def _follow(self) -> None:
        try:
            self.keeper.follow()
        except Reverted:
            self.refused += 1
