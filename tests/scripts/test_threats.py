"""The threat patches: each fits its file, names a test, and covers its row; and the runner tells a miss from a catch.

`make threats` tries all of them; here are the quick checks of their files, and the runner on patches made for it.
"""

import ast
import json
import os
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts._threat_bench import BROKEN, CAUGHT, MISSED, Result
from scripts._threat_patches import ROOT, BadPatch, Patch, apply, chosen, load, page, source
from scripts.threats import cli, tried

PAGE = ROOT / "docs" / "THREATS.md"
ROWS = load()
PATCHES = chosen(ROWS)

# Every threat to entries, exits, prices, roles and the queue: each needs a patch that a test notices.
REQUIRED = {
    "bad venue",
    "trades at the bound",
    "sessions back to back",
    "free calldata",
    "replay",
    "thin coin",
    "sandwich",
    "poisoned targets",
    "silent keeper",
    "flips",
    "overwritten flight",
    "key that stays",
    "clock never voided",
    "impairment without end",
    "changed source",
    "coarse or heavy source",
    "clamped feed",
    "capped rate",
    "tiny exit",
    "dead feed",
    "bad answer",
    "feed lag",
    "wrapper peg",
    "spot pool",
    "too little gas",
    "first depositor",
    "rounding",
    "costs not booked",
    "fee accrual",
    "queue user",
    "in-kind exiter",
    "reentrancy",
    "odd token",
    "stablecoin",
    "pause for ever",
    "impair then buy",
    "owner key thief",
    "deployer",
    "signature thief",
}
LIMITS = "contracts/lib/trader/limits.vy"
PRICE_BOUND = (
    "assert unsafe_mul(value_out, constants.BPS) >= unsafe_mul(value_in, constants.BPS - slippage_bps), "
    '"trader: slippage"'
)
PRICE_TEST = "tests/contracts/trader/test_limit_price.py::test_sell__at_the_slippage_limit__decides"


def patch(**changes: str) -> Patch:
    """The price bound taken away, which its test notices; arguments replace parts."""
    parts = {"row": "r", "removes": "x", "file": LIMITS, "before": PRICE_BOUND, "after": "pass"}
    return Patch(**{**parts, "test": PRICE_TEST, "red": "did not revert; expected 'trader: slippage'", **changes})


@cache
def names_in(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def name_of(entry: Patch) -> str:
    return f"{entry.row}: {entry.removes}"


# --- the files -------------------------------------------------------------------------------------------------------


def test_rows__all_that_are_required__have_a_patch() -> None:
    assert {row.name for row in ROWS if row.patches} == REQUIRED


@pytest.mark.parametrize("entry", PATCHES, ids=name_of)
def test_patch__of_the_files__changes_one_line_of_its_file(entry: Patch) -> None:
    before = source(entry.file).read_text()
    after = apply(entry, before)
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    assert sum(old != new for old, new in pairs) == 1


@pytest.mark.parametrize("entry", PATCHES, ids=name_of)
def test_patch__of_the_files__names_a_test_and_what_it_says(entry: Patch) -> None:
    file, _, function = entry.test.partition("::")
    assert function.partition("[")[0] in names_in(ROOT / file)
    assert entry.red.strip()


def test_patches__none_is_there_twice() -> None:
    assert len({(entry.file, entry.within, entry.before, entry.after, entry.test) for entry in PATCHES}) == len(PATCHES)
    assert len({name_of(entry) for entry in PATCHES}) == len(PATCHES)


def test_page__as_committed__is_what_the_files_say() -> None:
    assert PAGE.read_text() == page(ROWS), "run 'python -m scripts.threats --write docs/THREATS.md'"


# --- one line for another --------------------------------------------------------------------------------------------

TEXT = "def a():\n    x = 1\n    return x\n\n\ndef b(\n    y: int,\n):\n    x = 1\n    return y\n"


def test_apply__line_of_a_function__keeps_its_indentation_and_the_rest() -> None:
    changed = apply(patch(file="f", before="x = 1", after="pass", within="b"), TEXT)
    assert changed == TEXT[: TEXT.rindex("x = 1")] + "pass\n    return y\n"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"before": "x = 1"}, "f: 2 lines read 'x = 1'"),
        ({"before": "x = 2"}, "f: 0 lines read 'x = 2'"),
        ({"before": "return y", "within": "a"}, "f, a: 0 lines"),
        ({"before": "x = 1", "within": "c"}, "0 functions are called c"),
    ],
)
def test_apply__not_exactly_once__says_where(changes: dict[str, str], message: str) -> None:
    with pytest.raises(BadPatch, match=message):
        apply(patch(file="f", **changes), TEXT)


