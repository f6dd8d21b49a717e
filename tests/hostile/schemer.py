"""The proposer's thief, in league with tokens that he will let collapse; and the rules told again, in a page of Python.

Trades cost nothing here: the fund follows every decision at the feeds' prices, so that what holders lose is what was
chosen for them and nothing else. The guardian is asleep unless a test wakes him.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any

from tests.hostile.arena import DAY, HOUR, PPM, Arena
from tests.hostile.thief import Thief
from world.chain import Reverted

__all__ = ["CAPS", "COLLUDING", "MAX_CHANGE", "Schemer", "exposure"]

# Parts per million, as design and parameters say; not read from the chain.
CAPS = {"deep": 1_000_000, "medium": 100_000, "thin": 5_000}
MAX_CHANGE, TURNOVER = 50_000, 200_000
DELAY = 6 * HOUR
COLLUDING = ("SOL", "LINK", "UNI", "PEPE")


@dataclass(frozen=True)
class Decision:
    """What came into force."""

    proposed_at: int
    activated_at: int
    bull: bool
    weights: Mapping[str, int]


@dataclass
class Schemer:
    """Proposes what he likes; `taken` is what the strategy let pass, in order."""

    arena: Arena
    follower: Thief
    random: Random
    taken: list[Decision] = field(default_factory=list)
    refused: int = 0
    largest_change: int = 0  # parts per million, regime unchanged, of what was let through
    largest_turnover: int = 0

    def propose(self, weights: Mapping[str, int], *, bull: bool = True) -> bool:
        """Whether the strategy lets it wait."""
        try:
            self.arena.propose(bull=bull, **weights)
        except (Reverted, ValueError):
            self.refused += 1
            return False
        self._check_passed(weights, bull)
        return True

    def activate(self) -> None:
        """What waits comes into force as soon as it may, and the fund follows."""
        pending = self.arena.strategy.pending()
        self.arena.activate()
        active = self.arena.strategy.active()
        self.taken.append(Decision(pending.proposed_at, active.activated_at, active.bull, dict(self.arena.weights)))
        for _ in range(2):
            self.follower.arrive()

    def follow(self, weights: Mapping[str, int], *, bull: bool = True) -> bool:
        """Propose, activate, trade; whether it was let through."""
        if not self.propose(weights, bull=bull):
            return False
        self.activate()
        return True

    # --- what he proposes --------------------------------------------------------------------------------------------

    def grab(self) -> dict[str, int]:
        """As much of his tokens as one decision may add, out of what weighs most."""
        weights, turnover = dict(self.arena.weights), TURNOVER
        for name in COLLUDING:
            more = min(CAPS[self._class(name)] - weights.get(name, 0), MAX_CHANGE, turnover)
            weights[name] = weights.get(name, 0) + more
            turnover -= more
        short = sum(weights.values()) - PPM
        for name in sorted((name for name in weights if name not in COLLUDING), key=lambda name: -weights[name]):
            less = min(short, MAX_CHANGE, weights[name] - 10_000)
            weights[name] -= less
            short -= less
        return weights

    def wild(self) -> tuple[dict[str, int], bool]:
        """Anything: moved too far, above a cap, a flip, too many at once; now and then it is allowed."""
        weights = {name: ppm for name, ppm in self.arena.weights.items() if name != "USDC"}
        for _ in range(self.random.randint(1, 5)):
            name = self.random.choice(self.arena.names[1:])
            step = self.random.choice([10_000, 49_999, 50_000, 50_001, 95_000, 200_000])
            weights[name] = max(0, weights.get(name, 0) + self.random.choice([-1, 1]) * step)
        return {name: ppm for name, ppm in weights.items() if ppm}, self.random.random() < 0.8

    def unlawful(self) -> list[tuple[dict[str, int], bool]]:
        """Each breaks one rule by the least there is."""
        now = {name: ppm for name, ppm in self.arena.weights.items() if name != "USDC"}
        return [
            (now | {"PEPE": CAPS["thin"] + 1}, True),
            (now | {"BTC": now["BTC"] - MAX_CHANGE - 1}, True),
            (now | {"ETH": now["ETH"] + MAX_CHANGE + 1, "BTC": now["BTC"] - MAX_CHANGE}, True),
            ({"USDT": 300_000, "BTC": 1}, False),
        ]

    def _class(self, name: str) -> str:
        return self.arena.desk.asset(name).market.liquidity_class

    # --- what must hold ----------------------------------------------------------------------------------------------

    def _check_passed(self, weights: Mapping[str, int], bull: bool) -> None:
        """AssertionError if what was let through breaks a rule by itself, against what is in force."""
        before = self.arena.weights
        now = {name: ppm for name, ppm in weights.items() if name != "USDC"}
        now["USDC"] = PPM - sum(now.values())
        for name, weight in now.items():
            assert weight <= CAPS[self._class(name)], f"{name} weighs {weight}"
        assert bull or all(map(self._stable, now)), "a bear holds something volatile"
        if self.taken and self.taken[-1].bull == bull:
            moves = [abs(now.get(name, 0) - before.get(name, 0)) for name in before.keys() | now.keys()]
            self.largest_change = max(self.largest_change, *moves)
            self.largest_turnover = max(self.largest_turnover, sum(moves) // 2)
            assert self.largest_change <= MAX_CHANGE
            assert self.largest_turnover <= TURNOVER

    def check(self) -> dict[str, Any]:
        """AssertionError if the decisions that came into force did so too soon or too often; what was reached."""
        upward: list[int] = []
        last_risk_up = 0
        for before, now in pairwise(self.taken):
            names = before.weights.keys() | now.weights.keys()
            moves = {name: now.weights.get(name, 0) - before.weights.get(name, 0) for name in names}
            rises = any(moves[name] > 0 and not self._stable(name) for name in names)
            flip = before.bull != now.bull
            if rises or (flip and now.bull):
                assert now.activated_at - now.proposed_at >= DELAY, "risk rose without the delay"
                assert flip or now.activated_at - last_risk_up >= 6 * DAY, "risk rose twice within six days"
                last_risk_up = now.activated_at
            if flip and now.bull:
                upward.append(now.activated_at)
        in_90_days = max((sum(0 <= at - first < 90 * DAY for at in upward) for first in upward), default=0)
        assert in_90_days <= 3
        return {
            "decisions": len(self.taken),
            "refused": self.refused,
            "largest_change_ppm": self.largest_change,
            "largest_turnover_ppm": self.largest_turnover,
            "upward_flips_in_90_days": in_90_days,
        }

    def _stable(self, name: str) -> bool:
        return self.arena.desk.asset(name).market.stable


def exposure(arena: Arena, names: tuple[str, ...] = COLLUDING) -> float:
    """bps of the fund in these assets."""
    state = arena.read()
    return sum(state.values[name] for name in names) * 10_000 / state.nav
