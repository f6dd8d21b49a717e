"""FundPolicy deployed: what it starts with, and what it refuses to start with."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund
from world.index import NOBODY, PLATFORM_SHARE_BPS

FIRST = (75, 10, 0, False)
FLOW = (50_000 * 10**6, 10_000, 200_000)


def test_constructor__terms_and_split__are_the_arguments(
    fund: Fund, deploy: Any, owner: str, guardian: str, manager: str, platform: str
) -> None:
    policy = deploy("FundPolicy", owner, guardian, fund.vault, FIRST, FLOW, manager, platform, 5_000)
    assert tuple(policy.policy()) == FIRST
    assert tuple(policy.flow_limit()) == FLOW
    assert (policy.owner(), policy.guardian(), policy.vault()) == (owner, guardian, fund.vault.address)
    assert (policy.manager(), policy.platform(), policy.platform_share_bps()) == (manager, platform, 5_000)
    assert tuple(policy.announced_fees()) == (0, 0, 0)
    assert policy.sequence() == 3


def test_constructor__of_the_world__gave_the_vault_its_first_terms(world: Any) -> None:
    fund, policy = world.index.vault.fund(), world.index.policy
    assert (fund.management_bps, fund.platform_bps, fund.paused_until, fund.wound_down) == (75, 10, 0, False)
    assert policy.policy() == FIRST
    assert policy.flow_limit() == FLOW
    assert policy.platform_share_bps() == PLATFORM_SHARE_BPS


@pytest.mark.parametrize(
    ("first", "limit", "reason"),
    [
        ((301, 10, 0, False), FLOW, "policy: fee above cap"),
        ((75, 101, 0, False), FLOW, "policy: fee above cap"),
        ((75, 10, 1, False), FLOW, "policy: first policy"),
        ((75, 10, 0, True), FLOW, "policy: first policy"),
        (FIRST, (10**18 + 1, 1_000, 1_000), "policy: flow limit"),
        (FIRST, (1, 200_001, 0), "policy: flow limit"),
        (FIRST, (1, 0, 200_001), "policy: flow limit"),
    ],
)
def test_constructor__terms_outside_the_caps__reverts(
    fund: Fund,
    deploy: Any,
    owner: str,
    guardian: str,
    manager: str,
    first: tuple[Any, ...],
    limit: tuple[int, int, int],
    reason: str,
) -> None:
    with reverts(reason):
        deploy("FundPolicy", owner, guardian, fund.vault, first, limit, manager, manager, 0)


def test_constructor__nobody_as_owner__reverts(fund: Fund, deploy: Any, guardian: str, manager: str) -> None:
    with reverts("roles: no owner"):
        deploy("FundPolicy", NOBODY, guardian, fund.vault, FIRST, FLOW, manager, manager, 0)


@pytest.mark.parametrize("place", [5, 6])
def test_constructor__nobody_in_the_split__reverts(
    fund: Fund, deploy: Any, owner: str, guardian: str, manager: str, platform: str, place: int
) -> None:
    arguments = [owner, guardian, fund.vault, FIRST, FLOW, manager, platform, 0]
    arguments[place] = NOBODY
    with reverts("policy: split"):
        deploy("FundPolicy", *arguments)
