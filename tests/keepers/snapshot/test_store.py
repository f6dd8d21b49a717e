"""The store: whole files, never changed, checked when read."""

from pathlib import Path

import pytest

from keepers.decide import decide
from keepers.errors import HashMismatch, SnapshotError, UnknownSnapshot
from keepers.snapshot import Snapshot, SnapshotStore


def test_put__then_get__same_bytes_read_only(tmp_path: Path, snapshot: Snapshot) -> None:
    store = SnapshotStore(tmp_path / "new" / "store")
    assert store.put(snapshot) == snapshot.data_hash
    assert store.put(snapshot) == snapshot.data_hash
    assert store.get(snapshot.data_hash).body == snapshot.body
    files = list((tmp_path / "new" / "store" / "snapshots").iterdir())
    assert [file.name for file in files] == [f"{snapshot.data_hash.hex()}.json"]
    assert files[0].stat().st_mode & 0o222 == 0
    assert store.hashes() == (snapshot.data_hash,)


def test_get__unknown__says_where_to_find_it(tmp_path: Path) -> None:
    with pytest.raises(UnknownSnapshot, match="fetch it from the decision's data URI"):
        SnapshotStore(tmp_path).get(b"\x01" * 32)


def test_get__changed_file__hash_does_not_match(tmp_path: Path, snapshot: Snapshot) -> None:
    store = SnapshotStore(tmp_path)
    store.put(snapshot)
    path = next((tmp_path / "snapshots").iterdir())
    path.chmod(0o644)
    path.write_bytes(snapshot.body.replace(b'"bull"', b'"bear"', 1))
    with pytest.raises(HashMismatch, match="hash does not match"):
        store.get(snapshot.data_hash)
    with pytest.raises(SnapshotError, match="was changed after it was kept"):
        store.put(snapshot)


def test_record__then_recorded__and_a_new_world_counts_anew(tmp_path: Path, snapshot: Snapshot) -> None:
    store, decision = SnapshotStore(tmp_path), decide(snapshot)
    record = store.record(3, decision)
    assert store.recorded(3) == record
    assert (record.gauge, record.targets) == (decision.gauge, decision.targets)
    assert record.data_hash == "0x" + snapshot.data_hash.hex()
    assert store.record(3, decision) == record


def test_recorded__unknown_epoch__names_the_known_ones(tmp_path: Path, snapshot: Snapshot) -> None:
    store = SnapshotStore(tmp_path)
    with pytest.raises(UnknownSnapshot, match=r"epoch 9: .* has no epoch"):
        store.recorded(9)
    store.record(3, decide(snapshot))
    with pytest.raises(UnknownSnapshot, match="has epochs 3 to 3"):
        store.recorded(9)


def test_recorded__damaged__says_so(tmp_path: Path) -> None:
    (tmp_path / "decisions").mkdir()
    (tmp_path / "decisions" / "1.json").write_text("{}")
    with pytest.raises(SnapshotError, match="the record is damaged"):
        SnapshotStore(tmp_path).recorded(1)
