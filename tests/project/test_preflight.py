"""The preflight names what is missing and how to get it, with nothing installed but a shell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELL_TOOLS = ("sh", "uname", "sed")
NEEDED = ("node", "npm", "git", "make")


def preflight(folder: Path, tools: tuple[str, ...], python: str = "") -> subprocess.CompletedProcess[str]:
    """Run it on a machine that has only `tools`, and `python` if given."""
    for tool in (*SHELL_TOOLS, *tools):
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    environment = {"PATH": str(folder), "PYTHON": python, "ANVIL": os.environ.get("ANVIL", "")}
    return subprocess.run([ROOT / "bin" / "preflight"], env=environment, capture_output=True, text=True, check=False)


# The interpreter the environment was made from, no shim that needs more on its PATH.
PYTHON = str(Path(sys.base_prefix) / "bin" / "python3.11")


def test_preflight__with_everything__is_silent(tmp_path: Path) -> None:
    done = preflight(tmp_path, NEEDED, PYTHON)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("absent", NEEDED)
def test_preflight__without_a_tool__names_it_and_the_remedy(tmp_path: Path, absent: str) -> None:
    done = preflight(tmp_path, tuple(tool for tool in NEEDED if tool != absent), PYTHON)
    assert done.returncode == 1
    assert f"{absent.replace('node', 'Node 20')} is missing" in done.stderr
    assert "install" in done.stderr or "comes with" in done.stderr


def test_preflight__without_python__names_the_version_and_the_remedy(tmp_path: Path) -> None:
    done = preflight(tmp_path, NEEDED)
    assert done.returncode == 1
    assert "Python 3.11 is missing" in done.stderr
    assert "python3.11-venv" in done.stderr
