"""The local chain as tests and set-up use it: unlocked accounts, one transaction at a time or hundreds to a block.

chain = Chain.start(timestamp)
token = chain.deploy("Token", "Aave", "AAVE", 18, minter, sender=deployer)
with chain.one_block():                     # everything inside is sent at once and mined together
    for holder in holders:
        token.mint(holder, 10**18, sender=minter)
chain.stop()
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from eth_abi import decode
from eth_utils import keccak, to_checksum_address

from world.artifacts import artifact
from world.contract import Contract, constructor_data
from world.node import TRANSACTION_GAS_CAP, Node

__all__ = ["Chain", "Reverted", "create_address"]

GAS_PRICE = 10_000_000_000  # wei; ten times the base fee of the node
RECEIPT_TIMEOUT = 60.0  # seconds
SENDINGS = 12
SENDING_TIMEOUT = 5.0  # seconds
BATCH = 400  # calls in one HTTP request
MOST_BLOCKS = 50  # for the transactions of one `one_block`; a hundred assets take one or two


class Reverted(Exception):
    """A call or transaction reverted. `reason` is the contract's own string, or the raw data when there is none."""

    def __init__(self, reason: str, receipt: dict[str, Any] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.receipt = receipt


class Chain:
    """JSON-RPC to one local node. `accounts` are its unlocked development accounts, checksummed."""

    def __init__(self, url: str, node: Node | None = None) -> None:
        self.url = url
        self.node = node
        self._session = requests.Session()
        self._ids = itertools.count(1)
        self._queue: list[dict[str, Any]] | None = None
        self._nonces: dict[str, int] = {}
        self.accounts: list[str] = [to_checksum_address(a) for a in self.rpc("eth_accounts")]

    @classmethod
    def start(cls, timestamp: int, *, keep: bool = False, log: Path | None = None) -> Chain:
        """A node of our own whose first block has `timestamp` (unix seconds); `stop` ends it."""
        node = Node.start(timestamp, keep=keep, log=log)
        return cls(node.url, node)

    def stop(self) -> None:
        """Close the connection, and end the node if this object started it."""
        self._session.close()
        if self.node is not None:
            self.node.stop()

    # --- JSON-RPC ----------------------------------------------------------------------------------------------------

    def rpc(self, method: str, *params: Any) -> Any:
        """One call; the result. Raises Reverted for a reverted eth_call, RuntimeError for any other error."""
        return self.rpc_batch([(method, list(params))])[0]

    def ask(self, calls: list[tuple[str, bytes, str | None]]) -> list[bytes | None]:
        """Many eth_calls (to, data, sender) in few requests; their answers in order, None where one reverted."""
        answers: list[bytes | None] = []
        for group in _groups(calls, BATCH):
            body = []
            for to, data, sender in group:
                call = {"to": to, "data": "0x" + data.hex(), "gas": hex(TRANSACTION_GAS_CAP)}
                if sender is not None:
                    call["from"] = sender
                params = [call, "latest"]
                body.append({"jsonrpc": "2.0", "id": next(self._ids), "method": "eth_call", "params": params})
            replies = self._session.post(self.url, json=body, timeout=300).json()
            by_id = {reply["id"]: reply for reply in replies}
            for request in body:
                result = by_id[request["id"]].get("result")
                answers.append(None if result is None else bytes.fromhex(result[2:]))
        return answers

    def rpc_batch(self, calls: list[tuple[str, list[Any]]]) -> list[Any]:
        """Many calls in few requests; results in order. The node may run them in any order. Raises as `rpc`."""
        results = []
        for group in _groups(calls, BATCH):
            body = [{"jsonrpc": "2.0", "id": next(self._ids), "method": m, "params": p} for m, p in group]
            replies = self._session.post(self.url, json=body, timeout=300).json()
            by_id = {reply["id"]: reply for reply in replies}
            for request in body:
                reply = by_id[request["id"]]
                if "error" in reply:
                    raise _error(request["method"], reply["error"])
                results.append(reply["result"])
        return results

    # --- calls and transactions --------------------------------------------------------------------------------------

    def contract(self, name: str, address: str) -> Contract:
        """The contract called `name` (see world.artifacts) that stands at `address`."""
        return Contract(self, address, artifact(name).abi, name)

    def call(
        self, to: str, data: bytes, *, sender: str | None = None, block: int | str = "latest", gas: int | None = None
    ) -> bytes:
        """eth_call; the returned bytes. Raises Reverted."""
        transaction = {"to": to, "data": "0x" + data.hex(), "gas": hex(gas or TRANSACTION_GAS_CAP)}
        if sender is not None:
            transaction["from"] = sender
        at = block if isinstance(block, str) else hex(block)
        return bytes.fromhex(self.rpc("eth_call", transaction, at)[2:])

    def send(
        self,
        to: str | None,
        data: bytes,
        *,
        sender: str,
        gas: int = TRANSACTION_GAS_CAP,
        value: int = 0,
        access_list: list[dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        """Send from an unlocked account and wait; the receipt. Inside `one_block` it is queued: the answer is {}.

        Raises Reverted with the reason; the failed transaction stays on the chain, as it would in life.
        """
        sender = to_checksum_address(sender)
        transaction: dict[str, Any] = {
            "from": sender,
            "data": "0x" + data.hex(),
            "gas": hex(gas),
            "value": hex(value),
            "gasPrice": hex(GAS_PRICE),
        }
        if to is not None:
            transaction["to"] = to
        if access_list is not None:
            transaction["accessList"] = access_list
        if self._queue is not None:
            transaction["nonce"] = hex(self._next_nonce(sender))
            self._queue.append(transaction)
            return {}
        return self._checked(self._mined(transaction))

    def deploy(self, name: str, *args: Any, sender: str | None = None) -> Contract:
        """Deploy the contract called `name` (see world.artifacts), from the deployer (account 0) unless told."""
        built = artifact(name)
        sender = to_checksum_address(sender or self.accounts[0])
        nonce = self._nonces.get(sender) if self._queue is not None else None
        address = create_address(sender, self.nonce(sender) if nonce is None else nonce)
        self.send(None, bytes.fromhex(built.bytecode[2:]) + constructor_data(built.abi, args), sender=sender)
        return Contract(self, address, built.abi, name)

    def nonce(self, account: str) -> int:
        """Nonce of the next transaction of `account`, queued ones counted."""
        account = to_checksum_address(account)
        if self._queue is not None and account in self._nonces:
            return self._nonces[account]
        return int(self.rpc("eth_getTransactionCount", account, "latest"), 16)

    @contextmanager
    def one_block(self, timestamp: int | None = None) -> Iterator[None]:
        """Queue every transaction sent inside; then mine them together, at `timestamp` if given.

        They run in the order of each sender's nonces; between senders the order is the node's, so use one sender where
        it matters. Views see the chain as it was before. More than a block holds goes into the next block. Raises
        Reverted for the first that failed.
        """
        if self._queue is not None:
            raise RuntimeError("chain: one_block cannot be nested")
        self._queue, self._nonces = [], {}
        try:
            yield
            queue = self._queue
        finally:
            self._queue = None
        if not queue:
            if timestamp is not None:
                self.mine(timestamp)
            return
        self.rpc("evm_setAutomine", False)
        try:
            hashes = self.rpc_batch([("eth_sendTransaction", [t]) for t in queue])
            receipts: list[dict[str, Any] | None] = [None]
            for _ in range(MOST_BLOCKS):
                self.mine(timestamp)
                timestamp = None
                receipts = self._receipts(hashes)
                if all(receipts):
                    break
            else:
                raise RuntimeError(f"chain: {receipts.count(None)} transactions were not mined in {MOST_BLOCKS} blocks")
        finally:
            self.rpc("evm_setAutomine", True)
        for receipt in receipts:
            self._checked(receipt or {})

    # --- time and state ----------------------------------------------------------------------------------------------

    def now(self) -> int:
        """Timestamp of the latest block, unix seconds."""
        return int(self.rpc("eth_getBlockByNumber", "latest", False)["timestamp"], 16)

    def mine(self, timestamp: int | None = None) -> None:
        """Mine one block, at `timestamp` if given; later blocks follow it."""
        if timestamp is not None:
            self.rpc("evm_setNextBlockTimestamp", timestamp)
        self.rpc("evm_mine")

    def sleep(self, seconds: int) -> None:
        """Mine a block `seconds` after the latest one."""
        self.mine(self.now() + seconds)

    def pace(self, seconds: int | None) -> None:
        """Every block comes `seconds` after the one before, whatever the machine's clock says; None: as it says."""
        if seconds is None:
            self.rpc("anvil_removeBlockTimestampInterval")
        else:
            self.rpc("anvil_setBlockTimestampInterval", seconds)

    def snapshot(self) -> str:
        """Remember the whole state; `revert` goes back to it, once."""
        return str(self.rpc("evm_snapshot"))

    def revert(self, snapshot: str) -> None:
        """Go back to `snapshot`, time included."""
        self._settled()
        if not self.rpc("evm_revert", snapshot):
            raise RuntimeError(f"chain: snapshot {snapshot} is gone; each can be used once")

    # --- the inside --------------------------------------------------------------------------------------------------

    def _next_nonce(self, account: str) -> int:
        nonce = self.nonce(account)
        self._nonces[account] = nonce + 1
        return nonce

    def _mined(self, transaction: dict[str, Any]) -> dict[str, Any]:
        # A pool that was still clearing up when the chain was reverted may hold a later transaction for ever, as one
        # that comes too early. So one that is not mined is taken out and sent again.
        for _ in range(SENDINGS):
            receipt = self._receipt(self.rpc("eth_sendTransaction", transaction))
            if receipt is not None:
                return receipt
            self.rpc("anvil_dropAllTransactions")
        raise RuntimeError(f"chain: a transaction of {transaction['from']} was not mined, sent {SENDINGS} times")

    def _receipt(self, transaction: str) -> dict[str, Any] | None:
        # The node mines at once, but answers a moment before it has.
        deadline = time.monotonic() + SENDING_TIMEOUT
        while time.monotonic() < deadline:
            receipt = self.rpc("eth_getTransactionReceipt", transaction)
            if receipt is not None:
                return dict(receipt)
            time.sleep(0.001)
        return None

    def _receipts(self, transactions: list[str]) -> list[dict[str, Any] | None]:
        # A block is mined a moment before its receipts can be shown. Only what still waits in the pool needs another.
        deadline = time.monotonic() + RECEIPT_TIMEOUT
        while True:
            in_pool = self._in_pool()
            receipts = self.rpc_batch([("eth_getTransactionReceipt", [h]) for h in transactions])
            if all(receipts) or in_pool or time.monotonic() > deadline:
                return receipts
            time.sleep(0.001)

    def _in_pool(self) -> int:
        pool = self.rpc("txpool_status")
        return int(pool["pending"], 16) + int(pool["queued"], 16)

    def _settled(self) -> None:
        # What was mined leaves the pool a moment later.
        deadline = time.monotonic() + SENDING_TIMEOUT
        while time.monotonic() < deadline:
            if not self._in_pool():
                return
            time.sleep(0.001)
        self.rpc("anvil_dropAllTransactions")

    def _checked(self, receipt: dict[str, Any]) -> dict[str, Any]:
        if receipt["status"] == "0x1":
            return receipt
        options = {"tracer": "callTracer", "tracerConfig": {"onlyTopCall": True}}
        trace = self.rpc("debug_traceTransaction", receipt["transactionHash"], options)
        raise Reverted(_reason(trace.get("output", "0x")) or trace.get("error", "no reason"), receipt)


def create_address(sender: str, nonce: int) -> str:
    """Where `sender` deploys with `nonce`: the last 20 bytes of keccak(rlp([sender, nonce]))."""
    raw = bytes.fromhex(sender[2:])
    number = nonce.to_bytes((nonce.bit_length() + 7) // 8, "big")
    item = number if 0 < nonce < 0x80 else bytes([0x80 + len(number)]) + number
    payload = bytes([0x80 + 20]) + raw + item
    return to_checksum_address(keccak(bytes([0xC0 + len(payload)]) + payload)[12:])


def _groups(items: list[Any], size: int) -> Iterator[list[Any]]:
    return (items[i : i + size] for i in range(0, len(items), size))


def _error(method: str, error: dict[str, Any]) -> Exception:
    data = error.get("data")
    message = str(error.get("message", ""))
    if isinstance(data, str) and data.startswith("0x") and data != "0x":
        return Reverted(_reason(data))
    if "revert" in message or message.startswith("EVM error"):
        return Reverted(message.removeprefix("execution reverted").removeprefix(": ") or "no reason")
    return RuntimeError(f"chain: {method} failed: {message}")


def _reason(data: str) -> str:
    # Error(string), Panic(uint256), or the raw data as it is.
    raw = bytes.fromhex(data[2:])
    if raw[:4] == keccak(text="Error(string)")[:4]:
        return str(decode(["string"], raw[4:])[0])
    if raw[:4] == keccak(text="Panic(uint256)")[:4]:
        return f"panic {decode(['uint256'], raw[4:])[0]}"
    return data if raw else ""
