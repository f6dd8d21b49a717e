"""One anvil of our own on a free loopback port, stopped by its process id.

Every test worker, the demo and `make up` run a node each: two scripts that snapshot and revert one node corrupt
each other.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from world.artifacts import ROOT

__all__ = ["CHAIN_ID", "TRANSACTION_GAS_CAP", "Node", "NodeError", "free_port"]

CHAIN_ID = 31337
# EIP-7825. The node refuses a transaction with a limit above it.
TRANSACTION_GAS_CAP = 16_777_216

# Set-up mines many transactions a block; the cap on each of them still holds.
BLOCK_GAS_LIMIT = 1_000_000_000
BASE_FEE = 1_000_000_000  # wei, 1 gwei
ACCOUNTS = 12  # one for each role, and one more
BALANCE = 1_000_000  # ETH for each of them
START_TIMEOUT = 20.0  # seconds
STOP_TIMEOUT = 5.0  # seconds


class NodeError(Exception):
    """The node did not start, or refused a call; the message carries what it said."""


class Node:
    """A running anvil. `url` and `pid` are known from the start; `stop` ends that process and no other.

    Use it as a context manager, or call `stop`; a node that is still running when Python exits is stopped then,
    unless it was started with `keep=True`, which is what `make up` wants.
    """

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self._process = process
        self.url = url
        self.pid = process.pid

    @classmethod
    def start(
        cls,
        timestamp: int,
        *,
        block_gas_limit: int = BLOCK_GAS_LIMIT,
        base_fee: int = BASE_FEE,
        port: int | None = None,
        keep: bool = False,
        log: Path | None = None,
        fork: str | None = None,
        chain_id: int = CHAIN_ID,
        options: Sequence[str] = (),
    ) -> Self:
        """Start a node whose first block has `timestamp` (unix seconds) and wait until it answers.

        `base_fee` in wei; `port` None takes a free one; `log` is where its output goes (nowhere by default); `fork` is
        the URL of a chain to go on from, at its own time whatever `timestamp` is; `options` are further arguments of
        anvil. Raises NodeError when it does not answer within 20 seconds.
        """
        port = port or free_port()
        command = [
            str(ROOT / "bin" / "anvil"),
            *("--host", "127.0.0.1", "--port", str(port)),
            *("--chain-id", str(chain_id), "--hardfork", "osaka"),
            *(("--timestamp", str(timestamp)) if fork is None else ("--fork-url", fork)),
            *("--gas-limit", str(block_gas_limit), "--block-base-fee-per-gas", str(base_fee)),
            *("--accounts", str(ACCOUNTS), "--balance", str(BALANCE)),
            *("--cache-path", str(ROOT / ".build" / "anvil"), "--no-request-size-limit"),
            *options,
        ]
        with (log or Path(os.devnull)).open("wb") as output:
            # A session of its own: Ctrl-C in the terminal reaches us, and we stop it in order.
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        node = cls(process, f"http://127.0.0.1:{port}")
        if not keep:
            atexit.register(node.stop)
        try:
            node._wait_until_it_answers()
        except BaseException:
            node.stop()
            raise
        return node

    def call(self, method: str, *params: Any) -> Any:
        """One JSON-RPC call. Raises NodeError with the node's own words when it answers with an error."""
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                document = json.load(answer)
        except OSError as error:
            raise NodeError(f"node: {self.url} does not answer {method} ({error})") from error
        if "error" in document:
            raise NodeError(f"node: {method} refused: {document['error']['message']}")
        return document["result"]

    def stop(self) -> None:
        """End the process: asked first, killed after five seconds. Safe to call twice."""
        atexit.unregister(self.stop)
        if self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                ended = self._process.returncode
                raise NodeError(f"node: anvil ended with {ended} instead of starting. Run 'bin/anvil' to see why.")
            try:
                self.call("eth_chainId")
            except NodeError:
                time.sleep(0.02)
            else:
                return
        raise NodeError(f"node: {self.url} did not answer within {START_TIMEOUT:.0f} s. Is the machine overloaded?")


def free_port() -> int:
    """A loopback TCP port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
