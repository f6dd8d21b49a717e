"""Every decision of a log: what agrees, what differs, what has no snapshot, and what became of each."""

from pathlib import Path

import pytest

from keepers.chain import Record
from keepers.chain.words import pack_targets
from keepers.decide import decide
from keepers.replay import Verdict, committed, fates, replay_all
from keepers.snapshot import DecisionRecord, Snapshot, SnapshotStore
from keepers.snapshot.document import encoded
from tests.keepers.snapshot.test_document import small

SNAPSHOT = Snapshot(encoded(small(), "by hand"))
DECISION = decide(SNAPSHOT)
RECORD = DecisionRecord.of(1, DECISION)


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    store = SnapshotStore(tmp_path)
    store.put(SNAPSHOT)
    return store


def event(name: str, epoch: int) -> Record:
    return Record(1, 0, "0x", 0, "strategy", None, name, {"epoch": epoch})


def only(record: DecisionRecord, store: SnapshotStore) -> Verdict:
    (verdict,) = replay_all([record], store)
    return verdict


def test_committed__fields_of_the_event__are_the_record() -> None:
    fields = {
        "epoch": 1,
        "data_hash": SNAPSHOT.data_hash,
        "bull": DECISION.regime == "bull",
        "gauge": DECISION.gauge,
        "methodology": DECISION.methodology,
        "words": pack_targets(DECISION.targets),
    }
    assert committed(fields) == RECORD


def test_replay_all__untouched__agrees(store: SnapshotStore) -> None:
    verdict = only(RECORD, store)
    assert (verdict.outcome, verdict.because) == ("agrees", "")
    assert verdict.report is not None and verdict.report.decision == DECISION


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"gauge": DECISION.gauge + 1}, "gauge "),
        ({"methodology": 9}, "methodology 9 committed"),
        ({"regime": "bear" if DECISION.regime == "bull" else "bull"}, f"committed, {DECISION.regime} recomputed"),
        ({"targets": DECISION.targets[1:]}, "asset 1 0 ppm committed"),
    ],
)
def test_replay_all__one_thing_changed__differs_and_says_what(
    store: SnapshotStore, change: dict[str, object], because: str
) -> None:
    verdict = only(RECORD.model_copy(update=change), store)
    assert verdict.outcome == "differs"
    assert because in verdict.because


def test_replay_all__without_its_snapshot__is_told_and_the_others_go_on(store: SnapshotStore) -> None:
    unknown = RECORD.model_copy(update={"epoch": 2, "data_hash": "0x" + "ab" * 32})
    found = list(replay_all([unknown, RECORD], store))
    assert [verdict.outcome for verdict in found] == ["no snapshot", "agrees"]
    assert "snapshot 0xabab" in found[0].because


def test_replay_all__snapshot_on_disk_changed__differs(store: SnapshotStore, tmp_path: Path) -> None:
    (path,) = (tmp_path / "snapshots").iterdir()
    path.chmod(0o644)
    path.write_bytes(SNAPSHOT.body.replace(b"1", b"2", 1))
    verdict = only(RECORD, store)
    assert (verdict.outcome, verdict.report) == ("differs", None)
    assert "hash does not match" in verdict.because


def test_replay_all__committed_to_bytes_that_are_no_snapshot__differs(store: SnapshotStore) -> None:
    nonsense = Snapshot(b"{}")
    store.put(nonsense)
    verdict = only(RECORD.model_copy(update={"data_hash": "0x" + nonsense.data_hash.hex()}), store)
    assert verdict.outcome == "differs"
    assert "damaged or of another format" in verdict.because


def test_fates__each_event__and_a_vetoed_one_stays_vetoed_when_replaced() -> None:
    records = [
        *(event("Proposed", 1), event("Activated", 1)),
        *(event("Proposed", 2), event("Vetoed", 2), event("Replaced", 2)),
        *(event("Proposed", 3), event("Replaced", 3)),
        event("Proposed", 4),
    ]
    assert fates(records) == {1: "activated", 2: "vetoed", 3: "replaced", 4: "not activated"}