def test_load__patch_with_an_unknown_field__is_refused(tmp_path: Path) -> None:
    row = '[[row]]\nname = "n"\nwho = "w"\nattack = "a"\nholds = "h"\n[[row.patch]]\nbefor = "x"\n'
    (tmp_path / "a.toml").write_text(row)
    with pytest.raises(BadPatch, match="n: a patch has befor"):
        load(tmp_path)


# --- the runner ------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the runner makes its copies."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


@pytest.mark.slow
def test_tried__each_kind_of_patch__is_told_apart_and_nothing_is_left(folder: Path) -> None:
    harmless = {"before": "DUST_OF_NAV: constant(uint256) = 10_000     # 0.01 % of NAV"}
    kinds = [
        (patch(), CAUGHT, "did not revert; expected 'trader: slippage'"),
        (patch(**harmless, after="DUST_OF_NAV: constant(uint256) = 9_999"), MISSED, "the test stayed green"),
        (patch(red="trader: epoch"), BROKEN, "it failed otherwise: Failed: did not revert"),
        (patch(before="assert nothing"), BROKEN, "0 lines read"),
        (patch(after="assert"), BROKEN, "does not compile"),
        (patch(test=f"{PRICE_TEST}_x"), BROKEN, "before the patch: did not run"),
    ]
    results = tried([entry for entry, _, _ in kinds], jobs=1)
    assert [(result.patch, result.outcome) for result in results] == [(entry, outcome) for entry, outcome, _ in kinds]
    for result, (_, _, said) in zip(results, kinds, strict=True):
        assert said in result.said
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(("outcome", "code"), [(CAUGHT, 0), (MISSED, 1), (BROKEN, 1)])
def test_cli__whatever_came_of_it__is_printed_and_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, outcome: str, code: int
) -> None:
    monkeypatch.setattr("scripts.threats.tried", lambda patches, *_: [Result(p, outcome, "so", 1.0) for p in patches])
    plain = CliRunner(mix_stderr=False).invoke(cli, ["--only", "replay"])
    data = CliRunner(mix_stderr=False).invoke(cli, ["--only", "replay", "--json"])
    assert (plain.exit_code, data.exit_code) == (code, code)
    count = len(chosen(ROWS, "replay"))
    assert f"{count if outcome == CAUGHT else 0} of {count} patches are caught" in plain.stdout
    assert [entry["outcome"] for entry in json.loads(data.stdout)] == [outcome] * count


def test_cli__no_such_patch__says_so() -> None:
    result = CliRunner(mix_stderr=False).invoke(cli, ["--only", "no such thing"])
    assert result.exit_code == 1
    assert "no patch for 'no such thing'" in result.stderr


@pytest.mark.slow
def test_runner__ended_in_the_middle__leaves_no_folder_and_no_process(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "scripts.threats", "--only", "terms/test_drop.py", "--jobs", "1"]
    runner = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not below(tmp_path) and runner.poll() is None:
        time.sleep(0.05)
    runner.send_signal(signal.SIGTERM)
    assert runner.wait(60) == 1
    assert below(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def below(folder: Path) -> list[str]:
    """Nodes that run with a file of the folder: what they were called with."""
    listed = subprocess.run(["ps", "-wweo", "args"], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in listed if "anvil" in line and str(folder) in line]
