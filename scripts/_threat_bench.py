"""Where patches are tried: a copy of the project in a temporary folder, and another of that for each patch.

A test that fails is not enough: it must fail where it asserts, with the words its patch expects. A contract that does
not compile, or is too large for the chain, fails elsewhere and shows nothing.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from scripts._threat_patches import LIBRARY, ROOT, BadPatch, Patch, apply, source

__all__ = ["BROKEN", "CAUGHT", "MISSED", "Bench", "Result"]

# What the tests of the contracts and of the keepers need.
COPIED = ("bin", "contracts", "deployment", "frontend-abi", "keepers", "scripts", "tests", "world", "pyproject.toml")
TIMEOUT = 300.0  # seconds for one test
PATIENCE = 15.0  # seconds for a test that was interrupted to undo and end
# What a test says that looked and did not find what it wanted; anything else broke on the way.
ASSERTED = ("AssertionError", "assert ", "Failed: ", "world.chain.Reverted", "keepers.execute.simulate.Refused")

CAUGHT, MISSED, BROKEN = "caught", "not caught", "broken"


@dataclass(frozen=True)
class Result:
    """What became of a patch: `caught`, `not caught` (the test stayed green) or `broken` (nothing was shown)."""

    patch: Patch
    outcome: str
    said: str  # what the test, the compiler or we said about it
    seconds: float


@dataclass(frozen=True)
class Case:
    """One test as pytest's XML report has it."""

    test: str  # node id, parameters included
    problem: str  # "", "failure" where it asserts, "error" or "skipped"
    said: str


class Bench:
    """Use it as a context manager: at the end its processes have ended and its folder is gone."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self._folder = Path(tempfile.mkdtemp(prefix="threats-"))
        self._base = self._folder / "project"
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._closed = False

    def __enter__(self) -> Self:
        try:
            self._copy()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def stop(self) -> None:
        """End what still runs. A test that is interrupted stops its own node; what does not listen is killed."""
        with self._lock:
            self._closed = True
            running = list(self._processes)
        for process in running:
            process.send_signal(signal.SIGINT)
        for process in running:
            _end(process)
        for pid in self._left():
            os.kill(pid, signal.SIGKILL)

    def green(self, tests: Iterable[str], jobs: int) -> dict[str, str]:
        """Run the tests without a patch. By test: what is wrong with it, "" if nothing."""
        wanted = sorted(set(tests))
        parallel = ("-n", str(jobs), "--dist", "loadfile") if jobs > 1 else ("-n0",)
        cases, output = self._pytest(self._base, wanted, parallel)
        # one name that does not exist keeps all the others from running
        missing = {test for test in wanted if any(_names(line, test) for line in output.splitlines())}
        if missing and missing != set(wanted):
            cases, _ = self._pytest(self._base, [test for test in wanted if test not in missing], parallel)
        return {test: self._wrong(test, cases, output) for test in wanted}

    def try_patch(self, patch: Patch) -> Result:
        """Apply it to a copy and run its test there."""
        began = time.monotonic()
        tree = Path(tempfile.mkdtemp(dir=self._folder)) / "project"
        try:
            outcome, said = self._tried(patch, tree)
        except BadPatch as error:
            outcome, said = BROKEN, str(error)
        finally:
            shutil.rmtree(tree.parent, ignore_errors=True)
        return Result(patch, outcome, said, time.monotonic() - began)

    def _tried(self, patch: Patch, tree: Path) -> tuple[str, str]:
        shutil.copytree(self._base, tree, symlinks=True)
        file = tree / patch.file
        if patch.file.startswith(f"{LIBRARY}/"):
            # Beside the contracts it is found before the installed one. What was compiled knows only of that one.
            shutil.copytree(source(LIBRARY), tree / LIBRARY)
            shutil.rmtree(tree / ".build" / "artifacts")
        file.write_text(apply(patch, file.read_text(encoding="utf-8")), encoding="utf-8")
        cases, output = self._pytest(tree, [patch.test], ("-n0", "-x"))
        problems = [case for case in cases if case.problem]
        if not problems:
            return (MISSED, "the test stayed green") if cases else (BROKEN, _last(output))
        problem = problems[0]
        if problem.problem != "failure" or not problem.said.startswith(ASSERTED):
            return BROKEN, f"{problem.problem}: {problem.said}"
        if patch.red not in problem.said:
            return BROKEN, f"it failed otherwise: {problem.said}"
        return CAUGHT, problem.said

    def _wrong(self, test: str, cases: Sequence[Case], output: str) -> str:
        own = [case for case in cases if case.test == test or case.test.startswith(f"{test}[")]
        if not own:
            return f"did not run: {_last(output)}"
        return next((f"{case.problem}: {case.said}" for case in own if case.problem), "")

    def _pytest(self, tree: Path, tests: Sequence[str], options: Sequence[str]) -> tuple[list[Case], str]:
        report = tree / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        output = self._run([*command, f"--junitxml={report}", f"--basetemp={tree / '.tmp'}", *tests], tree)
        if not report.is_file():
            return [], output
        return [_case(entry) for entry in ElementTree.parse(report).iter("testcase")], output

    def _run(self, command: Sequence[str], tree: Path) -> str:
        environment = {**os.environ, "PYTHONPATH": str(tree), "PATH": f"{tree / 'bin'}:{os.environ['PATH']}"}
        with self._lock:
            if self._closed:
                raise BadPatch("stopped")
            # To a file: who stops it may wait for it while its own thread does, and a pipe has one reader.
            output = tree / "output.txt"
            with output.open("w") as written:
                process = subprocess.Popen(command, cwd=tree, env=environment, stdout=written, stderr=written)
            self._processes.add(process)
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            _end(process)
            return f"took more than {TIMEOUT:.0f} seconds"
        with self._lock:
            self._processes.discard(process)
        return output.read_text(encoding="utf-8")

    def _left(self) -> list[int]:
        """Processes that work in our folder, as nodes do whose test was killed: nobody else knows its name."""
        listed = subprocess.run(["ps", "-wweo", "pid=,args="], capture_output=True, text=True, check=True).stdout
        found = (line.split(None, 1) for line in listed.splitlines())
        return [int(words[0]) for words in found if len(words) == 2 and str(self._folder) in words[1]]

    def _copy(self) -> None:
        self._base.mkdir()
        for name in COPIED:
            if (self._root / name).is_dir():
                shutil.copytree(self._root / name, self._base / name)
            else:
                shutil.copy2(self._root / name, self._base / name)
        (self._base / "node_modules").symlink_to((self._root / "node_modules").resolve())
        kept = self._base / ".build" / "artifacts"
        kept.mkdir(parents=True)
        for artifact in (self._root / ".build" / "artifacts").glob("*.json"):
            shutil.copy2(artifact, kept / artifact.name)


def _names(line: str, test: str) -> bool:
    """Whether pytest says in a line that there is no such test."""
    return line.startswith("ERROR: not found:") and line.rstrip().endswith(f"/{test}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was told to end; kill it when it does not."""
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _case(entry: ElementTree.Element) -> Case:
    module = entry.get("classname", "").replace(".", "/")
    for problem in ("error", "failure", "skipped"):
        found = entry.find(problem)
        if found is not None:
            said = (found.get("message") or found.text or "").strip().splitlines()
            return Case(f"{module}.py::{entry.get('name')}", problem, said[0] if said else "")
    return Case(f"{module}.py::{entry.get('name')}", "", "")


def _last(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "nothing was said"
