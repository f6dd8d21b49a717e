"""distribute and set_split: fee shares leave by the split of their time, exact to the unit."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund
from world.index import NOBODY


@pytest.mark.parametrize("share", [0, 1, 3_333, 5_000, 9_999, 10_000])
def test_distribute__any_split__is_exact(
    fund: Fund, owner: str, anyone: str, manager: str, platform: str, share: int
) -> None:
    fund.policy.set_split(manager, platform, share, sender=owner)
    before = fund.vault.balanceOf(manager), fund.vault.balanceOf(platform)
    fund.sleep(86_400 + 1)
    fund.vault.accrue(sender=anyone)
    total = fund.vault.balanceOf(fund.policy)
    assert total > 0
    receipt = fund.policy.distribute(sender=anyone)
    for_platform = total * share // 10_000
    assert fund.vault.balanceOf(platform) - before[1] == for_platform
    assert fund.vault.balanceOf(manager) - before[0] == total - for_platform
    assert fund.vault.balanceOf(fund.policy) == 0
    (event,) = fund.policy.events(receipt, "Distributed")
    assert tuple(event) == (fund.policy.sequence(), total - for_platform, for_platform)


def test_distribute__single_unit__is_the_managers(fund: Fund, holder: str, manager: str, platform: str) -> None:
    fund.policy.distribute(sender=holder)
    before = fund.vault.balanceOf(manager), fund.vault.balanceOf(platform)
    fund.vault.transfer(fund.policy, 1, sender=holder)
    fund.policy.distribute(sender=holder)
    assert (fund.vault.balanceOf(manager), fund.vault.balanceOf(platform)) == (before[0] + 1, before[1])


def test_distribute__nothing_there__does_nothing(fund: Fund, anyone: str) -> None:
    fund.policy.distribute(sender=anyone)
    receipt = fund.policy.distribute(sender=anyone)
    assert fund.policy.events(receipt, "Distributed") == []


def test_set_split__new_one__pays_what_was_collected_by_the_old(
    fund: Fund, owner: str, anyone: str, manager: str, platform: str
) -> None:
    collected = fund.vault.balanceOf(fund.policy)
    receipt = fund.policy.set_split(anyone, platform, 0, sender=owner)
    assert fund.vault.balanceOf(platform) == collected // 2
    assert fund.vault.balanceOf(manager) == collected - collected // 2
    assert fund.vault.balanceOf(anyone) == 0
    (event,) = fund.policy.events(receipt, "SplitSet")
    assert tuple(event) == (fund.policy.sequence(), anyone, platform, 0)


def test_set_split__above_the_whole__reverts(fund: Fund, owner: str, manager: str, platform: str) -> None:
    with reverts("policy: split"):
        fund.policy.set_split(manager, platform, 10_001, sender=owner)


@pytest.mark.parametrize("who", ["nobody", "vault", "policy"])
def test_set_split__where_shares_would_be_stuck__reverts(fund: Fund, owner: str, anyone: str, who: str) -> None:
    stuck = {"nobody": NOBODY, "vault": fund.vault.address, "policy": fund.policy.address}[who]
    for pair in ((stuck, anyone), (anyone, stuck)):
        with reverts("policy: split"):
            fund.policy.set_split(*pair, 5_000, sender=owner)
