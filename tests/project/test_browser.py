"""`make e2e` finds its browser, or says how to get one: a skip for a newcomer, a failure where CI is set."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A machine with a shell and a user who is not root; no package manager, no browser."""
    sh = shutil.which("sh")
    assert sh is not None
    (tmp_path / "sh").symlink_to(sh)
    write(tmp_path / "id", "echo 1000")
    return tmp_path


def write(path: Path, line: str) -> None:
    """A program of one line."""
    path.write_text(f"#!/bin/sh\n{line}\n")
    path.chmod(0o755)


def browser(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(folder), **environment}
    return subprocess.run([ROOT / "bin" / "browser"], env=environment, capture_output=True, text=True, check=False)


def test_browser__none__is_a_skip_that_names_the_remedy(folder: Path) -> None:
    done = browser(folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "SKIP" in done.stderr
    assert "apt install chromium" in done.stderr


def test_browser__none_where_ci_is_set__fails(folder: Path) -> None:
    done = browser(folder, CI="true")
    assert (done.returncode, done.stdout) == (1, "")
    assert "FAIL" in done.stderr


def test_browser__there__is_printed(folder: Path) -> None:
    write(folder / "chromium", "exit")
    assert browser(folder, CI="true").stdout == f"{folder / 'chromium'}\n"


def test_browser__of_ones_own__comes_first(folder: Path) -> None:
    write(folder / "chromium", "exit")
    write(folder / "mine", "exit")
    assert browser(folder, CHROMIUM=str(folder / "mine")).stdout == f"{folder / 'mine'}\n"


def test_browser__as_root__is_installed(folder: Path) -> None:
    write(folder / "id", "echo 0")
    chmod = shutil.which("chmod")
    write(folder / "apt-get", f"[ $1 = update ] || {{ echo > {folder}/chromium; {chmod} +x {folder}/chromium; }}")
    done = browser(folder, CI="true")
    assert (done.returncode, done.stdout) == (0, f"{folder / 'chromium'}\n")
