"""write_off: announced by the owner, applied by anyone a week later; then entries pay nothing for a retired asset."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund

NOTICE, LIFE = 7 * 86_400, 14 * 86_400
IMPAIRED = 3
SHARES = 10**22


@pytest.fixture
def retired(fund: Fund, owner: str) -> Fund:
    """BTC, three tenths of the fund."""
    fund.registry.set_status(fund.id("BTC"), IMPAIRED, sender=owner)
    fund.policy.retire(fund.id("BTC"), sender=owner)
    return fund


def test_write_off__announced_and_applied_by_anyone__entries_stop_paying(
    retired: Fund, owner: str, anyone: str
) -> None:
    btc, before = retired.id("BTC"), retired.vault.nav()
    receipt = retired.policy.write_off(btc, sender=owner)
    effective_at = retired.chain.now() + NOTICE
    (event,) = retired.policy.events(receipt, "WriteOffAnnounced")
    assert tuple(event) == (btc, retired.policy.sequence(), effective_at)
    assert retired.policy.announced_write_off(btc) == effective_at
    assert retired.vault.nav().value == before.value
    retired.sleep(NOTICE - 1)
    with reverts("policy: too early"):
        retired.policy.apply_write_off(btc, sender=anyone)
    retired.sleep(1)
    receipt = retired.policy.apply_write_off(btc, sender=anyone)
    (event,) = retired.policy.events(receipt, "AssetWrittenOff")
    assert tuple(event) == (btc, retired.policy.sequence())
    after = retired.vault.nav()
    assert after.value == after.firm_value == before.firm_value
    assert retired.vault.written_off(btc)
    assert retired.policy.announced_write_off(btc) == 0


def test_write_off__exit_in_kind__still_books_its_part(retired: Fund, owner: str, anyone: str, holder: str) -> None:
    btc = retired.id("BTC")
    retired.policy.write_off(btc, sender=owner)
    retired.sleep(NOTICE)
    retired.policy.apply_write_off(btc, sender=anyone)
    assert retired.vault.retired() == [btc]
    retired.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    part = retired.vault.claimable(btc, holder)
    assert part > 0
    retired.vault.claim(btc, holder, sender=holder)
    assert retired.token("BTC").balanceOf(holder) == part


def test_write_off__nobody_applies_it_for_a_fortnight__lapses(retired: Fund, owner: str, anyone: str) -> None:
    btc = retired.id("BTC")
    retired.policy.write_off(btc, sender=owner)
    retired.sleep(NOTICE + LIFE + 1)
    with reverts("policy: announcement lapsed"):
        retired.policy.apply_write_off(btc, sender=anyone)
    assert not retired.vault.written_off(btc)


def test_write_off__withdrawn__is_gone(retired: Fund, owner: str, anyone: str) -> None:
    btc = retired.id("BTC")
    retired.policy.write_off(btc, sender=owner)
    receipt = retired.policy.withdraw_announcement(btc, sender=owner)
    (event,) = retired.policy.events(receipt, "AnnouncementWithdrawn")
    assert (event.subject, event.sequence) == (btc, retired.policy.sequence())
    retired.sleep(NOTICE)
    with reverts("policy: nothing announced"):
        retired.policy.apply_write_off(btc, sender=anyone)


@pytest.mark.parametrize("provider_id", ["ETH", "LINK", "USDC"])
def test_write_off__not_retired__reverts(retired: Fund, owner: str, provider_id: str) -> None:
    with reverts("policy: not retired"):
        retired.policy.write_off(retired.id(provider_id), sender=owner)


def test_write_off__twice__reverts(retired: Fund, owner: str, anyone: str) -> None:
    btc = retired.id("BTC")
    retired.policy.write_off(btc, sender=owner)
    retired.sleep(NOTICE)
    retired.policy.apply_write_off(btc, sender=anyone)
    with reverts("policy: not retired"):
        retired.policy.write_off(btc, sender=owner)
