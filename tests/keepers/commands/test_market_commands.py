"""The commands that need no chain: what they print, and how they fail."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from keepers.cli import main
from keepers.decide import decide
from keepers.snapshot import SnapshotStore


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def printed(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_help__lists_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in ("snapshot", "signal", "weights", "propose", "plan", "rebalance", "replay", "log", "status"):
        assert name in result.output


@pytest.mark.parametrize("name", ["snapshot", "signal", "weights", "replay"])
def test_help__of_a_command__has_an_example_and_json(name: str) -> None:
    result = run(name, "--help")
    assert f"Example: python -m keepers {name}" in result.output
    assert "--json" in result.output


def test_signal__json__the_gauge_and_its_blocks() -> None:
    record = printed("signal", "--as-of", "2022-09-26", "--profile", "reference")
    assert (record["regime"], record["regime_before"]) == ("bear", "bull")
    blocks = record["trend"] + record["momentum"] + record["breadth"]
    assert record["gauge"] == pytest.approx(100 * blocks / 3, abs=1e-4)
    assert "synthetic" in record["source"]


def test_signal__table__says_synthetic_and_what_the_gauge_does_not_do() -> None:
    result = run("signal", "--as-of", "2022-09-26")
    assert "synthetic" in result.output
    assert "not shown to add return" in result.output


def test_weights__json__sum_to_a_million() -> None:
    record = printed("weights", "--as-of", "2022-08-29")
    assert sum(target["ppm"] for target in record["targets"]) == 1_000_000
    assert {"asset_id": 1, "provider_id": "USDC", "ppm": 10_000} in record["targets"]


def test_weights__table__names_assets() -> None:
    result = run("weights", "--as-of", "2022-08-29")
    assert "Bitcoin" in result.output
    assert "together exactly 1,000,000 ppm" in result.output


def test_snapshot__kept_and_replayed_offline(tmp_path: Path) -> None:
    record = printed("snapshot", "--as-of", "2022-08-29", "--store", str(tmp_path))
    store = SnapshotStore(tmp_path)
    snapshot = store.get(bytes.fromhex(record["data_hash"][2:]))
    assert Path(record["path"]).read_bytes() == snapshot.body
    store.record(1, decide(snapshot))
    replayed = printed("replay", "1", "--offline", "--store", str(tmp_path))
    assert replayed["agrees"] is True
    assert replayed["differences"] == []
    assert "agrees" in run("replay", "1", "--offline", "--store", str(tmp_path)).output


def test_replay__flipped_byte__fails_and_names_it(tmp_path: Path) -> None:
    record = printed("snapshot", "--as-of", "2022-08-29", "--store", str(tmp_path))
    store = SnapshotStore(tmp_path)
    store.record(1, decide(store.get(bytes.fromhex(record["data_hash"][2:]))))
    path = Path(record["path"])
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-2] + b"!}")
    result = run("replay", "1", "--offline", "--store", str(tmp_path))
    assert result.exit_code == 1
    assert "hash does not match" in result.output


def test_replay__unknown_epoch__fails(tmp_path: Path) -> None:
    result = run("replay", "7", "--offline", "--store", str(tmp_path))
    assert result.exit_code == 1
    assert "epoch 7" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--as-of", "2030-01-01"), "choose a day from 2021-01-02"),
        (("--profile", "fast"), "choose one of: product, reference"),
        (("--source", "files"), "add --path FOLDER"),
        (("--source", "files", "--path", "/nowhere/at/all"), "is not a folder"),
        (("--overrides", "/nowhere.json"), "cannot be read"),
        (("--parameters", "/nowhere.toml"), "cannot be read"),
    ],
)
def test_signal__bad_option__one_line_and_exit_1(arguments: tuple[str, ...], message: str) -> None:
    result = run("signal", *arguments)
    assert result.exit_code == 1
    assert result.output.startswith("error: ")
    assert message in result.output
    assert "Traceback" not in result.output


def test_signal__override_file__is_part_of_the_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "overrides.json"
    answer = {"asset": "DOGE", "field": "member", "value": 0, "reason": "r", "author": "a", "expiry": "2023-01-01"}
    path.write_text(json.dumps([answer]))
    plain = printed("weights", "--as-of", "2022-08-29")
    changed = printed("weights", "--as-of", "2022-08-29", "--overrides", str(path))
    assert "DOGE" in {target["provider_id"] for target in plain["targets"]}
    assert "DOGE" not in {target["provider_id"] for target in changed["targets"]}
    assert plain["data_hash"] != changed["data_hash"]
    path.write_text(json.dumps([{**answer, "field": "weight"}]))
    assert "0.field = 'weight'" in run("signal", "--overrides", str(path)).output
