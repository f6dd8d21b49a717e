"""Who may call what: a table of every function that changes state, complete by the ABI."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund

HOLDERS_AND_ANYONE = {
    *("transfer", "transferFrom", "approve", "permit"),
    *("deposit", "mint", "withdraw", "redeem", "buy", "sell", "redeem_in_kind", "claim", "sync", "accrue"),
}
# function -> arguments, who may, what others read
RESTRICTED: dict[str, tuple[list[Any], set[str], str]] = {
    "seed": ([10**6], {"owner"}, "roles: only owner"),
    "set_fees": ([75, 10, "0x" + "11" * 20], {"owner"}, "roles: only owner"),
    "set_guardian": (["0x" + "11" * 20], {"owner"}, "roles: only owner"),
    "transfer_ownership": (["0x" + "11" * 20], {"owner"}, "ownable: caller is not the owner"),
    "accept_ownership": ([], set(), "ownable_2step: caller is not the new owner"),
    "pause_entries": ([], {"owner", "guardian"}, "roles: only guardian"),
    "open_session": ([], set(), "vault: only trader"),
    "pay": ([1, "0x" + "11" * 20, 1], set(), "vault: only trader"),
    "settle": ([[], [], [], 0], set(), "vault: only trader"),
    "book_words": ([[1]], set(), "vault: only trader"),
}
ROLES = ["deployer", "owner", "guardian", "proposer", "executor", "holder", "fee_receiver", "anyone"]


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


@pytest.mark.parametrize("function", [name for name, row in RESTRICTED.items() if row[1] and name != "seed"])
def test_roles__whoever_may__may(empty_fund: Fund, function: str) -> None:
    arguments, allowed, _ = RESTRICTED[function]
    for role in allowed:
        getattr(empty_fund.vault, function).call(*arguments, sender=getattr(empty_fund.roles, role))


def test_ownership__two_steps__moves(empty_fund: Fund, owner: str, anyone: str, guardian: str) -> None:
    vault = empty_fund.vault
    vault.transfer_ownership(anyone, sender=owner)
    assert (vault.owner(), vault.pending_owner()) == (owner, anyone)
    vault.accept_ownership(sender=anyone)
    assert vault.owner() == anyone
    with reverts("roles: only owner"):
        vault.set_guardian(guardian, sender=owner)


def test_guardian__replaced__old_one_may_nothing(empty_fund: Fund, owner: str, guardian: str, anyone: str) -> None:
    empty_fund.vault.set_guardian(anyone, sender=owner)
    with reverts("roles: only guardian"):
        empty_fund.vault.pause_entries(sender=guardian)
    empty_fund.vault.pause_entries(sender=anyone)


def test_links__views__name_the_neighbours(empty_fund: Fund, fee_receiver: str) -> None:
    vault, index = empty_fund.vault, empty_fund.world.index
    assert vault.trader() == index.trader.address
    assert vault.registry() == index.registry.address
    assert vault.asset() == empty_fund.usdc.address
    assert vault.fee_receiver() == fee_receiver
