"""Who may call what of FundTerms: a table of every function that changes state, complete by the ABI."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund

STRANGER = "0x" + "11" * 20
ANYONE = {"apply_announced", "distribute", "drop"}
# function -> arguments, who may, what others read
RESTRICTED: dict[str, tuple[list[Any], set[str], str]] = {
    "set_fees": ([75, 10], {"owner"}, "roles: only owner"),
    "withdraw_announcement": ([], {"owner"}, "roles: only owner"),
    "set_flow_limit": ([(10**12, 50_000, 200_000)], {"owner"}, "roles: only owner"),
    "set_split": ([STRANGER, STRANGER, 1], {"owner"}, "roles: only owner"),
    "wind_down": ([], {"owner"}, "roles: only owner"),
    "retire": ([5], {"owner"}, "roles: only owner"),
    "pause_entries": ([], {"owner", "guardian"}, "roles: only guardian"),
    "use_flow": ([True, 1, 1, 0], set(), "terms: only vault"),
    "set_guardian": ([STRANGER], {"owner"}, "roles: only owner"),
    "transfer_ownership": ([STRANGER], {"owner"}, "ownable: caller is not the owner"),
    "accept_ownership": ([], set(), "ownable_2step: caller is not the new owner"),
}
ROLES = ["deployer", "owner", "guardian", "proposer", "executor", "holder", "manager", "platform", "anyone"]
# Whoever may reads this where there is nothing to do.
NOTHING_TO_DO = {"withdraw_announcement": "terms: nothing announced", "retire": "terms: not impaired"}


def test_roles__table__names_every_function_that_changes_state(empty_fund: Fund) -> None:
    functions = [entry for entry in empty_fund.terms.abi if entry["type"] == "function"]
    changing = {f["name"] for f in functions if f["stateMutability"] not in ("view", "pure")}
    assert changing == ANYONE | set(RESTRICTED)
    assert not [f["name"] for f in functions if f["stateMutability"] == "payable"]


@pytest.mark.parametrize("function", RESTRICTED)
def test_roles__everybody_else__reverts(empty_fund: Fund, function: str) -> None:
    arguments, allowed, reason = RESTRICTED[function]
    for role in ROLES:
        if role not in allowed:
            with reverts(reason):
                getattr(empty_fund.terms, function).call(*arguments, sender=getattr(empty_fund.roles, role))


@pytest.mark.parametrize("function", [name for name, row in RESTRICTED.items() if row[1]])
def test_roles__whoever_may__may(empty_fund: Fund, function: str) -> None:
    arguments, allowed, _ = RESTRICTED[function]
    for role in allowed:
        call = getattr(empty_fund.terms, function)
        if function in NOTHING_TO_DO:
            with reverts(NOTHING_TO_DO[function]):
                call.call(*arguments, sender=getattr(empty_fund.roles, role))
        else:
            call.call(*arguments, sender=getattr(empty_fund.roles, role))


def test_ownership__two_steps__moves(empty_fund: Fund, owner: str, anyone: str, guardian: str) -> None:
    terms = empty_fund.terms
    terms.transfer_ownership(anyone, sender=owner)
    assert (terms.owner(), terms.pending_owner()) == (owner, anyone)
    terms.accept_ownership(sender=anyone)
    assert terms.owner() == anyone
    with reverts("roles: only owner"):
        terms.set_guardian(guardian, sender=owner)


def test_guardian__replaced__old_one_may_nothing(empty_fund: Fund, owner: str, guardian: str, anyone: str) -> None:
    empty_fund.terms.set_guardian(anyone, sender=owner)
    with reverts("roles: only guardian"):
        empty_fund.terms.pause_entries(sender=guardian)
    empty_fund.terms.pause_entries(sender=anyone)
