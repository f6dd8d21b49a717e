"""Retired words: found where they stand as names or in prose, and nowhere else, the glossary's table whole."""

from pathlib import Path

import pytest

from lint.words import GLOSSARY, Retired, check_words, retired_words

ROOT = Path(__file__).resolve().parents[2]
WORDS = [
    Retired("FundTerms", "`FundPolicy`", is_name=True),
    Retired("given", "`amount_out`", is_name=True),
    Retired("MOST_*", "`MAX_*`", is_name=True),
    Retired("whoever", "the role's name", is_name=False),
    Retired("the way out", "the exit", is_name=False),
]


def found(root: Path, name: str, text: str) -> list[tuple[int, str]]:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return [(finding.line, finding.message.split("'")[1]) for finding in check_words(path, root, WORDS)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("contracts/A.vy", '"""\nWhoever pays.\n"""\ngiven: uint256\n', [(2, "whoever"), (4, "given")]),
        ("contracts/A.vy", "x: uint256  # the\n# way out\n", [(1, "the way out")]),
        ("contracts/A.vy", "MOST_SHARES: constant(uint256) = 1\n", [(1, "MOST_*")]),
        ("contracts/interfaces/A.vyi", "struct FundTerms:\n", [(1, "FundTerms")]),
        ("docs/A.md", "x\nWHOEVER calls `FundTerms.get()`\n", [(2, "FundTerms"), (2, "whoever")]),
        ("docs/A.md", "```text\nFundTerms\n```\n", [(2, "FundTerms")]),
        ("README.md", "the way\nout\n", [(1, "the way out")]),
        ("frontend-abi/json/A.json", '{"name": "given"}', [(1, "given")]),
    ],
)
def test_retired__as_a_name_or_in_prose__is_found(
    tmp_path: Path, name: str, text: str, expected: list[tuple[int, str]]
) -> None:
    assert sorted(found(tmp_path, name, text)) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("contracts/A.vy", '"""\nat the given price\n"""\n# given\nforgiven: uint256\nMOSTLY: uint256\n'),
        ("docs/A.md", "at the given price, and `whoever` in code\n"),
        ("docs/GLOSSARY.md", "| whoever | the role's name |\n"),
        ("keepers/a.py", "given = 'whoever'\n"),
        ("docs/picture.png", "whoever"),
    ],
)
def test_harmless__neighbours__are_left_alone(tmp_path: Path, name: str, text: str) -> None:
    assert found(tmp_path, name, text) == []


def test_glossary__its_table__is_read_whole() -> None:
    text = (ROOT / GLOSSARY).read_text()
    words = retired_words(text)
    rows = [line for line in text.partition("## Retired words")[2].splitlines() if line.startswith("| ")]
    assert len(words) == len(rows) - 1 > 30
    assert {word.word: word.is_name for word in words}.items() >= {"FundTerms": True, "whoever": False}.items()


def test_glossary__each_word__is_defined_once_in_a_line_or_two() -> None:
    definitions = (ROOT / GLOSSARY).read_text().partition("## Retired words")[0]
    rows = [line.strip("| ").split(" | ") for line in definitions.splitlines() if line.startswith("| ")]
    words = [word for row in rows if row[0] not in ("word", "---") for word in row[0].split(", ")]
    assert len(words) == len(set(words)) > 60
    assert max(len(row[-1]) for row in rows) < 160
