"""Who may do what on chain, against the configuration: the roles of the contracts, and everybody in the timelock."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deployment.config import Given
from deployment.contracts import PARTS, TIMELOCK
from deployment.difference import Difference
from deployment.listing import NOBODY
from deployment.timelock import ROLES, timelock_abi
from keepers.chain.abi import Abi
from keepers.chain.connection import Connection
from world.artifacts import artifact

__all__ = ["one_view", "role_differences", "timelock_differences", "views"]

LOG_BLOCKS = 10_000  # blocks of one request for logs: providers refuse more
# Views that name an account, by the name of what must be there; what a contract has no view for it has no role for.
HELD = {
    "owner": "owner",
    "pending_owner": "nobody",
    "guardian": "guardian",
    "proposer": "proposer",
    "executor": "executor",
    "manager": "manager",
    "platform": "platform",
}


def role_differences(
    connection: Connection, at: Mapping[str, str], accounts: Mapping[str, str]
) -> Iterator[Difference]:
    """Every view of HELD of every contract; `accounts`: who must be owner, guardian, proposer, ..."""
    asked = []
    for part in PARTS:
        functions = Abi.of(part.contract, artifact(part.contract).abi).functions
        asked += [(part.key, view) for view in HELD if view in functions]
    answers = views(connection, at, [(key, view, ()) for key, view in asked])
    for (key, view), found in zip(asked, answers, strict=True):
        wanted = {**accounts, "nobody": NOBODY}[HELD[view]]
        if found != wanted:
            yield Difference(key, view, wanted, found)


def timelock_differences(connection: Connection, given: Given, timelock: str, since: int) -> Iterator[Difference]:
    """Its delay, the exact members of each role, what may be done sooner: as its logs have it from block `since` on."""
    logs = _logs(connection, timelock, since)
    members = _members(logs)
    proposers = frozenset(given.config.timelock.proposers)
    wanted = {
        "admin": frozenset({timelock}),
        "proposer": proposers,
        "canceller": proposers,
        "executor": frozenset(given.executors),
    }
    for role, found in members.items():
        expected = wanted.get(role, frozenset())
        if found != expected:
            yield Difference(TIMELOCK, f"{role} role", sorted(expected), sorted(found))
    if soon := _too_soon(logs, given.delay):
        yield Difference(TIMELOCK, "operations that wait with less than its delay", [], soon)
    function = timelock_abi().functions["getMinDelay"]
    (answer,) = connection.view([function.at(timelock)])
    delay = function.decode(answer) if isinstance(answer, bytes) else str(answer)
    if delay != given.delay:
        yield Difference(TIMELOCK, "delay", given.delay, delay)


def views(
    connection: Connection, at: Mapping[str, str], asked: Sequence[tuple[str, str, tuple[Any, ...]]]
) -> list[Any]:
    """Decoded answers of (key of the table, view, arguments); what the node said where one reverts."""
    contracts = {part.key: Abi.of(part.contract, artifact(part.contract).abi) for part in PARTS}
    functions = [contracts[key].functions[view] for key, view, _ in asked]
    calls = [function.at(at[key], *arguments) for (key, _, arguments), function in zip(asked, functions, strict=True)]
    answers = connection.view(calls)
    return [
        function.decode(answer) if isinstance(answer, bytes) and answer else f"no answer ({answer!r})"
        for function, answer in zip(functions, answers, strict=True)
    ]


def one_view(connection: Connection, like: str, address: str, view: str, *arguments: Any) -> Any:
    """A view of what stands at `address` and has the functions of the contract `like`, a key of the table."""
    return views(connection, {like: address}, [(like, view, arguments)])[0]


def _members(logs: Sequence[tuple[str, dict[str, Any]]]) -> dict[str, frozenset[str]]:
    # OpenZeppelin's roles cannot be listed; every change of one is logged.
    names = {role: name for name, role in ROLES.items()}
    members: dict[str, set[str]] = {name: set() for name in ROLES}
    for event, fields in logs:
        if event in ("RoleGranted", "RoleRevoked"):
            role = members.setdefault(names.get(fields["role"], "0x" + fields["role"].hex()), set())
            role.add(fields["account"]) if event == "RoleGranted" else role.discard(fields["account"])
    return {name: frozenset(accounts) for name, accounts in members.items()}


def _too_soon(logs: Sequence[tuple[str, dict[str, Any]]], delay: int) -> list[str]:
    # What was scheduled while the delay was short stays ready for ever, for every executor.
    waiting: set[bytes] = set()
    for event, fields in logs:
        if event == "CallScheduled" and fields["delay"] < delay:
            waiting.add(fields["id"])
        elif event in ("CallExecuted", "Cancelled"):
            waiting.discard(fields["id"])
    return sorted("0x" + operation.hex() for operation in waiting)


def _logs(connection: Connection, timelock: str, since: int) -> list[tuple[str, dict[str, Any]]]:
    # Name and fields of every event, in order.
    events, found = timelock_abi().events, []
    latest = int(connection.request("eth_blockNumber"), 16)
    for first in range(since, latest + 1, LOG_BLOCKS):
        span = {"fromBlock": hex(first), "toBlock": hex(min(first + LOG_BLOCKS - 1, latest))}
        for log in connection.request("eth_getLogs", {"address": timelock, **span}):
            if (event := events.get(log["topics"][0])) is not None:
                found.append((event.name, event.decode(log["topics"], bytes.fromhex(log["data"][2:]))))
    return found
