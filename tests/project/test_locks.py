"""What is installed is what was pinned: exact versions with hashes, from nowhere but the registries."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements-bench.lock", "requirements-build.lock", "requirements.lock")
NPM_LOCKS = ("package-lock.json", "dashboard/package-lock.json", "indexer/package-lock.json")
LOCK = "".join((ROOT / name).read_text() for name in LOCKS)
PINNED = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", LOCK, re.MULTILINE))


def test_lock__holds_every_pin_of_pyproject() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text())
    project = document["project"]
    groups = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *document["dependency-groups"].values(),
    ]
    pins = [pin for group in groups for pin in group]
    assert {name: PINNED.get(name) for name, _, _ in (pin.partition("==") for pin in pins)} == dict(
        pin.split("==") for pin in pins
    )


def test_lock__every_package__has_a_hash() -> None:
    blocks = re.split(r"^(?=[a-z0-9._-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_locks__name_no_host_or_path() -> None:
    assert "://" not in LOCK
    assert [name for name in NPM_LOCKS if "resolved" in (ROOT / name).read_text()] == []


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_npm_lock__every_package__has_a_hash(lock: str) -> None:
    packages = json.loads((ROOT / lock).read_text())["packages"]
    without = [name for name, package in packages.items() if name and "integrity" not in package]
    # anvil for other machines than Linux on x86: the version alone is pinned until `make lock` runs where npm has them.
    assert [name for name in without if "/anvil-" not in name or name.endswith("linux-amd64")] == []
