"""Try a call before it is sent: the exact calldata, at pending, from the account that would sign."""

from collections.abc import Sequence
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from keepers.chain.connection import Call, Connection, RpcError
from keepers.errors import KeeperError
from keepers.execute.remedies import remedy

__all__ = [
    "Refused",
    "estimate_gas",
    "reason_in",
    "reason_of",
    "simulate",
    "simulate_in_order",
    "simulate_logs",
    "transaction",
]

MAX_GAS = 16_777_216
"""Of a transaction (EIP-7825)."""
ERROR_STRING = bytes.fromhex("08c379a0")  # Error(string)


class Refused(KeeperError):
    """A contract would revert. `reason` is its own string."""

    def __init__(self, purpose: str, reason: str) -> None:
        super().__init__(f"{purpose}: the contract refuses: {reason!r}. {remedy(reason)}")
        self.reason = reason


def simulate(connection: Connection, purpose: str, call: Call, sender: str, block: str = "pending") -> None:
    """Raises Refused with the contract's reason and what to do about it."""
    try:
        connection.request("eth_call", transaction(call, sender), block)
    except RpcError as error:
        raise Refused(purpose, reason_of(error)) from None


def simulate_logs(connection: Connection, purpose: str, call: Call, sender: str) -> list[dict[str, Any]]:
    """What the call would log; none where the node cannot tell. Raises Refused."""
    tried = [transaction(call, sender) | {"gas": hex(MAX_GAS)}]
    try:
        (block,) = connection.request("eth_simulateV1", {"blockStateCalls": [{"calls": tried}]}, "latest")
    except RpcError:
        simulate(connection, purpose, call, sender)  # not every node knows the method
        return []
    (answer,) = block["calls"]
    if int(answer["status"], 16) == 0:
        raise _refusal(purpose, answer)
    logs: list[dict[str, Any]] = answer["logs"]
    return logs


def estimate_gas(connection: Connection, purpose: str, call: Call, sender: str) -> int:
    """The least gas limit that succeeds now. Raises Refused."""
    try:
        return int(connection.request("eth_estimateGas", transaction(call, sender), "pending"), 16)
    except RpcError as error:
        raise Refused(purpose, reason_of(error)) from None


def simulate_in_order(
    connection: Connection, steps: Sequence[tuple[str, Call]], sender: str
) -> list[int | Refused] | None:
    """Gas of each call, or why it reverts, when each finds what those before it left; None if the node cannot tell.

    For a call that needs another one first. steps: purposes and calls.
    """
    calls = [transaction(call, sender) for _, call in steps]
    try:
        (block,) = connection.request("eth_simulateV1", {"blockStateCalls": [{"calls": calls}]}, "latest")
    except RpcError:
        return None  # not every node knows the method
    found: list[int | Refused] = []
    for (purpose, _), answer in zip(steps, block["calls"], strict=True):
        if int(answer["status"], 16) == 1:
            found.append(int(answer["gasUsed"], 16))
            continue
        found.append(_refusal(purpose, answer))
    return found


def reason_of(error: RpcError) -> str:
    """The revert string, or what the node said when there is none."""
    return (reason_in(error.data) if error.data.startswith(ERROR_STRING) else "") or error.said


def reason_in(data: bytes) -> str:
    """The revert string in revert data, which may be cut short; its hex where it is none; empty when there is none."""
    if not data.startswith(ERROR_STRING):
        return f"0x{data.hex()}" if data else ""
    try:
        return str(decode(["string"], data[4:])[0])
    except DecodingError:
        return data[4 + 64 :].rstrip(b"\0").decode(errors="replace")


def _refusal(purpose: str, answer: dict[str, Any]) -> Refused:
    said = str(answer.get("error", {}).get("message", "reverted"))
    return Refused(purpose, reason_of(RpcError(said, said, bytes.fromhex(answer["returnData"][2:]))))


def transaction(call: Call, sender: str) -> dict[str, str]:
    """As a node takes it for a trial."""
    return {"from": sender, "data": "0x" + call.data.hex()} | ({} if call.to is None else {"to": call.to})
