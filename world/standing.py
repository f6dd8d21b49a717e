"""A world that outlives the command that built it: `make up` leaves it, `make down` ends it, by its process id."""

import os
import signal
import time
from pathlib import Path

import requests

from deployment.run import forget
from world.book import ASSETS_FILE, DEPLOYMENT_FILE, REVIEWED_FILE
from world.chain import Chain
from world.index import CONFIG_FILE
from world.kept import MARKET_FILE

__all__ = ["NODE_LOG", "PID_FILE", "NotRunning", "end", "leave", "running"]

PID_FILE = "node.pid"
NODE_LOG = "node.log"
STOP_TIMEOUT = 10.0  # seconds


class NotRunning(Exception):
    """There is no world to end; the message says where it was looked for."""


def leave(folder: Path, chain: Chain) -> int:
    """Write down process id and address of the node of `chain` so that `end` finds it; the id."""
    if chain.node is None:
        raise ValueError("standing: this chain did not start its node, so it cannot leave it")
    (folder / PID_FILE).write_text(f"{chain.node.pid}\n{chain.url}\n")
    return chain.node.pid


def running(folder: Path) -> int | None:
    """Process id of the node that was left in `folder`; None when none was or it is gone."""
    try:
        pid, url = (folder / PID_FILE).read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    # The id may be another process's by now: ours is the one behind the address beside it.
    return int(pid) if _alive(int(pid)) and _answers(url) else None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _answers(url: str) -> bool:
    """Whether a node answers there."""
    try:
        reply = requests.post(url, json={"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}, timeout=5)
    except (ValueError, requests.RequestException):
        return False
    return reply.ok


def end(folder: Path) -> int:
    """Stop the node left in `folder` and remove what pointed to it; the process id it had. Raises NotRunning."""
    pid = running(folder)
    if pid is None:
        raise NotRunning(f"no chain is running for {folder}; 'make up' starts one")
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_TIMEOUT
    while running(folder) == pid:
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    forget(folder)
    for name in (PID_FILE, ASSETS_FILE, DEPLOYMENT_FILE, REVIEWED_FILE, CONFIG_FILE, MARKET_FILE):
        (folder / name).unlink(missing_ok=True)
    return pid
