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
    """Its delay, and the exact members of each role as its logs have it from block `since` on."""
    members = _members(connection, timelock, since)
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


def _members(connection: Connection, timelock: str, since: int) -> dict[str, frozenset[str]]:
    # OpenZeppelin's roles cannot be listed; every change of one is logged.
    names = {role: name for name, role in ROLES.items()}
    events = {event.topic: event for event in timelock_abi().events.values() if event.name.startswith("Role")}
    members: dict[str, set[str]] = {name: set() for name in ROLES}
    latest = int(connection.request("eth_blockNumber"), 16)
    for first in range(since, latest + 1, LOG_BLOCKS):
        span = {"fromBlock": hex(first), "toBlock": hex(min(first + LOG_BLOCKS - 1, latest))}
        for log in connection.request("eth_getLogs", {"address": timelock, **span}):
            event = events.get(log["topics"][0])
            if event is None or event.name == "RoleAdminChanged":
                continue
            fields = event.decode(log["topics"], bytes.fromhex(log["data"][2:]))
            role = members.setdefault(names.get(fields["role"], "0x" + fields["role"].hex()), set())
            role.add(fields["account"]) if event.name == "RoleGranted" else role.discard(fields["account"])
    return {name: frozenset(accounts) for name, accounts in members.items()}
