"""Try a call before it is sent: the exact calldata, at pending, from the account that would sign."""

from collections.abc import Sequence

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from keepers.chain.connection import Call, Connection, RpcError
from keepers.errors import KeeperError
from keepers.execute.remedies import remedy

__all__ = ["Refused", "estimate_gas", "reason_of", "simulate", "simulate_in_order"]

ERROR_STRING = bytes.fromhex("08c379a0")  # Error(string)


class Refused(KeeperError):
    """A contract would revert. `reason` is its own string."""

    def __init__(self, purpose: str, reason: str) -> None:
        super().__init__(f"{purpose}: the contract refuses: {reason!r}. {remedy(reason)}")
        self.reason = reason


def simulate(connection: Connection, purpose: str, call: Call, sender: str, block: str = "pending") -> None:
    """Raises Refused with the contract's reason and what to do about it."""
    try:
        connection.request("eth_call", _transaction(call, sender), block)
    except RpcError as error:
        raise Refused(purpose, reason_of(error)) from None


def estimate_gas(connection: Connection, purpose: str, call: Call, sender: str) -> int:
    """The least gas limit that succeeds now. Raises Refused."""
    try:
        return int(connection.request("eth_estimateGas", _transaction(call, sender), "pending"), 16)
    except RpcError as error:
        raise Refused(purpose, reason_of(error)) from None


def simulate_in_order(
    connection: Connection, steps: Sequence[tuple[str, Call]], sender: str
) -> list[int | Refused] | None:
    """Gas of each call, or why it reverts, when each finds what those before it left; None if the node cannot tell.

    For a call that needs another one first. steps: purposes and calls.
    """
    calls = [_transaction(call, sender) for _, call in steps]
    try:
        (block,) = connection.request("eth_simulateV1", {"blockStateCalls": [{"calls": calls}]}, "latest")
    except RpcError:
        return None  # not every node knows the method
    found: list[int | Refused] = []
    for (purpose, _), answer in zip(steps, block["calls"], strict=True):
        if int(answer["status"], 16) == 1:
            found.append(int(answer["gasUsed"], 16))
            continue
        said = str(answer.get("error", {}).get("message", "reverted"))
        found.append(Refused(purpose, reason_of(RpcError(said, said, bytes.fromhex(answer["returnData"][2:])))))
    return found


def reason_of(error: RpcError) -> str:
    """The revert string, or what the node said when there is none."""
    if error.data.startswith(ERROR_STRING):
        try:
            return str(decode(["string"], error.data[4:])[0])
        except DecodingError:
            pass
    return error.said


def _transaction(call: Call, sender: str) -> dict[str, str]:
    return {"from": sender, "data": "0x" + call.data.hex()} | ({} if call.to is None else {"to": call.to})
