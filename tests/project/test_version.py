"""One version, wherever it is written."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("package.json", "frontend-abi/package.json", "dashboard/package.json", "indexer/package.json")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_version__of_the_changelog__is_pyprojects() -> None:
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert newest.group(1) == VERSION


def test_version__of_the_npm_packages__is_pyprojects() -> None:
    found = [json.loads((ROOT / path).read_text())["version"] for path in PACKAGES]
    assert found == [VERSION] * len(PACKAGES)
