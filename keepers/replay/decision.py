"""Recompute a decision from the bytes it was committed with, and compare bit for bit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    expected_methodology: int | None
    """None: was not asked about."""
    differences: tuple[tuple[int, int, int], ...]
    """(asset id, committed ppm, recomputed ppm) where the two differ; 0 is absent."""

    @property
    def agrees(self) -> bool:
        """Hash, gauge, regime, methodology and every weight are the committed ones."""
        return not self.because

    @property
    def because(self) -> str:
        """What is not the committed one, in words; empty when all agrees."""
        return ", ".join(self._disagreements())

    def _disagreements(self) -> Iterator[str]:
        decision = self.decision
        if self.expected_methodology not in (None, decision.methodology):
            yield f"methodology {self.expected_methodology} committed, {decision.methodology} recomputed"
        if self.expected_regime not in (None, decision.regime):
            yield f"{self.expected_regime} committed, {decision.regime} recomputed"
        if decision.gauge != self.expected_gauge:
            yield f"gauge {self.expected_gauge / 1e6:.6f} committed, {decision.gauge / 1e6:.6f} recomputed"
        if self.differences:
            asset, old, new = self.differences[0]
            more = f" and {len(self.differences) - 1} more" if len(self.differences) > 1 else ""
            yield f"asset {asset} {old} ppm committed, {new} ppm recomputed{more}"


def replay(
    snapshot: bytes,
    expected_hash: bytes,
    expected_targets: Iterable[Target],
    expected_gauge: int,
    expected_regime: Regime | None = None,
    expected_methodology: int | None = None,
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
    return Report(decision, expected_gauge, expected_regime, expected_methodology, differences)
