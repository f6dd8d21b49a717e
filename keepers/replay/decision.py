"""Recompute a decision from the bytes it was committed with, and compare bit for bit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keepers.decide import decide
from keepers.models import Decision, Regime, Target
from keepers.snapshot.document import Snapshot

__all__ = ["Report", "replay"]


@dataclass(frozen=True, slots=True)
class Report:
    """A replayed decision beside the committed one."""

    decision: Decision
    expected_gauge: int
    expected_regime: Regime | None
    """None: was not asked about."""
    differences: tuple[tuple[int, int, int], ...]
    """(asset id, committed ppm, recomputed ppm) where the two differ; 0 is absent."""

    @property
    def agrees(self) -> bool:
        """Hash, gauge, regime and every weight are the committed ones."""
        regime_agrees = self.expected_regime in (None, self.decision.regime)
        return not self.differences and self.decision.gauge == self.expected_gauge and regime_agrees


def replay(
    snapshot: bytes,
    expected_hash: bytes,
    expected_targets: Iterable[Target],
    expected_gauge: int,
    expected_regime: Regime | None = None,
) -> Report:
    """Decide again from a snapshot's bytes. Gauge in 1e-6 of a point, weights in ppm.

    Raises HashMismatch if the bytes are not the committed ones: nothing is recomputed from them then.
    """
    decision = decide(Snapshot.verified(snapshot, expected_hash))
    committed = {target.asset_id: target.ppm for target in expected_targets}
    found = {target.asset_id: target.ppm for target in decision.targets}
    differences = tuple(
        (key, committed.get(key, 0), found.get(key, 0))
        for key in sorted(committed.keys() | found.keys())
        if committed.get(key, 0) != found.get(key, 0)
    )
    return Report(decision, expected_gauge, expected_regime, differences)
