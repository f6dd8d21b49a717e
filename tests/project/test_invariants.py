"""docs/INVARIANTS.md: every number once, every test it names is there, every threat has an answer."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "INVARIANTS.md").read_text()
LIST, _, THREATS = PAGE.partition("## What is attacked")
INVARIANT = re.compile(r"^\*\*I-(\d+)\*\* (.+)\n((?:- `[^`\n]+`\n)+)", re.MULTILINE)
FOUND = [
    (int(number), sentence, re.findall(r"`([^`]+)`", tests)) for number, sentence, tests in INVARIANT.findall(LIST)
]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in THREATS.splitlines() if "I-" in line]


@cache
def functions(path: str) -> set[str]:
    """Test functions of a file."""
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def patched_threats() -> set[str]:
    """Threats of which `make threats` takes the defences away."""
    files = (ROOT / "tests" / "threats").glob("*.toml")
    return {row["name"] for file in files for row in tomllib.loads(file.read_text())["row"]}


def test_list__every_entry__is_read_and_has_a_number_of_its_own() -> None:
    numbers = [number for number, _, _ in FOUND]
    assert len(numbers) == LIST.count("**I-") > 50
    assert sorted(set(numbers)) == sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(("number", "sentence"), [(number, sentence) for number, sentence, _ in FOUND])
def test_list__entry__is_one_sentence(number: int, sentence: str) -> None:
    assert sentence.endswith("."), number
    assert not re.search(r"\. [A-Z]", sentence), number


@pytest.mark.parametrize(("number", "tests"), [(number, tests) for number, _, tests in FOUND])
def test_list__tests_it_names__are_there(number: int, tests: list[str]) -> None:
    assert len(set(tests)) == len(tests), number
    for test in tests:
        path, _, function = test.partition("::")
        assert (ROOT / path).is_file(), f"I-{number}: {path} is not there"
        assert function.startswith("test_") and function in functions(path), f"I-{number}: {test} is not there"


def test_threats__every_row__is_answered_by_an_entry() -> None:
    known = {f"I-{number}" for number, _, _ in FOUND}
    names = [row[1] for row in ROWS]
    assert len(ROWS) == sum(line.startswith("|") for line in THREATS.splitlines()) - 2
    assert len(names) == len(set(names))
    for _, name, _, answers in ROWS:
        assert answers and set(answers.split(", ")) <= known, name


def test_threats__with_patches__are_rows_of_the_page() -> None:
    assert patched_threats() <= {row[1] for row in ROWS}
