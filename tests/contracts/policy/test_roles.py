"""Who may call what of FundPolicy: the rows of scripts/_roles.py, complete by the ABI."""

from typing import Any

import pytest

from scripts._roles import ACCESS
from tests.conftest import reverts
from tests.contracts.access import accounts_of, require_let_in, require_refused, require_whole, restricted
from tests.contracts.vault.fund import Fund

STRANGER = "0x" + "11" * 20
ROWS = ACCESS["FundPolicy"]
ARGUMENTS: dict[str, list[Any]] = {
    "set_fees": [75, 10],
    "withdraw_announcement": [0],
    "set_flow_limit": [(10**12, 50_000, 200_000)],
    "set_split": [STRANGER, STRANGER, 1],
    "wind_down": [],
    "retire": [5],
    "write_off": [5],
    "pause_entries": [],
    "use_flow": [True, 1, 1, 0],
    "set_guardian": [STRANGER],
    "transfer_ownership": [STRANGER],
    "accept_ownership": [],
    "apply_fees": [],
    "apply_flow_limit": [],
    "apply_write_off": [5],
    "distribute": [],
    "drop": [5],
}
# Whoever may reads this where there is nothing to do.
NOTHING_TO_DO = {
    "withdraw_announcement": "policy: nothing announced",
    "retire": "policy: not impaired",
    "write_off": "policy: not retired",
}
BY_A_KEY = [name for name in restricted(ROWS) if {"owner", "guardian"} & set(ROWS[name].may)]


def test_roles__table__names_every_function_that_changes_state(empty_fund: Fund) -> None:
    require_whole(empty_fund.policy, ROWS)
    assert ARGUMENTS.keys() == ROWS.keys()


@pytest.mark.parametrize("function", restricted(ROWS))
def test_roles__everybody_else__reverts(empty_fund: Fund, function: str) -> None:
    require_refused(empty_fund.policy, ROWS, function, ARGUMENTS[function], accounts_of(empty_fund.world))


@pytest.mark.parametrize("function", ROWS)
def test_roles__whoever_may__is_let_in(empty_fund: Fund, function: str) -> None:
    require_let_in(empty_fund.policy, ROWS, function, ARGUMENTS[function], accounts_of(empty_fund.world))


@pytest.mark.parametrize("function", BY_A_KEY)
def test_roles__whoever_may__may(empty_fund: Fund, function: str) -> None:
    for role in ROWS[function].may:
        call = getattr(empty_fund.policy, function)
        if function in NOTHING_TO_DO:
            with reverts(NOTHING_TO_DO[function]):
                call.call(*ARGUMENTS[function], sender=getattr(empty_fund.roles, role))
        else:
            call.call(*ARGUMENTS[function], sender=getattr(empty_fund.roles, role))


def test_ownership__two_steps__moves(empty_fund: Fund, owner: str, anyone: str, guardian: str) -> None:
    policy = empty_fund.policy
    policy.transfer_ownership(anyone, sender=owner)
    assert (policy.owner(), policy.pending_owner()) == (owner, anyone)
    policy.accept_ownership(sender=anyone)
    assert policy.owner() == anyone
    with reverts("roles: only owner"):
        policy.set_guardian(guardian, sender=owner)


def test_guardian__replaced__old_one_may_nothing(empty_fund: Fund, owner: str, guardian: str, anyone: str) -> None:
    empty_fund.policy.set_guardian(anyone, sender=owner)
    with reverts("roles: only guardian"):
        empty_fund.policy.pause_entries(sender=guardian)
    empty_fund.policy.pause_entries(sender=anyone)
