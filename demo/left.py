"""The chain of a finished demo, kept in a file and opened again: no node has to stay for the check or the page."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.settings import DemoError
from keepers.book import load_book
from keepers.chain import Index, load_deployment
from world.book import ASSETS_FILE, DEPLOYMENT_FILE
from world.chain import Chain
from world.node import Node

__all__ = ["leave_chain", "reopened", "restarted"]

STATE = "chain.json.gz"


def leave_chain(chain: Chain, folder: Path) -> Path:
    """Write state, blocks, transactions and logs of the node into `folder`; past states are not kept."""
    path = folder / STATE
    path.write_bytes(bytes.fromhex(chain.rpc("anvil_dumpState")[2:]))
    return path


@contextmanager
def reopened(folder: Path) -> Iterator[Index]:
    """The index on a node of its own that goes on where the demo stopped. Raises DemoError without a kept chain."""
    with restarted(folder) as node:
        yield Index.connect(load_deployment(folder / DEPLOYMENT_FILE), load_book(folder / ASSETS_FILE), node.url)


def restarted(folder: Path, *, keep: bool = False, log: Path | None = None) -> Node:
    """A node that goes on where the demo stopped; with `keep` it outlives Python and writes to `log`.

    Raises DemoError without a kept chain.
    """
    path = folder / STATE
    if not path.is_file():
        raise DemoError(f"demo: {path} does not exist; run 'make demo' first, or name its folder")
    state = gzip.decompress(path.read_bytes())
    timestamp = int(json.loads(state)["block"]["timestamp"], 0)
    with tempfile.TemporaryDirectory() as place:
        plain = Path(place) / "chain.json"
        plain.write_bytes(state)
        return Node.start(timestamp, keep=keep, log=log, options=("--load-state", str(plain)))
