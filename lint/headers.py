"""One header form and one file order for every Vyper source."""

import re
from collections.abc import Iterator
from pathlib import Path

from lint.finding import Finding

__all__ = ["LICENCE", "ORDER", "PRAGMA", "check_header", "check_order"]

PRAGMA = "# pragma version 0.4.3"
LICENCE = "# SPDX-License-Identifier: AGPL-3.0-only"
# The lines before the docstring: pattern, and whether it must be there.
HEAD = (
    (re.escape(PRAGMA), True),
    (r"# pragma nonreentrancy (on|off)", False),
    (r"# pragma optimize \w+", False),
    (re.escape(LICENCE), True),
)
ORDER = (
    *("imports", "implements", "initializes and uses", "exports", "types", "constants", "immutables", "storage"),
    *("constructor", "external functions", "internal functions"),
)
STATEMENTS = (
    ("imports", r"(from|import) "),
    ("implements", r"implements:"),
    ("initializes and uses", r"(initializes|uses):"),
    ("exports", r"exports:"),
    ("types", r"(interface|struct|event|flag) "),
    ("constants", r"\w+: (public\()?constant\("),
    ("immutables", r"\w+: (public\()?immutable\("),
    ("storage", r"\w+: "),
)


def check_header(path: Path, text: str, *, deployable: bool) -> Iterator[Finding]:
    """Pragmas and licence in one order, then a docstring that begins with @title; of a deployable also @license."""
    lines = text.splitlines()
    number = 0
    for pattern, needed in HEAD:
        if number < len(lines) and re.fullmatch(pattern, lines[number]):
            number += 1
        elif needed:
            wanted = pattern.replace("\\", "")
            yield Finding(
                path,
                number + 1,
                "header",
                f"expected {wanted!r}; the order is version, nonreentrancy, optimize, licence",
            )
            return
    docstring = lines[number : number + 3]
    if docstring[:1] != ['"""'] or not docstring[1:2] or not docstring[1].startswith("@title "):
        yield Finding(path, number + 1, "header", "a docstring with @title follows the licence")
    elif deployable and docstring[2:3] != ["@license AGPL-3.0-only"]:
        yield Finding(path, number + 3, "header", "'@license AGPL-3.0-only' follows the title of a contract")


def check_order(path: Path, text: str) -> Iterator[Finding]:
    """Top-level statements in ORDER; the first that is out of order is named."""
    reached = 0
    for number, kind in _statements(text):
        place = ORDER.index(kind)
        if place < reached:
            yield Finding(path, number, "order", f"{kind} stand before {ORDER[reached]}")
            return
        reached = place


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """(line, kind) of everything at the left margin that is no comment, docstring or continuation."""
    decorators: list[str] = []
    quoted = False
    for number, line in enumerate(text.splitlines(), 1):
        if quoted or line.startswith('"""'):
            quoted ^= line.count('"""') % 2 == 1
        elif line.startswith("@"):
            decorators.append(line[1:].split("(")[0].strip())
        elif line.startswith("def "):
            kinds = {"deploy": "constructor", "external": "external functions"}
            yield number, next((kinds[name] for name in decorators if name in kinds), "internal functions")
            decorators = []
        else:
            kind = next((kind for kind, pattern in STATEMENTS if re.match(pattern, line)), None)
            if kind is not None:
                yield number, kind
