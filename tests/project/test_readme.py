"""Every command of the README, run as a newcomer would type it: in order, in a copy of the project.

`make test` is not run from inside itself. Installation is not repeated: the copy borrows this one's environments.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from keepers.sources import open_source

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
BORROWED = (".venv", "node_modules", "dashboard/node_modules", ".build")
LOCKS = ("requirements-build.lock", "requirements.lock", "package-lock.json", ".npmrc", "dashboard/package-lock.json")


def blocks(language: str) -> list[str]:
    """The fenced blocks of the README in a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a folder of market history beside it; the chain of `make up` is gone at the end."""
    copy = tmp_path_factory.mktemp("project")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    # Older than the environments, so that no command here installs into what is borrowed.
    for name in LOCKS:
        os.utime(copy / name, (0, 0))
    for name in BORROWED:
        if (ROOT / name).exists():
            (copy / name).symlink_to(ROOT / name)
    subprocess.run("git init -q && git add -A", cwd=copy, shell=True, check=True)
    return copy


def history(folder: Path) -> None:
    """Market history in the shape of the files source: the synthetic market, moved to where the README looks."""
    source = open_source("synthetic")
    folder.mkdir()
    daily, weekly = source.daily(), source.weekly()
    daily.to_csv(folder / "daily.csv", index=False)
    weekly.to_csv(folder / "weekly.csv", index=False)


def run(project: Path, command: str, stdin: str = "") -> str:
    """What a command prints; it must end with 0."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "APE_"))}
    done = subprocess.run(
        command, shell=True, cwd=project, env=environment, input=stdin, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout + done.stderr


def assert_sample(said: str) -> None:
    """The first block of text is what the demo prints, in its order; dots stand for lines left out.

    Numbers to one percent: what one unit of gas or a wei changes is no reason to read another README.
    """
    printed = iter(said.splitlines())
    for line in blocks("text")[0].splitlines():
        assert line == "..." or any(alike(line, other) for other in printed), f"make demo did not print here: {line}"


def alike(line: str, other: str) -> bool:
    number = re.compile(r"\d[\d,]*(?:\.\d+)?")
    if number.sub("#", line).split() != number.sub("#", other).split():
        return False
    pairs = zip(number.findall(line), number.findall(other), strict=True)
    return all(
        float(one.replace(",", "")) == pytest.approx(float(two.replace(",", "")), rel=0.01) for one, two in pairs
    )


@pytest.mark.slow
def test_readme__every_command__runs_in_order(project: Path) -> None:
    history(project / "history")
    session = blocks("python")
    assert session, "the README shows a console session"
    try:
        for command in COMMANDS:
            if command == "make test":
                continue
            if command == "make down":
                said = run(project, "make console", session[0] + "print('shares left', vault.balanceOf(holder))\n")
                assert "Traceback" not in said, said[-6000:]
                assert "shares left 0" in said, said[-6000:]
            said = run(project, command)
            if command == "make demo":
                assert_sample(said)
    finally:
        subprocess.run(["make", "down"], cwd=project, capture_output=True, check=False)


def test_readme__two_commands__stand_in_its_first_lines() -> None:
    first_screen = "\n".join(README.splitlines()[:30])
    assert "make demo" in first_screen
    assert "make test" in first_screen


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\| `([\w-]+/)`", README))))
def test_readme__folders_it_names__exist(name: str) -> None:
    assert (ROOT / name).is_dir()
