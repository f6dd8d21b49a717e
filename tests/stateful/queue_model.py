"""What the request queue holds for others, from its log alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["QueueModel"]


@dataclass
class QueueModel:
    """Raw USDC and shares that lie in the queue: what came in, less what was settled, paid and returned."""

    usdc: int = 0
    shares: int = 0

    def apply(self, events: Sequence[Any]) -> None:
        for event in events:
            name = type(event).__name__
            if name == "Requested":
                self._move(event.redemption, event.amount)
            elif name == "Returned":
                self._move(event.redemption, -event.amount)
            elif name == "Claimed":
                self._move(not event.redemption, -event.paid)
            elif name == "Settled":
                self.usdc += event.assets_paid - event.assets_filled
                self.shares += event.shares_paid - event.shares_filled

    def _move(self, shares: bool, amount: int) -> None:
        if shares:
            self.shares += amount
        else:
            self.usdc += amount
