"""The patches of tests/threats: which line each takes away, and which test must notice.

A patch is one line for another, found by its text: it may move in its file, but it must be there exactly once, or once
in the function that `within` names. A file is one of the project, or of snekmate by its import path.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["FOLDER", "LIBRARY", "ROOT", "BadPatch", "Patch", "Row", "apply", "chosen", "load", "page", "source"]

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "threats"
LIBRARY = "snekmate"

HEAD = """# Threats, and the test that notices when a defence is gone

Generated from `tests/threats/*.toml` by `python -m scripts.threats --write docs/THREATS.md`; edit those files, not this
one. `make threats` takes away one defence after the other, a line at a time, in a copy of the project, and runs the
test that stands beside it here: it must be green before and fail afterwards, for the reason written in the file.
"""


class BadPatch(Exception):
    """A patch that cannot be read or does not fit its file; the message says which and why."""


@dataclass(frozen=True)
class Patch:
    """One line for another."""

    row: str  # short name of its threat
    removes: str  # what is gone with it, in words
    file: str  # from the project's root
    before: str  # the line, without its indentation
    after: str  # the line in its place
    test: str  # node id of the test that must fail
    red: str  # part of what the test says when it fails
    within: str = ""  # the function the line stands in, where its text is not the only one of its file


@dataclass(frozen=True)
class Row:
    """One threat: who does what, what holds against it, and the patches that take that away."""

    name: str
    who: str
    attack: str
    holds: str
    patches: tuple[Patch, ...]


def load(folder: Path = FOLDER) -> list[Row]:
    """Every row of every file of the folder, in order. Raises BadPatch."""
    rows = [row for file in sorted(folder.glob("*.toml")) for row in _rows_of(file)]
    names = [row.name for row in rows]
    if doubled := {name for name in names if names.count(name) > 1}:
        raise BadPatch(f"two rows are called {', '.join(sorted(doubled))}")
    return rows


def chosen(rows: Iterable[Row], pattern: str = "") -> list[Patch]:
    """The patches of which row, file, test or words contain the pattern, in any case."""
    wanted = pattern.lower()
    return [
        patch
        for row in rows
        for patch in row.patches
        if any(wanted in text.lower() for text in (patch.row, patch.file, patch.test, patch.removes))
    ]


def source(file: str, root: Path = ROOT) -> Path:
    """Where a patch's file is: below the root, or with the installed library."""
    if file.split("/")[0] != LIBRARY:
        return root / file
    found = find_spec(LIBRARY)
    if found is None or not found.submodule_search_locations:
        raise BadPatch(f"{LIBRARY} is not installed. Run 'make install'.")
    return Path(found.submodule_search_locations[0]).parent / file


def apply(patch: Patch, text: str) -> str:
    """The text with the one line changed. Raises BadPatch where it is not there exactly once."""
    lines = text.splitlines(keepends=True)
    places = _body(lines, patch.within) if patch.within else range(len(lines))
    found = [place for place in places if lines[place].strip() == patch.before.strip()]
    if len(found) != 1:
        where = f"{patch.file}, {patch.within}" if patch.within else patch.file
        raise BadPatch(f"{where}: {len(found)} lines read {patch.before!r}; a patch needs exactly one")
    line = lines[found[0]]
    indentation = line[: len(line) - len(line.lstrip())]
    lines[found[0]] = f"{indentation}{patch.after.strip()}\n"
    return "".join(lines)


def page(rows: Iterable[Row]) -> str:
    """The table as docs/THREATS.md."""
    parts = [HEAD]
    for row in rows:
        parts.append(f"\n## {row.name.capitalize()}\n\n**{row.who}**: {row.attack}. What holds: {row.holds}.\n\n")
        parts.append("| what is taken away | where | the test that fails |\n| --- | --- | --- |\n")
        for patch in row.patches:
            file, test = patch.file.removeprefix("contracts/"), patch.test.removeprefix("tests/contracts/")
            parts.append(f"| {patch.removes} | `{file}` | `{test}` |\n".replace("||", "\\|\\|"))
    return "".join(parts)


def _rows_of(file: Path) -> Iterator[Row]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
        for entry in document.pop("row"):
            patches = entry.pop("patch", [])
            yield Row(**entry, patches=tuple(_patch(entry["name"], patch) for patch in patches))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadPatch(f"{file.name}: {error}") from None


def _patch(row: str, entry: dict[str, Any]) -> Patch:
    unknown = entry.keys() - {field.name for field in fields(Patch)}
    if unknown or not all(isinstance(value, str) for value in entry.values()):
        raise BadPatch(f"{row}: a patch has {', '.join(sorted(unknown)) or 'a value that is no text'}")
    return Patch(row=row, **entry)


def _body(lines: list[str], function: str) -> range:
    """Places of the lines of a function: from its `def` to the next line that starts at the margin."""
    starts = [place for place, line in enumerate(lines) if line.startswith(f"def {function}(")]
    if len(starts) != 1:
        raise BadPatch(f"{len(starts)} functions are called {function}")
    end = starts[0] + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " )"):
        end += 1
    return range(starts[0], end)
