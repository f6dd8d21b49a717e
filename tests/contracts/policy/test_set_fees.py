"""set_fees and what follows: a fall at once, a rise announced, waited for, applied by anyone, withdrawn, replaced."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import BPS, YEAR, Fund

NOTICE = 7 * 86_400
LIFE = 14 * 86_400
FEES = 0  # the subject of an announcement


def fees(fund: Fund) -> tuple[int, int]:
    """What the vault charges."""
    state = fund.vault.fund()
    assert (state.management_bps, state.platform_bps) == tuple(fund.policy.policy())[:2]
    return state.management_bps, state.platform_bps


@pytest.mark.parametrize("lower", [(75, 9), (74, 10), (0, 0), (75, 10)])
def test_set_fees__fall__is_at_once(fund: Fund, owner: str, lower: tuple[int, int]) -> None:
    receipt = fund.policy.set_fees(*lower, sender=owner)
    assert fees(fund) == lower
    assert tuple(fund.policy.announced_fees()) == (0, 0, 0)
    (event,) = fund.policy.events(receipt, "FeesSet")
    assert tuple(event) == (fund.policy.sequence(), *lower)


@pytest.mark.parametrize("higher", [(76, 10), (75, 11), (0, 11), (300, 100)])
def test_set_fees__rise_of_either__is_announced(fund: Fund, owner: str, higher: tuple[int, int]) -> None:
    receipt = fund.policy.set_fees(*higher, sender=owner)
    effective_at = fund.chain.now() + NOTICE
    assert fees(fund) == (75, 10)
    assert tuple(fund.policy.announced_fees()) == (*higher, effective_at)
    (event,) = fund.policy.events(receipt, "FeesAnnounced")
    assert tuple(event) == (fund.policy.sequence(), *higher, effective_at)
    assert fund.policy.events(receipt, "FeesSet") == []


@pytest.mark.parametrize(("management", "platform"), [(301, 0), (0, 101), (2**256 - 1, 0), (0, 2**256 - 1)])
def test_set_fees__above_a_cap__reverts(fund: Fund, owner: str, management: int, platform: int) -> None:
    with reverts("policy: fee above cap"):
        fund.policy.set_fees(management, platform, sender=owner)


def test_apply__after_the_notice__by_anyone(fund: Fund, owner: str, anyone: str) -> None:
    fund.policy.set_fees(300, 100, sender=owner)
    fund.sleep(NOTICE - 1)
    with reverts("policy: too early"):
        fund.policy.apply_fees(sender=anyone)
    fund.sleep(1)
    fund.policy.apply_fees(sender=anyone)
    assert fees(fund) == (300, 100)
    assert tuple(fund.policy.announced_fees()) == (0, 0, 0)
    with reverts("policy: nothing announced"):
        fund.policy.apply_fees(sender=anyone)


def test_apply__nothing_announced__reverts(fund: Fund, anyone: str) -> None:
    with reverts("policy: nothing announced"):
        fund.policy.apply_fees(sender=anyone)


def test_apply__nobody_does_for_a_fortnight__lapses(fund: Fund, owner: str, anyone: str) -> None:
    fund.policy.set_fees(300, 100, sender=owner)
    fund.sleep(NOTICE + LIFE + 1)
    assert tuple(fund.policy.announced_fees()) == (0, 0, 0)
    with reverts("policy: announcement lapsed"):
        fund.policy.apply_fees(sender=anyone)
    assert fees(fund) == (75, 10)
    with reverts("policy: nothing announced"):
        fund.policy.withdraw_announcement(FEES, sender=owner)
    fund.policy.set_fees(300, 100, sender=owner)
    fund.sleep(NOTICE)
    fund.policy.apply_fees(sender=anyone)
    assert fees(fund) == (300, 100)


def test_apply__at_the_last_second__works(fund: Fund, owner: str, anyone: str) -> None:
    fund.policy.set_fees(300, 100, sender=owner)
    fund.sleep(NOTICE + LIFE)
    fund.policy.apply_fees(sender=anyone)
    assert fees(fund) == (300, 100)


def test_withdraw__announcement__is_gone(fund: Fund, owner: str, anyone: str) -> None:
    fund.policy.set_fees(300, 10, sender=owner)
    receipt = fund.policy.withdraw_announcement(FEES, sender=owner)
    assert len(fund.policy.events(receipt, "AnnouncementWithdrawn")) == 1
    fund.sleep(NOTICE)
    with reverts("policy: nothing announced"):
        fund.policy.apply_fees(sender=anyone)
    with reverts("policy: nothing announced"):
        fund.policy.withdraw_announcement(FEES, sender=owner)


def test_set_fees__second_announcement__replaces_the_first_and_waits_anew(fund: Fund, owner: str, anyone: str) -> None:
    fund.policy.set_fees(100, 10, sender=owner)
    fund.sleep(NOTICE - 1)
    fund.policy.set_fees(300, 10, sender=owner)
    fund.sleep(1)
    with reverts("policy: too early"):
        fund.policy.apply_fees(sender=anyone)
    fund.sleep(NOTICE - 1)
    fund.policy.apply_fees(sender=anyone)
    assert fees(fund) == (300, 10)


def test_set_fees__fall_while_a_rise_waits__withdraws_it(fund: Fund, owner: str, anyone: str) -> None:
    fund.policy.set_fees(300, 10, sender=owner)
    receipt = fund.policy.set_fees(50, 10, sender=owner)
    assert len(fund.policy.events(receipt, "AnnouncementWithdrawn")) == 1
    assert fees(fund) == (50, 10)
    fund.sleep(NOTICE)
    with reverts("policy: nothing announced"):
        fund.policy.apply_fees(sender=anyone)


@pytest.mark.parametrize("after", [(0, 10), (300, 10)])
def test_set_fees__time_before__is_charged_at_the_old_rate(
    fund: Fund, owner: str, anyone: str, after: tuple[int, int]
) -> None:
    fund.policy.set_fees(*after, sender=owner)
    if after[0] > 75:
        fund.sleep(NOTICE)
        fund.policy.apply_fees(sender=anyone)
    before, supply = fund.vault.balanceOf(fund.policy), fund.vault.totalSupply()
    fund.sleep(86_400)
    fund.vault.accrue(sender=anyone)
    rate = after[0] * 86_400
    assert fund.vault.balanceOf(fund.policy) - before == supply * rate // (BPS * YEAR - rate)


def test_apply__rise__accrues_the_notice_at_the_old_rate(fund: Fund, owner: str, anyone: str) -> None:
    before, supply = fund.vault.balanceOf(fund.policy), fund.vault.totalSupply()
    fund.policy.set_fees(300, 10, sender=owner)
    fund.sleep(NOTICE)
    fund.policy.apply_fees(sender=anyone)
    old = 75 * NOTICE
    assert fund.vault.balanceOf(fund.policy) - before == supply * old // (BPS * YEAR - old)


def test_set_fees__zero__nothing_accrues(fund: Fund, owner: str, holder: str) -> None:
    fund.policy.set_fees(0, 0, sender=owner)
    before = fund.vault.balanceOf(fund.policy)
    fund.sleep(YEAR)
    fund.enter(holder, 1_000)
    assert fund.vault.balanceOf(fund.policy) == before
