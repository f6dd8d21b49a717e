"""How often each action was done, refused, or found nothing to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Counters"]


@dataclass
class Counters:
    """By action; refusals by reason too."""

    did: Counter[str] = field(default_factory=Counter)
    idled: Counter[str] = field(default_factory=Counter)
    refusals: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def done(self, name: str) -> None:
        self.did[name] += 1

    def idle(self, name: str) -> None:
        self.idled[name] += 1

    def refused(self, name: str, reason: str) -> None:
        self.refusals[name][reason] += 1

    @property
    def steps(self) -> int:
        """Of every outcome."""
        return self.did.total() + self.idled.total() + sum(c.total() for c in self.refusals.values())

    def report(self, names: list[str]) -> dict[str, Any]:
        """By action, the rarest first."""
        return {
            name: {"done": self.did[name], "idle": self.idled[name], "refused": dict(self.refusals[name].most_common())}
            for name in sorted(names, key=lambda name: self.did[name])
        }
