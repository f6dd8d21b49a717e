"""Replay: bit for bit, or it says what differs."""

from dataclasses import replace

import pytest

from keepers.decide import decide
from keepers.errors import HashMismatch
from keepers.models import Target
from keepers.replay import replay
from keepers.snapshot import Snapshot
from keepers.snapshot.document import encoded
from tests.keepers.snapshot.test_document import small

SNAPSHOT = Snapshot(encoded(small(), "by hand"))
DECISION = decide(SNAPSHOT)


def test_replay__untouched__agrees() -> None:
    report = replay(SNAPSHOT.body, SNAPSHOT.data_hash, DECISION.targets, DECISION.gauge, DECISION.regime)
    assert report.agrees
    assert report.decision == DECISION


def test_replay__one_byte__hash_does_not_match() -> None:
    flipped = bytes([SNAPSHOT.body[0] ^ 1]) + SNAPSHOT.body[1:]
    with pytest.raises(HashMismatch, match="hash does not match"):
        replay(flipped, SNAPSHOT.data_hash, DECISION.targets, DECISION.gauge)


def test_replay__weight_moved_by_one__names_both_assets() -> None:
    first, second, *rest = DECISION.targets
    committed = (replace(first, ppm=first.ppm - 1), replace(second, ppm=second.ppm + 1), *rest)
    report = replay(SNAPSHOT.body, SNAPSHOT.data_hash, committed, DECISION.gauge)
    assert not report.agrees
    assert report.differences == (
        (first.asset_id, first.ppm - 1, first.ppm),
        (second.asset_id, second.ppm + 1, second.ppm),
    )


def test_replay__extra_target__is_a_difference() -> None:
    report = replay(SNAPSHOT.body, SNAPSHOT.data_hash, (*DECISION.targets, Target(999, 5)), DECISION.gauge)
    assert report.differences == ((999, 5, 0),)


def test_replay__gauge_off_by_a_millionth__does_not_agree() -> None:
    assert not replay(SNAPSHOT.body, SNAPSHOT.data_hash, DECISION.targets, DECISION.gauge + 1).agrees


def test_replay__other_regime__does_not_agree() -> None:
    other = "bear" if DECISION.regime == "bull" else "bull"
    assert not replay(SNAPSHOT.body, SNAPSHOT.data_hash, DECISION.targets, DECISION.gauge, other).agrees


def test_replay__other_methodology__is_said_in_words() -> None:
    number = DECISION.methodology + 1
    report = replay(SNAPSHOT.body, SNAPSHOT.data_hash, DECISION.targets, DECISION.gauge, DECISION.regime, number)
    assert report.because == f"methodology {number} committed, {DECISION.methodology} recomputed"
