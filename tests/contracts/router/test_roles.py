"""The router has no roles: the rows of scripts/_roles.py, complete by the ABI. Each function moves what its
caller approved, and nobody's approval is of use to anybody else."""

from typing import Any

import pytest

from scripts._roles import ACCESS
from tests.conftest import reverts
from tests.contracts.access import require_whole
from tests.contracts.router.route import DOLLAR, Route
from tests.contracts.vault.fund import PLENTY
from tests.permits import NO_SIGNATURE

FAR = 2**40
ROWS = ACCESS["IndexRouter"]
ROLES = ["deployer", "owner", "guardian", "proposer", "executor", "other_holder", "manager", "market", "anyone"]


def arguments_of(route: Route, account: str) -> dict[str, list[Any]]:
    """Every function that changes state, with arguments that suit who has USDC and shares and approved the router."""
    return {
        "buy_with_permit": [100 * DOLLAR, 0, account, FAR, *NO_SIGNATURE],
    }


@pytest.fixture
def approved(route: Route, holder: str) -> dict[str, list[Any]]:
    """`holder` trusts the router with all he has."""
    route.give(holder, 1_000)
    for token in (route.usdc, route.vault):
        token.approve(route.router, PLENTY, sender=holder)
    return arguments_of(route, holder)


def test_roles__table__names_every_function_that_changes_state(route: Route, approved: dict[str, list[Any]]) -> None:
    require_whole(route.router, ROWS)
    assert approved.keys() == ROWS.keys()
    views = {entry["name"] for entry in route.router.abi if entry["type"] == "function"} - ROWS.keys()
    assert views == {"vault"}
    assert not [entry for entry in route.router.abi if entry["type"] == "event"]


@pytest.mark.parametrize("role", ROLES)
def test_roles__everybody_else__has_no_hand_on_what_a_holder_approved(
    route: Route, approved: dict[str, list[Any]], holder: str, role: str
) -> None:
    sender = getattr(route.fund.roles, role)
    before = route.usdc.balanceOf(holder), route.vault.balanceOf(holder)
    for function, arguments in approved.items():
        with reverts(ROWS[function].refused):
            route.send(function, *arguments, sender=sender)
    assert (route.usdc.balanceOf(holder), route.vault.balanceOf(holder)) == before


def test_roles__the_holder__may(route: Route, approved: dict[str, list[Any]], holder: str) -> None:
    for function, arguments in approved.items():
        # An unlimited approval is left as it is; what matters is that nothing stays with the router.
        route.send(function, *arguments, sender=holder)


def test_constructor__names_its_neighbours(route: Route) -> None:
    index = route.fund.world.index
    assert route.router.vault() == index.vault.address


def test_storage__none__is_ever_written(route: Route, approved: dict[str, list[Any]], holder: str) -> None:
    for function, arguments in approved.items():
        route.send(function, *arguments, sender=holder)
    slots = [route.fund.chain.rpc("eth_getStorageAt", route.router.address, hex(slot), "latest") for slot in range(8)]
    assert {int(slot, 16) for slot in slots} == {0}
