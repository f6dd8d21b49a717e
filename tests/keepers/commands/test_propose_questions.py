"""propose with a decision that asks a person: not sent by itself, sent when answered or confirmed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from keepers.chain import Index, read
from keepers.snapshot import SnapshotStore
from tests.keepers.commands.conftest import write_market

LOOK = "2024-01-01"
QUESTION = "the supply of XRP jumped by more than 200000 ppm; the old one is used"
SIGNED = ("--dev-account", "3")


@pytest.fixture(scope="module")
def jumped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A market whose newest row before the look says that the supply of XRP has doubled."""
    return write_market(tmp_path_factory.mktemp("jumped"), LOOK, doubled="XRP")


@pytest.fixture
def propose(keepers: Callable[..., Result], jumped: Path, tmp_path: Path) -> Callable[..., Result]:
    """propose of the look, with the snapshots kept in tmp_path/store."""
    market = ("--source", "files", "--path", str(jumped), "--as-of", LOOK, "--store", str(tmp_path / "store"))
    return lambda *arguments: keepers("propose", *market, *arguments)


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_propose__asks_a_person__refused_and_nothing_sent(
    index: Index, propose: Callable[..., Result], tmp_path: Path, form: tuple[str, ...]
) -> None:
    block = read(index).block
    result = propose(*SIGNED, *form)
    assert result.exit_code == 1
    assert f"the decision of {LOOK} asks a person, nothing was sent:\n  - {QUESTION}\n" in result.stderr
    assert "pass it with --overrides, or look at the decision and pass --confirm" in result.stderr
    now = read(index)
    assert (now.block, now.pending) == (block, None)
    assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == []


def test_propose__confirmed__sent(index: Index, propose: Callable[..., Result], tmp_path: Path) -> None:
    result = propose(*SIGNED, "--confirm")
    assert result.exit_code == 0, result.stderr
    assert f"alarm: ask a person: {QUESTION}" in result.stdout
    pending = read(index).pending
    assert pending is not None
    assert SnapshotStore(tmp_path / "store").get(pending.data_hash).data_hash == pending.data_hash


def test_propose__answered_by_an_override__sent(index: Index, propose: Callable[..., Result], tmp_path: Path) -> None:
    override = {"asset": "XRP", "field": "accept", "value": 1, "reason": "a split", "author": "a", "expiry": LOOK}
    (tmp_path / "overrides.json").write_text(json.dumps([override]))
    result = propose(*SIGNED, "--json", "--overrides", str(tmp_path / "overrides.json"))
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert not [alarm for alarm in document["decision"]["alarms"] if alarm.startswith("ask a person")]
    assert read(index).pending is not None


def test_propose__dry_run_of_a_question__shown_with_what_it_takes(propose: Callable[..., Result]) -> None:
    assert "and --confirm, or an override file: it asks a person" in propose().stdout
    assert "--confirm" not in propose("--confirm").stdout
