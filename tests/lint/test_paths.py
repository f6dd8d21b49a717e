"""Paths that comments, docstrings and pages name lead somewhere."""

from pathlib import Path

import pytest

from lint.paths import check_paths


def found(root: Path, name: str, text: str) -> list[int]:
    for there in ("contracts/lib/vault/books.vy", "keepers/plan.py", "docs/QUEUE.md"):
        (root / there).parent.mkdir(parents=True, exist_ok=True)
        (root / there).touch()
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return [finding.line for finding in check_paths(path, root)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("contracts/A.vy", "x\n# see lib/books.vy\n"),
        ("contracts/A.vy", '"""\ncontracts/lib/gone.vy says\n"""\n'),
        ("keepers/a.py", '"""A.\n\nkeepers/gone.py: what.\n"""\n'),
        ("keepers/a.py", "x = 1\ny = 2  # tests/gone.py\n"),
        ("docs/A.md", "# A\n[b](docs/GONE.md)\n"),
        ("keepers/p.toml", "a = 1\n# scripts/gone.py\n"),
    ],
)
def test_path__to_nothing__is_found(tmp_path: Path, name: str, text: str) -> None:
    assert len(found(tmp_path, name, text)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("contracts/A.vy", "# lib/vault/books.vy and contracts/lib/vault/books.vy\n"),
        ("keepers/a.py", '"""keepers/plan.py, assets/NAME.yaml, report/gone.json, https://x.y/docs/gone.md"""\n'),
        ("keepers/a.py", 'path = "keepers/gone.py"\n'),
        ("docs/A.md", "[b](../keepers/plan.py) [c](QUEUE.md)\n"),
    ],
)
def test_path__that_leads_somewhere_or_is_none__is_left_alone(tmp_path: Path, name: str, text: str) -> None:
    assert found(tmp_path, name, text) == []
