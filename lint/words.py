"""Retired words, which docs/GLOSSARY.md lists, may not come back into contracts/, frontend-abi/ and docs/."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lint.finding import Finding

__all__ = ["GLOSSARY", "Retired", "check_words", "retired_words"]

GLOSSARY = Path("docs/GLOSSARY.md")
FOLDERS = {"contracts", "docs", "frontend-abi"}
PAGES = {"README.md", "SECURITY.md"}
READ = {".vy", ".vyi", ".toml", ".md", ".ts", ".json", ".svg"}
ROW = re.compile(r"^\| (`?)([^|`]+)`? \| (.+) \|$")
COMMENT = re.compile(r"#.*")
DOCSTRING = re.compile(r'"""[\s\S]*?"""')
CODE = re.compile(r"```[\s\S]*?```|`[^`\n]*`")  # of a page


@dataclass(frozen=True)
class Retired:
    """A word and what to write instead. Names are refused in code, other words in prose. `A_*`: all with that start."""

    word: str
    instead: str
    is_name: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The word from end to end; in prose also in capitals and across the end of a line."""
        parts = [re.escape(part).replace(r"\*", r"\w+") for part in self.word.split()]
        between, flags = (" ", 0) if self.is_name else (r"[\s#]+", re.IGNORECASE)
        return re.compile(rf"(?<!\w){between.join(parts)}(?!\w)", flags)


def retired_words(glossary: str) -> list[Retired]:
    """The rows of the section 'Retired words' but its head; a word in backticks is a name."""
    section = glossary.partition("## Retired words")[2]
    rows = [found.groups() for line in section.splitlines() if (found := ROW.match(line))]
    return [Retired(word.strip(), instead, tick == "`") for tick, word, instead in rows if not set(word) <= {"-"}][1:]


def check_words(path: Path, root: Path, retired: Sequence[Retired]) -> Iterator[Finding]:
    """Every retired word in one file of FOLDERS or PAGES."""
    inside = path.relative_to(root)
    if inside.parts[0] not in FOLDERS and str(inside) not in PAGES:
        return
    if inside == GLOSSARY or path.suffix not in READ:
        return
    text = path.read_text()
    names, prose = _parts(text, path.suffix)
    for word in retired:
        for found in word.pattern.finditer(names if word.is_name else prose):
            line = text.count("\n", 0, found.start()) + 1
            yield Finding(path, line, "word", f"{word.word!r} is retired; instead: {word.instead}")


def _parts(text: str, suffix: str) -> tuple[str, str]:
    """(code, prose) of a file, line by line where they stood; of a table or a generated file both are all of it."""
    if suffix == ".md":
        prose = _without(text, CODE)
        return _difference(text, prose), prose
    if suffix in (".vy", ".vyi"):
        code = _without(_without(text, DOCSTRING), COMMENT)
        return code, _difference(text, code)
    return text, text


def _without(text: str, pattern: re.Pattern[str]) -> str:
    """What matches turned into spaces."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def _difference(text: str, part: str) -> str:
    """What is in `text` and, at the same place, not in `part`."""
    pairs = zip(text, part, strict=True)
    return "".join(letter if letter == "\n" or kept != letter else " " for letter, kept in pairs)
