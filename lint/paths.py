"""Every file of the project that a comment, a docstring or a page names is there."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from lint.finding import Finding

__all__ = ["check_paths"]

READ = {".vy", ".vyi", ".py", ".md", ".toml"}
TOP = (
    "contracts|keepers|deployment|website|world|demo|dashboard|indexer|lint|scripts|tests|docs|frontend-abi|bin|assets"
)
SUFFIXES = "py|vyi?|md|toml|json|svg|png|csv|yaml|ts"
# By its whole path below the root, or a module of contracts/ by its path below that.
NAMED = re.compile(rf"(?<![\w/.<-])(?:{TOP}|lib|interfaces)/[\w./-]*?[\w-]+\.(?:{SUFFIXES})\b")
PLACEHOLDER = re.compile(r"[A-Z]+\.\w+$")  # assets/NAME.yaml


def check_paths(path: Path, root: Path) -> Iterator[Finding]:
    """Paths that lead nowhere, in one file."""
    if path.suffix not in READ or path.relative_to(root).parts[0] == "frontend-abi":
        return
    text = path.read_text()
    for number, words in _python_prose(text) if path.suffix == ".py" else enumerate(text.splitlines(), 1):
        for named in NAMED.findall(words):
            places = (root / named, root / "contracts" / named, path.parent / named)
            is_placeholder = PLACEHOLDER.search(named) and not named.startswith("docs/")
            if not is_placeholder and not any(place.is_file() for place in places):
                yield Finding(path, number, "path", f"{named} is not there; name what is, or take the sentence away")


def _python_prose(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of comments and docstrings."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""')):
            yield from enumerate(token.string.splitlines(), token.start[0])
