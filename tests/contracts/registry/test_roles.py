"""Who may call what of the registry: the rows of scripts/_roles.py; owner in two steps, guardian set by the owner."""

from typing import Any

import pytest

from scripts._roles import ACCESS
from tests.conftest import reverts
from tests.contracts.access import accounts_of, require_let_in, require_refused, require_whole, restricted
from world.contract import Contract
from world.market import World

ZERO = "0x" + "00" * 20
ROWS = ACCESS["AssetRegistry"]
ARGUMENTS: dict[str, list[Any]] = {
    "list_asset": [(ZERO, ZERO, 3_600, 50, 1, 0, 0, False, 1, ZERO, 0, 0)],
    "set_terms": [2, (ZERO, 3_600, 50, 1, ZERO, 0, 0), 100, 0],
    "set_status": [2, 2],
    "refresh": [[2]],
    "report_dead_feed": [2],
    "set_guardian": [ZERO],
    "transfer_ownership": [ZERO],
    "accept_ownership": [],
}


def test_roles__table__names_every_function_that_changes_state(world: World) -> None:
    require_whole(world.index.registry, ROWS)
    assert ARGUMENTS.keys() == ROWS.keys()


@pytest.mark.parametrize("function", restricted(ROWS))
def test_roles__everybody_else__reverts(world: World, function: str) -> None:
    require_refused(world.index.registry, ROWS, function, ARGUMENTS[function], accounts_of(world))


@pytest.mark.parametrize("function", ROWS)
def test_roles__whoever_may__is_let_in(world: World, function: str) -> None:
    require_let_in(world.index.registry, ROWS, function, ARGUMENTS[function], accounts_of(world))


@pytest.mark.parametrize("role", ["anyone", "guardian"])
def test_set_guardian__not_the_owner__reverts(registry: Contract, role: str, request: pytest.FixtureRequest) -> None:
    with reverts("roles: only owner"):
        registry.set_guardian(ZERO, sender=request.getfixturevalue(role))


def test_set_guardian__old_one__loses_its_role(registry: Contract, owner: str, guardian: str, anyone: str) -> None:
    registry.set_guardian(anyone, sender=owner)
    with reverts("roles: only guardian"):
        registry.set_status(2, 3, sender=guardian)
    registry.set_status(2, 3, sender=anyone)


def test_transfer_ownership__takes_effect_when_accepted(registry: Contract, owner: str, holder: str) -> None:
    registry.transfer_ownership(holder, sender=owner)
    assert (registry.owner(), registry.pending_owner()) == (owner, holder)

    registry.accept_ownership(sender=holder)
    assert registry.owner() == holder


def test_accept_ownership__anyone__reverts(registry: Contract, owner: str, holder: str, anyone: str) -> None:
    registry.transfer_ownership(holder, sender=owner)
    with reverts("ownable_2step: caller is not the new owner"):
        registry.accept_ownership(sender=anyone)


def test_transfer_ownership__anyone__reverts(registry: Contract, anyone: str) -> None:
    with reverts("ownable: caller is not the owner"):
        registry.transfer_ownership(anyone, sender=anyone)
