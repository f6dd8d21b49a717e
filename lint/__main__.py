"""`python -m lint`: every rule over the project; prints what it found and exits 1 if that is anything."""

import sys
from pathlib import Path

from lint.contracts import check_contract, check_source
from lint.finding import Finding
from lint.headers import check_header, check_order
from lint.paths import check_paths
from lint.rooms import check_file, project_files
from lint.words import GLOSSARY, check_words, retired_words

__all__ = ["check_project", "main"]

# Where contracts live that are deployed by themselves, in CamelCase; what they import is checked with them.
COMPOSED = (Path("contracts"), Path("tests/standins"), Path("tests/gas"))


def check_project(root: Path) -> list[Finding]:
    """All findings of all rules for the project at `root`, in the order of the files."""
    findings: list[Finding] = []
    seen: set[Path] = set()
    files = project_files(root)
    sources = [path for path in files if path.suffix in (".vy", ".vyi")]
    retired = list(retired_words((root / GLOSSARY).read_text()))
    for path in files:
        findings += check_file(path, root)
        findings += check_paths(path, root)
        findings += check_words(path, root, retired)
    for path in sources:
        text = path.read_text()
        findings += check_source(path, text)
        findings += check_header(path, text, deployable=path.parent == root / "contracts")
        findings += check_order(path, text)
        if path.suffix == ".vy" and path.stem[0].isupper() and path.parent.relative_to(root) in COMPOSED:
            findings += check_contract(path, root, seen)
    # What a contract that does not compile uses is not known.
    unused = [path for path in sources if path.suffix == ".vy" and path not in seen]
    if not any(found.rule == "compile" for found in findings):
        findings += [Finding(path, 1, "unused", "no contract uses this module; delete it") for path in unused]
    return sorted(set(findings))


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    findings = check_project(root)
    for found in findings:
        print(Finding(found.path.relative_to(root), found.line, found.rule, found.message), file=sys.stderr)  # noqa: T201
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
