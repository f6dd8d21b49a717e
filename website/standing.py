"""A server that outlives the command that started it: `make up` leaves it, `make down` ends it, by process id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

from keepers.errors import KeeperError
from website.documents import HISTORY_FILE, Setting
from world.artifacts import ROOT

__all__ = ["BUILT", "PAGE_LOG", "PAGE_PID_FILE", "PageError", "end", "leave", "running"]

BUILT = ROOT / "dashboard" / "dist"
PAGE_PID_FILE = "page.pid"
PAGE_LOG = "page.log"
START_TIMEOUT = 30.0  # seconds
STOP_TIMEOUT = 5.0  # seconds


class PageError(KeeperError):
    """The page's server did not start; the message says why and what to do."""


def leave(
    folder: Path, setting: Setting, built: Path = BUILT, port: int | None = None, store: Path | None = None
) -> str:
    """Start a server for the deployment in `folder` and leave it running; its address.

    `port` None takes the usual one, or a free one if that is taken; `store` is the keeper's, `folder`/store if None.
    What it prints goes to `folder`/page.log. Raises PageError.
    """
    require_built(built)
    if (old := running(folder)) is not None:
        raise PageError(f"page: a server runs already for {folder} ({old[1]}); 'make down' ends it")
    pid_file, log = folder / PAGE_PID_FILE, folder / PAGE_LOG
    pid_file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "website", "--folder", str(folder.resolve()), "--built", str(built.resolve())]
    command += ["--name", setting.name, "--pid-file", str(pid_file.resolve())]
    command += [word for address in setting.rpc for word in ("--rpc", address)]
    command += ["--port", str(port)] if port is not None else []
    command += ["--store", str(store.resolve())] if store is not None else []
    for option in ("demonstration", "explorer", "indexer"):
        value = getattr(setting, option)
        command += [f"--{option}", value] if value else []
    with log.open("wb") as output:
        # A session of its own: Ctrl-C in the terminal that started it does not end it.
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    deadline = time.monotonic() + START_TIMEOUT
    while (found := running(folder)) is None:
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            lines = log.read_text(errors="replace").strip().splitlines() or ["it printed nothing"]
            raise PageError(f"page: its server did not start: {lines[-1]}; all it printed is in {log}")
        time.sleep(0.05)
    process.returncode = 0  # it is left running on purpose: Python shall not warn that nobody waits for it
    return found[1]


def require_built(built: Path = BUILT) -> None:
    """Raises PageError unless the page was built."""
    if not (built / "index.html").is_file():
        raise PageError(f"page: {built} holds no built page; run 'make dashboard', or pass --no-page to do without it")


def running(folder: Path) -> tuple[int, str] | None:
    """Process id and address of the server left in `folder`; None when none was or it is gone."""
    try:
        pid, url = (folder / PAGE_PID_FILE).read_text().split()
        number = int(pid)
    except (FileNotFoundError, ValueError):
        return None
    # The id may be another process's by now: ours is the one behind the address beside it.
    return (number, url) if _alive(number) and _answers(url) else None


def end(folder: Path) -> int | None:
    """Stop the server left in `folder` and remove what pointed to it; the process id it had, None if there was none."""
    found = running(folder)
    if found is not None:
        os.kill(found[0], signal.SIGTERM)
        deadline = time.monotonic() + STOP_TIMEOUT
        while running(folder) is not None:
            if time.monotonic() > deadline:
                os.kill(found[0], signal.SIGKILL)
            time.sleep(0.05)
    for name in (PAGE_PID_FILE, HISTORY_FILE):
        (folder / name).unlink(missing_ok=True)
    return None if found is None else found[0]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _answers(url: str) -> bool:
    """Whether a page's server answers there."""
    try:
        reply = requests.get(f"{url}/config.json", timeout=5)
        return reply.ok and "deployment" in reply.json()
    except (ValueError, requests.RequestException):
        return False
