"""A folder of snapshots that is only ever added to, and of the decisions made from them.

    snapshots/HASH.json    canonical bytes, named by their keccak256
    decisions/EPOCH.json   what was decided from one: hash, regime, gauge, targets

A file appears whole or not at all. A snapshot is read-only and checked against its name each time it is read. A
decision is a copy for looking things up offline: the chain is what binds, and a new local world counts its epochs anew.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from keepers.errors import HashMismatch, SnapshotError, UnknownSnapshot
from keepers.models import Decision, Regime, Target
from keepers.snapshot.canonical import canonical
from keepers.snapshot.document import Snapshot

__all__ = ["DecisionRecord", "SnapshotStore"]


class DecisionRecord(BaseModel):
    """A decision as it was proposed; enough to compare a replay with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    epoch: int
    data_hash: str
    """0x and 64 hex digits."""
    regime: Regime
    gauge: int
    methodology: int
    targets: tuple[Target, ...]

    @classmethod
    def of(cls, epoch: int, decision: Decision) -> DecisionRecord:
        """The record of a decision."""
        return cls(
            epoch=epoch,
            data_hash="0x" + decision.data_hash.hex(),
            regime=decision.regime,
            gauge=decision.gauge,
            methodology=decision.methodology,
            targets=decision.targets,
        )


class SnapshotStore:
    """Snapshots by hash and decisions by epoch, in a folder that is created when first written to."""

    def __init__(self, folder: Path) -> None:
        self._snapshots = folder / "snapshots"
        self._decisions = folder / "decisions"

    def put(self, snapshot: Snapshot) -> bytes:
        """Keep a snapshot; returns its hash. Keeping it again changes nothing."""
        _write_once(self._snapshots / f"{snapshot.data_hash.hex()}.json", snapshot.body)
        return snapshot.data_hash

    def get(self, data_hash: bytes) -> Snapshot:
        """The snapshot of a hash. Raises UnknownSnapshot, or HashMismatch if the file was changed."""
        path = self._snapshots / f"{data_hash.hex()}.json"
        try:
            body = path.read_bytes()
        except FileNotFoundError:
            raise UnknownSnapshot(
                f"snapshot 0x{data_hash.hex()} is not in {self._snapshots}; fetch it from the decision's data URI"
            ) from None
        try:
            return Snapshot.verified(body, data_hash)
        except HashMismatch as error:
            raise HashMismatch(f"{path.name}: {error}") from None

    def hashes(self) -> tuple[bytes, ...]:
        """All hashes kept, ascending."""
        return tuple(bytes.fromhex(path.stem) for path in sorted(self._snapshots.glob("*.json")))

    def record(self, epoch: int, decision: Decision) -> DecisionRecord:
        """Keep what was decided for an epoch, in the place of what was kept for it before."""
        record = DecisionRecord.of(epoch, decision)
        with _whole(self._decisions, canonical(record.model_dump(mode="json"))) as new:
            new.replace(self._decisions / f"{epoch}.json")
        return record

    def epochs(self) -> list[int]:
        """The epochs kept, ascending. Raises UnknownSnapshot if there is none."""
        epochs = self._epochs()
        if not epochs:
            raise UnknownSnapshot(f"the store {self._decisions.parent} has no epoch; choose another --store")
        return epochs

    def _epochs(self) -> list[int]:
        return sorted(int(path.stem) for path in self._decisions.glob("*.json"))

    def recorded(self, epoch: int) -> DecisionRecord:
        """The decision kept for an epoch. Raises UnknownSnapshot or SnapshotError."""
        path = self._decisions / f"{epoch}.json"
        try:
            return DecisionRecord.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            known = self._epochs()
            have = f"epochs {known[0]} to {known[-1]}" if known else "no epoch"
            raise UnknownSnapshot(
                f"epoch {epoch}: the store {self._decisions.parent} has {have}; choose one of them or another --store"
            ) from None
        except ValidationError as error:
            raise SnapshotError(f"{path}: {error.errors()[0]['msg']}; the record is damaged, restore it") from None


def _write_once(path: Path, body: bytes) -> None:
    """Create a read-only file in one step. The same bytes again are fine; other bytes raise SnapshotError."""
    with _whole(path.parent, body) as new:
        new.chmod(0o444)
        try:
            path.hardlink_to(new)
        except FileExistsError:
            if path.read_bytes() != body:
                raise SnapshotError(f"{path} was changed after it was kept; restore it or move it away") from None


@contextmanager
def _whole(folder: Path, body: bytes) -> Iterator[Path]:
    """A new file with all bytes on the disk, to be put in its place; it is gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
