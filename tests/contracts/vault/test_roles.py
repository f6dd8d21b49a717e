"""Who may call what: a table of every function that changes state, complete by the ABI."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund

HOLDERS_AND_ANYONE = {
    *("transfer", "transferFrom", "approve", "permit"),
    *("deposit", "mint", "withdraw", "redeem", "buy", "sell", "redeem_in_kind", "claim", "sync", "accrue"),
    "seed",
}
# function -> arguments, who may, what others read
RESTRICTED: dict[str, tuple[list[Any], set[str], str]] = {
    "set_terms": ([(0, 0, 0, False)], set(), "vault: only terms"),
    "unhold": ([1, True], set(), "vault: only terms"),
    "open_session": ([], set(), "vault: only trader"),
    "pay": ([1, "0x" + "11" * 20, 1], set(), "vault: only trader"),
    "settle": ([[], [], [], 0, 0], set(), "vault: only trader"),
    "book_words": ([[1]], set(), "vault: only trader"),
}
ROLES = ["deployer", "owner", "guardian", "proposer", "executor", "holder", "manager", "platform", "anyone"]


def test_roles__table__names_every_function_that_changes_state(empty_fund: Fund) -> None:
    functions = [entry for entry in empty_fund.vault.abi if entry["type"] == "function"]
    changing = {f["name"] for f in functions if f["stateMutability"] not in ("view", "pure")}
    assert changing == (HOLDERS_AND_ANYONE | set(RESTRICTED)) - {"book_words"}
    assert not [f["name"] for f in functions if f["stateMutability"] == "payable"]


@pytest.mark.parametrize("function", RESTRICTED)
def test_roles__everybody_else__reverts(empty_fund: Fund, function: str) -> None:
    arguments, allowed, reason = RESTRICTED[function]
    for role in ROLES:
        if role not in allowed:
            with reverts(reason):
                getattr(empty_fund.vault, function).call(*arguments, sender=getattr(empty_fund.roles, role))


def test_roles__owner_and_guardian__do_not_exist(empty_fund: Fund) -> None:
    names = {entry["name"] for entry in empty_fund.vault.abi if entry["type"] == "function"}
    assert not names & {"owner", "guardian", "set_guardian", "transfer_ownership", "accept_ownership", "set_minter"}


def test_links__views__name_the_neighbours(empty_fund: Fund) -> None:
    vault, index = empty_fund.vault, empty_fund.world.index
    assert vault.trader() == index.trader.address
    assert vault.registry() == index.registry.address
    assert vault.asset() == empty_fund.usdc.address
    assert vault.terms() == index.terms.address
    assert index.terms.vault() == vault.address
