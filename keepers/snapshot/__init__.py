"""Snapshots: every input of a decision in canonical bytes, named by their keccak256, kept for ever.

market.py    a source as quantised arrays: what snapshots are cut from
canonical.py RFC 8785 bytes and their hash
document.py  the form of a snapshot, both ways
build.py     cut one for a day
store.py     a folder of them, content-addressed and immutable; decisions by epoch
"""

from __future__ import annotations

from keepers.snapshot.build import build, first_state, whole_market_book
from keepers.snapshot.canonical import canonical, keccak256
from keepers.snapshot.document import Snapshot
from keepers.snapshot.market import Market
from keepers.snapshot.store import DecisionRecord, SnapshotStore

__all__ = [
    "DecisionRecord",
    "Market",
    "Snapshot",
    "SnapshotStore",
    "build",
    "canonical",
    "first_state",
    "keccak256",
    "whole_market_book",
]
