"""An honest executor: brings the fund to its target through the true pools, as cheaply as they let him.

Keeper(arena, referee).follow()              sales and purchases in one session; what it cost the referee saw
"""

from dataclasses import dataclass
from typing import Any

from tests.contracts.trader.desk import ALL_BUT_DUST, Leg
from tests.hostile.arena import PPM, USD, Arena, State
from tests.hostile.referee import Referee

__all__ = ["Keeper"]

SPENT = 980_000  # parts per million: sales bring less than they are worth, and the cash target is not spent
WORTH_IT = 50 * USD


@dataclass
class Keeper:
    """Signs with the executor's own account."""

    arena: Arena
    referee: Referee

    def takes_over(self) -> None:
        """The owner gives him the role."""
        roles = self.arena.world.roles
        self.arena.trader.set_executor(roles.executor, sender=roles.owner)

    def follow(self) -> None:
        """In one transaction, so that the purchases of a bear are paid out of its way out. Raises Reverted."""
        legs = self._legs()
        with self.referee.watch("keeper") as act:
            receipt: dict[str, Any] = self.arena.desk.run(*legs)
            act.legs = self.arena.trader.events(receipt, "LegTraded")

    def _legs(self) -> list[Leg]:
        """Sales first; purchases share what they bring and what was there."""
        arena, state = self.arena, self.arena.read()
        gaps = {name: state.gap(name) for name in arena.names[1:] if abs(state.gap(name)) > WORTH_IT}
        sold = {name: gap for name, gap in gaps.items() if gap > 0}
        short = {name: -gap for name, gap in gaps.items() if gap < 0}
        legs = [arena.desk.sell(name, raw=self._sold(name, gap, state)) for name, gap in sold.items()]
        cash = max(0, state.gap("USDC") + sum(sold.values()))
        for name, gap in short.items():
            paid = min(gap, cash * gap // sum(short.values())) * SPENT // PPM
            legs.append(arena.desk.buy(name, raw=arena.raw("USDC", paid)))
        return legs

    def _sold(self, name: str, gap: int, state: State) -> int:
        """Raw units: of what is no target all but one."""
        return self.arena.raw(name, gap) if name in state.targets else ALL_BUT_DUST
