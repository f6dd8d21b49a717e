"""`keepers backtest`: what it prints, what it writes, how it fails."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from keepers.cli import main
from keepers.decide import decide
from keepers.parameters import load_parameters
from keepers.snapshot import Market, SnapshotStore, build, first_state, whole_market_book
from keepers.sources import open_source

SHORT = ("--from", "2022-03-07", "--to", "2023-06-05", "--split", "2022-07-01", "--draws", "2000")


def run(*arguments: str) -> Result:
    return CliRunner(mix_stderr=False).invoke(main, ["backtest", *arguments])


def test_json__test_and_training_apart() -> None:
    result = run(*SHORT, "--profile", "reference", "--json")
    assert result.exit_code == 0, result.stderr
    record = json.loads(result.stdout)
    assert {"gauge", "hold", "placebo"} <= record["test"].keys()
    assert record["training"]["last"] == record["test"]["first"] == "2022-07-04"
    assert record["assumptions"]["management_fee"] == 0


def test_tables__end_with_the_sentence(tmp_path: Path) -> None:
    result = run(*SHORT, "--folder", str(tmp_path))
    assert result.exit_code == 0, result.stderr
    assert "not shown to add return" in result.stdout.splitlines()[-1]
    assert "never what to expect" in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "report.html",
        "report.json",
        "report.schema.json",
        "trades.csv",
    ]


def test_sweep__table_and_results(tmp_path: Path) -> None:
    path = tmp_path / "sweep.yaml"
    path.write_text("each: {turnover_ppm: [100000]}\n")
    result = run(*SHORT, "--sweep", str(path), "--folder", str(tmp_path), "--workers", "1")
    assert result.exit_code == 0, result.stderr
    assert "turnover_ppm 100000" in result.stdout
    assert "parameter sets" in result.stderr
    assert len((tmp_path / "sweep.jsonl").read_text().split()) == 2


def test_against__a_keepers_store(tmp_path: Path) -> None:
    market, parameters, look = Market.load(open_source("synthetic")), load_parameters(), date(2022, 8, 29)
    state = first_state(market, look, "product", parameters)
    snapshot = build(market, look, "product", parameters, whole_market_book(market), state)
    store = SnapshotStore(tmp_path)
    store.put(snapshot)
    store.record(1, decide(snapshot))
    result = run("--against", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "1 of 1 decisions are the same, byte for byte\n")
    path = tmp_path / "decisions" / "1.json"
    path.write_bytes(path.read_bytes().replace(b'"bull"', b'"bear"'))
    result = run("--against", str(tmp_path), "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"epochs": 1, "agree": 0, "differing": [1]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "2030-01-01"), "choose a day from"),
        (("--from", "2022-03-07", "--to", "2022-03-08"), "widen the period"),
        (("--profile", "fast"), "choose one of: product, reference"),
        (("--source", "files"), "add --path FOLDER"),
        (("--source", "files", "--path", "/nowhere"), "give the one that holds daily and weekly files"),
        (("--path", "/nowhere"), "it reads no folder, /nowhere was given; add --source files"),
        (("--source", "files", "--path", "/", "--seed", "4"), "leave it out"),
        (("--split", "2050-01-01"), "the last look is on 2024-07-29; choose an earlier day"),
        (("--impact-bps", "100"), "add --fund-usd"),
        (("--sweep", "/nowhere.yaml"), "cannot be read"),
        (("--against", "/nowhere"), "has no epoch"),
    ],
)
def test_bad_option__one_line_and_exit_1(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ") and words in result.stderr
    assert "Traceback" not in result.stderr


def test_day__not_in_the_calendar__says_how_to_write_one() -> None:
    result = run("--from", "2022-02-30")
    assert result.exit_code == 2
    assert "'2022-02-30' is not a day of the calendar; write one like 2022-01-31" in result.stderr


def test_folder__cannot_be_made__one_line_and_exit_1(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run(*SHORT, "--folder", str(tmp_path / "file" / "report"))
    assert result.exit_code == 1
    assert "cannot be made (Not a directory); choose another one" in result.stderr
