"""A market that is not its feeds: prices that wander and jump, feeds that answer late, pools that trade at the truth.

    market = TrueMarket(arena, random)           arena.wait() lets it pass from now on
    market.pass_until(timestamp)                 five minutes at a time; then feeds and pools as they stand
    market.edge("BTC")                           how far the truth is above what the feed says, as a fraction
    market.share(state)                          what a share is truly worth

A feed answers when the truth has left its answer by the feed's deviation, or once a day; the answer comes a tick later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import exp, sqrt
from random import Random
from typing import TYPE_CHECKING

from world.traded import pool_target

if TYPE_CHECKING:
    from tests.hostile.arena import Arena, State

__all__ = ["TICK", "TrueMarket"]

TICK = 300  # seconds
YEAR = 365 * 86_400
DAY = 86_400
BPS = 10_000
# Of a year, by liquidity class; and jumps: how many a day, and how far.
VOLATILITY = {"deep": 0.6, "medium": 0.9, "thin": 1.2}
JUMPS_A_DAY, JUMP = 0.25, (0.02, 0.08)


@dataclass
class TrueMarket:
    """`prices` are the truth, USD of one whole token; what feeds say is in the arena."""

    arena: Arena
    random: Random
    prices: dict[str, float] = field(init=False)
    answered: dict[str, int] = field(init=False)  # unix seconds of each feed's last answer
    coming: dict[str, float] = field(default_factory=dict)  # answers that are on their way

    def __post_init__(self) -> None:
        self.prices = dict(self.arena.prices)
        self.answered = dict.fromkeys(self.prices, self.arena.chain.now())
        self.arena.market = self

    # --- the truth ---------------------------------------------------------------------------------------------------

    def pass_until(self, timestamp: int) -> None:
        """Ticks, then one block at `timestamp` in which feeds and pools are where the ticks left them."""
        now, said = self.arena.chain.now(), dict(self.arena.prices)
        fresh: set[str] = set()
        while now < timestamp:
            now = min(now + TICK, timestamp)
            for name, answer in self.coming.items():
                said[name] = answer
                self.answered[name] = now
                fresh.add(name)
            self.coming.clear()
            self._wander()
            for name, price in self.prices.items():
                off = abs(price / said[name] - 1) * BPS >= self.arena.desk.asset(name).feed.deviation_bps
                if off or now - self.answered[name] >= DAY:
                    self.coming[name] = price
        self._publish(timestamp, said, fresh)

    def _wander(self) -> None:
        for name in self.arena.volatile():
            sigma = VOLATILITY[self.arena.desk.asset(name).market.liquidity_class] * sqrt(TICK / YEAR)
            move = self.random.gauss(0, sigma)
            if self.random.random() < JUMPS_A_DAY * TICK / DAY:
                move += self.random.choice([-1, 1]) * self.random.uniform(*JUMP)
            self.prices[name] *= exp(move)

    def _publish(self, timestamp: int, said: dict[str, float], fresh: set[str]) -> None:
        arena, rows = self.arena, self.arena.world.assets
        operator, maker = arena.world.roles.market, arena.world.maker
        truth = {row.provider_id: row.own.answer(self.prices[row.provider_id]) for row in rows}
        feeds = [row.feed for row in rows if row.provider_id in fresh]
        answers = [row.feed.answer(said[row.provider_id]) for row in rows if row.provider_id in fresh]
        pools = [(row.pool.address, pool_target(row, rows[0], truth)) for row in rows if row.pool is not None]
        with arena.chain.one_block(timestamp):
            if feeds:
                maker.transmit([feed.aggregator for feed in feeds], answers, sender=operator)
            maker.move([address for address, _ in pools], [target for _, target in pools], sender=operator)
        arena.prices = said
        arena.answered_at = min(self.answered.values())

    # --- what it is worth --------------------------------------------------------------------------------------------

    def edge(self, name: str) -> float:
        """Above zero: the truth is above the feed."""
        return self.prices[name] / self.arena.prices[name] - 1

    def nav(self, state: State) -> Fraction:
        """USD of the books at the truth."""
        units = self.arena.desk.unit
        return sum((Fraction(self.prices[name]) * raw / units(name) for name, raw in state.books.items()), Fraction(0))

    def share(self, state: State) -> Fraction:
        """USD of a raw unit of the share at the truth."""
        return self.nav(state) / state.supply
