"""What a decision was made of: the recorded one, and what the keeper's own code makes again of its snapshot.

The chain is what binds. A page compares these figures with it; here they only save the page from running the rules.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from keepers.decide import decide
from keepers.errors import KeeperError, UnknownSnapshot
from keepers.models import Decision
from keepers.snapshot import DecisionRecord, SnapshotStore

__all__ = ["Decisions"]

PARTS = ("trend", "momentum", "breadth")
POINTS = 100  # a part is a share of one in the keeper's code, points of the gauge on the page


class Decisions:
    """The decisions of one store. Each snapshot is worked through once, however many ask, one after the other."""

    def __init__(self, folder: Path, again: Callable[[SnapshotStore, str], Decision] | None = None) -> None:
        """`folder` is a store's; `again` decides from the snapshot of a hash, by the keeper's code if None."""
        self._store = SnapshotStore(folder)
        self._again = again or _again
        self._made: dict[str, Decision | None] = {}
        self._lock = threading.Lock()

    def document(self, epoch: int) -> dict[str, Any] | None:
        """The document of /decisions/EPOCH.json; None for an epoch that nobody recorded.

        Gauge and parts in 1e-6 of a point, weights in ppm. `parts` and `universe` are null when the snapshot is gone,
        was changed, or leads to another gauge than the recorded one. Raises SnapshotError for a damaged record.
        """
        try:
            record = self._store.recorded(epoch)
        except UnknownSnapshot:
            return None
        made = self._decided(record)
        return {
            **record.model_dump(mode="json"),
            "as_of": None if made is None else made.as_of.isoformat(),
            "parts": None if made is None else {part: POINTS * getattr(made, part) for part in PARTS},
            "universe": None if made is None else _universe(made),
        }

    def _decided(self, record: DecisionRecord) -> Decision | None:
        with self._lock:
            if record.data_hash not in self._made:
                try:
                    self._made[record.data_hash] = self._again(self._store, record.data_hash)
                except KeeperError:
                    return None  # asked again it may be there: a snapshot can be fetched later
            made = self._made[record.data_hash]
        return made if made is not None and made.gauge == record.gauge else None


def _again(store: SnapshotStore, data_hash: str) -> Decision:
    return decide(store.get(bytes.fromhex(data_hash.removeprefix("0x"))))


def _universe(decision: Decision) -> dict[str, Any]:
    """Provider ids of the constituents, of those that came and went, and how much of them the chain can hold."""
    return {
        "members": list(decision.members),
        "entered": list(decision.entered),
        "left": list(decision.left),
        "coverage_ppm": decision.coverage_ppm,
    }
