"""Names and lengths of files, and that the whole project keeps every rule."""

from pathlib import Path

import pytest

from lint.rooms import LIMIT, check_file


def rules(root: Path, name: str, text: str = "") -> list[str]:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return [found.rule for found in check_file(path, root)]


@pytest.mark.parametrize("name", ["keepers/utils.py", "helpers/a.py", "contracts/lib/Misc.vy"])
def test_name__that_says_nothing__is_found(tmp_path: Path, name: str) -> None:
    assert rules(tmp_path, name) == ["name"]


def test_file__one_line_over_the_limit__is_found(tmp_path: Path) -> None:
    assert rules(tmp_path, "keepers/long.py", "x\n" * (LIMIT + 1)) == ["length"]


def test_file__at_the_limit__is_left_alone(tmp_path: Path) -> None:
    assert rules(tmp_path, "keepers/long.py", "x\n" * LIMIT) == []


def test_generated_file__of_any_length__is_left_alone(tmp_path: Path) -> None:
    assert rules(tmp_path, "frontend-abi/src/vault.ts", "x\n" * (LIMIT + 1)) == []
