"""FundTerms deployed: what it starts with, and what it refuses to start with."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund
from world.index import NOBODY, PLATFORM_SHARE_BPS

FIRST = (75, 10, 0, 50_000 * 10**6, 50_000, False)


def test_constructor__terms_and_split__are_the_arguments(
    fund: Fund, deploy: Any, owner: str, guardian: str, manager: str, platform: str
) -> None:
    terms = deploy("FundTerms", owner, guardian, fund.vault, FIRST, manager, platform, 5_000)
    assert tuple(terms.terms()) == FIRST
    assert (terms.owner(), terms.guardian(), terms.vault()) == (owner, guardian, fund.vault.address)
    assert (terms.manager(), terms.platform(), terms.platform_share_bps()) == (manager, platform, 5_000)
    assert tuple(terms.announced()) == (0, 0, 0)
    assert terms.sequence() == 2


def test_constructor__of_the_world__gave_the_vault_its_first_terms(world: Any) -> None:
    fund, terms = world.index.vault.fund(), world.index.terms
    assert (fund.management_bps, fund.platform_bps, fund.paused_until, fund.wound_down) == (75, 10, 0, False)
    assert terms.terms() == FIRST
    assert terms.platform_share_bps() == PLATFORM_SHARE_BPS


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ((301, 10, 0, 1, 0, False), "terms: fee above cap"),
        ((75, 101, 0, 1, 0, False), "terms: fee above cap"),
        ((75, 10, 1, 1, 0, False), "terms: first terms"),
        ((75, 10, 0, 1, 0, True), "terms: first terms"),
        ((75, 10, 0, 10**18 + 1, 0, False), "terms: flow limit"),
        ((75, 10, 0, 1, 200_001, False), "terms: flow limit"),
    ],
)
def test_constructor__terms_outside_the_caps__reverts(
    fund: Fund, deploy: Any, owner: str, guardian: str, manager: str, first: tuple[Any, ...], reason: str
) -> None:
    with reverts(reason):
        deploy("FundTerms", owner, guardian, fund.vault, first, manager, manager, 0)


def test_constructor__nobody_as_owner__reverts(fund: Fund, deploy: Any, guardian: str, manager: str) -> None:
    with reverts("roles: no owner"):
        deploy("FundTerms", NOBODY, guardian, fund.vault, FIRST, manager, manager, 0)


@pytest.mark.parametrize("place", [4, 5])
def test_constructor__nobody_in_the_split__reverts(
    fund: Fund, deploy: Any, owner: str, guardian: str, manager: str, platform: str, place: int
) -> None:
    arguments = [owner, guardian, fund.vault, FIRST, manager, platform, 0]
    arguments[place] = NOBODY
    with reverts("terms: split"):
        deploy("FundTerms", *arguments)
