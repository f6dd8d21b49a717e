"""Holds a contract to its rows in scripts/_roles.py: complete by the ABI, and who is let in.

ROWS = ACCESS["FundPolicy"]
require_whole(world.index.policy, ROWS)                                   a row for every function, no other
require_refused(world.index.policy, ROWS, "retire", [5], accounts)        everybody without a dot reads the row's words
require_let_in(world.index.policy, ROWS, "retire", [5], accounts)         an account with one does not

Calls are only asked for (eth_call): nothing changes, and a contract can be the caller.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from scripts._roles import Row
from world.chain import Reverted
from world.contract import Contract
from world.market import World

__all__ = ["accounts_of", "own", "require_let_in", "require_refused", "require_whole", "restricted"]

KEYS = ("anyone", "holder", "proposer", "executor", "guardian", "owner")
NO_ROLE = ("deployer", "other_holder", "manager", "platform", "market")
CONTRACTS = ("vault", "trader", "policy", "queue", "auctions")


def restricted(rows: Mapping[str, Row]) -> list[str]:
    """Functions that a role or a contract alone may call."""
    return [function for function, row in rows.items() if row.refused and row.may != ("holder",)]


def own(rows: Mapping[str, Row]) -> list[str]:
    """Functions that name an account, and are refused to everybody but that one and whom it allowed."""
    return [function for function, row in rows.items() if row.refused and row.may == ("holder",)]


def accounts_of(world: World) -> dict[str, str]:
    """The roles of the table that are an account of this world, and accounts that hold none of them."""
    keys = {role: getattr(world.roles, role) for role in (*KEYS, *NO_ROLE)}
    return keys | {name: getattr(world.index, name).address for name in CONTRACTS}


def require_whole(contract: Contract, rows: Mapping[str, Row]) -> None:
    """Every function that changes state has a row, every row a function; none takes ether."""
    functions = [entry for entry in contract.abi if entry["type"] == "function"]
    changing = {f["name"] for f in functions if f["stateMutability"] not in ("view", "pure")}
    assert changing <= rows.keys() <= {f["name"] for f in functions}
    assert not [f["name"] for f in functions if f["stateMutability"] == "payable"]


def require_refused(
    contract: Contract, rows: Mapping[str, Row], function: str, arguments: Sequence[Any], accounts: Mapping[str, str]
) -> None:
    """Everybody without a dot in the row reads its words, to the letter."""
    for role in sorted(accounts.keys() - set(rows[function].may)):
        assert reason(contract, function, arguments, accounts[role]) == rows[function].refused, (function, role)


def require_let_in(
    contract: Contract, rows: Mapping[str, Row], function: str, arguments: Sequence[Any], accounts: Mapping[str, str]
) -> None:
    """An account with a dot gets past the door: the call works, or fails for a reason other than who called."""
    for role in rows[function].may:
        if role in accounts:
            assert "only" not in reason(contract, function, arguments, accounts[role]), (function, role)


def reason(contract: Contract, function: str, arguments: Sequence[Any], sender: str) -> str:
    """Why a call would revert; empty when it would go through."""
    try:
        getattr(contract, function).call(*arguments, sender=sender)
    except Reverted as error:
        return error.reason
    return ""
