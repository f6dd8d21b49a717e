"""The referee: what holders lost, by the books and the prices of the feeds, never by the contracts' own count.

An act is a transaction of a thief. The books are added up before and after it, at the same prices. Two measures:

    lost    what a share lost in the act: the fund against the same fund without it. Acts that raise it count as 0, so
            that nothing the thief leaves in the fund (the levy of his deposits) makes the sum smaller.
    truly   the same at the market's own prices, where the arena has a market apart from its feeds.
    taken   what the legs received less than they gave, from their amounts, gains not credited, over the value of the
            fund before the act: also where a deposit in the same transaction hides it.

A window is any seven days that begin with an act. The budget must hold for both, in every window.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.hostile.arena import BPS, USD, WEEK, Arena, State

__all__ = ["Act", "Referee"]


@dataclass
class Act:
    """One act; `legs` are LegTraded events of its receipts."""

    attack: str
    before: State
    lost: float = 0.0  # bps of a share
    taken: float = 0.0  # bps of the fund
    truly: float = 0.0  # bps of a share at the market's prices, where they are not what feeds say
    legs: list[Any] = field(default_factory=list)


@dataclass
class Referee:
    """Watches acts and adds them up. Amounts attempted are USD, whether the act was refused or not."""

    arena: Arena
    acts: list[Act] = field(default_factory=list)
    attempted: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    refused: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @contextmanager
    def watch(self, attack: str) -> Iterator[Act]:
        """An act: prices must not move in it."""
        act = Act(attack, self.arena.read())
        prices = dict(self.arena.prices)
        yield act
        after = self.arena.read()
        assert prices == self.arena.prices, f"{attack} moved prices"
        act.lost = max(0.0, float(1 - after.share / act.before.share) * BPS)
        market = self.arena.market
        if market is not None:
            act.truly = max(0.0, float(1 - market.share(after) / market.share(act.before)) * BPS)
        act.taken = sum(map(self._short, act.legs)) * BPS / act.before.nav
        self.acts.append(act)

    def _short(self, leg: Any) -> int:
        """USD 18 decimals that a leg received less than it gave."""
        name = next(name for name in self.arena.names if self.arena.desk.id(name) == leg.asset)
        gave, got = ("USDC", name) if leg.buy else (name, "USDC")
        return max(0, self.arena.worth(gave, leg.amount_in) - self.arena.worth(got, leg.amount_out))

    # --- sums ------------------------------------------------------------------------------------------------------

    def worst(self, attack: str | None = None) -> tuple[float, float]:
        """bps lost and taken in the worst window, by all attacks or by one."""
        lost, taken, _ = self.windows(attack)
        return lost, taken

    def windows(self, attack: str | None = None) -> tuple[float, float, float]:
        """bps lost, taken, and lost at the market's own prices, each in its worst window."""
        acts = [act for act in self.acts if attack in (None, act.attack)]
        lost = taken = truly = 0.0
        for first, start in enumerate(acts):
            window = [act for act in acts[first:] if act.before.time < start.before.time + WEEK]
            lost = max(lost, sum(act.lost for act in window))
            taken = max(taken, sum(act.taken for act in window))
            truly = max(truly, sum(act.truly for act in window))
        return lost, taken, truly

    def report(self, budget_bps: int) -> dict[str, Any]:
        """What is printed: the worst window against the budget, and every attack by itself."""
        by_attack = {}
        for attack in sorted({act.attack for act in self.acts}):
            lost, taken = self.worst(attack)
            by_attack[attack] = {
                "acts": sum(act.attack == attack for act in self.acts),
                "legs": sum(len(act.legs) for act in self.acts if act.attack == attack),
                "lost_bps": round(lost, 2),
                "taken_bps": round(taken, 2),
                "attempted_notional": self.attempted[attack] // USD,
                "refused": dict(self.refused[attack].most_common()),
            }
        lost, taken = self.worst()
        return {
            "budget_bps": budget_bps,
            "lost_bps": round(lost, 2),
            "taken_bps": round(taken, 2),
            "attempted_notional": sum(self.attempted.values()) // USD,
            "transactions": len(self.acts),
            "days": (self.acts[-1].before.time - self.acts[0].before.time) // 86_400,
            "by_attack": by_attack,
        }
