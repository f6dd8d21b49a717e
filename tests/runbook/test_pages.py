"""Every page names a test that is there, and every test here is named by a page."""

import re
from pathlib import Path

from tests.runbook.page import RUNBOOK, STEP, titles

HERE = Path(__file__).parent


def test_pages__each__names_its_test_and_no_test_is_left_over() -> None:
    named = re.findall(r"^\*Rehearsed by `(tests/runbook/test_\w+\.py)`\.\*$", RUNBOOK.read_text(), re.MULTILINE)
    assert len(named) == len(titles()) == len(set(named))
    assert {Path(name).name for name in named} == {path.name for path in HERE.glob("test_*.py")} - {"test_pages.py"}


def test_pages__each__has_symptoms_steps_and_words_for_holders() -> None:
    for title, part in zip(titles(), RUNBOOK.read_text().split("\n## ")[1:], strict=True):
        assert part.startswith(f"{title}\n")
        for words in ("**You see.**", "**Holders.**", "**Do not**"):
            assert words in part, (title, words)
        assert len(STEP.findall(part)) >= 2, title


def test_pages__steps__are_all_read() -> None:
    """A numbered line the pattern does not understand would be rehearsed by nobody."""
    lines = [line for line in RUNBOOK.read_text().splitlines() if re.match(r"\s*\d+[.)] ", line)]
    assert len(lines) == len(STEP.findall(RUNBOOK.read_text()))
