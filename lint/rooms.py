"""How the rooms are kept: a file fits in one reading, and its name says what is inside."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from lint.finding import Finding

__all__ = ["LIMIT", "check_file", "project_files"]

LIMIT = 400  # lines
FORBIDDEN = {"utils", "util", "helpers", "helper", "misc", "common", "stuff"}
WRITTEN_BY_HAND = {".vy", ".vyi", ".py", ".sh", ".ts", ".tsx"}


def project_files(root: Path) -> list[Path]:
    """Every file of the project under `root`, new ones too, ignored ones not."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return sorted(path for name in listed.split("\0") if name and (path := root / name).is_file())


def check_file(path: Path, root: Path) -> Iterator[Finding]:
    """Rules on the name and length of one file."""
    inside = path.relative_to(root)
    for part in inside.parts:
        if part.partition(".")[0].lower() in FORBIDDEN:
            yield Finding(path, 1, "name", f"{part!r} says nothing; name it for what is inside")
    if path.suffix in WRITTEN_BY_HAND and inside.parts[0] != "frontend-abi":
        lines = len(path.read_text().splitlines())
        if lines > LIMIT:
            yield Finding(path, LIMIT, "length", f"{lines} lines; {LIMIT} is the limit, split it by what it does")
