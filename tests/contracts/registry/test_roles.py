"""Owner in two steps, guardian set by the owner: the module guarded, as every deployable has it."""

import pytest

from tests.conftest import reverts
from world.contract import Contract

ZERO = "0x" + "00" * 20


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
