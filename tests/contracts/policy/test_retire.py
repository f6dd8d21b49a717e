"""retire: an impaired asset leaves the held list and the NAV of exits; exits in kind book their part of it as a claim.

Its token is not called.
"""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES, Fund
from tests.odd_tokens import turn_odd

IMPAIRED, ACTIVE = 3, 1
SHARES = 10**22


def retire(fund: Fund, provider_id: str) -> dict[str, object]:
    """Impair and retire, as the owner; the receipt."""
    fund.registry.set_status(fund.id(provider_id), IMPAIRED, sender=fund.roles.owner)
    return dict(fund.policy.retire(fund.id(provider_id), sender=fund.roles.owner))


def test_retire__asset__leaves_nav_and_the_held_list(fund: Fund) -> None:
    asset_id, before, value = fund.id("BTC"), fund.vault.held(), fund.vault.nav().value
    fund.registry.set_status(asset_id, IMPAIRED, sender=fund.roles.owner)
    worth = fund.vault.nav().value - fund.vault.nav().firm_value
    assert not fund.vault.nav().firm
    receipt = fund.policy.retire(asset_id, sender=fund.roles.owner)
    assert fund.vault.held() == [held for held in before if held != asset_id]
    nav = fund.vault.nav()
    assert nav.firm
    assert abs(nav.firm_value - (value - worth)) <= worth // 10**5
    assert abs(nav.value - value) <= value // 10**9  # entries still pay for it
    (retired,) = fund.policy.events(receipt, "AssetRetired")
    (held,) = fund.vault.events(receipt, "HeldSet")
    assert tuple(retired) == (asset_id, fund.policy.sequence())
    assert list(fund.vault.retired()) == [asset_id]
    assert held.count == len(before) - 1
    assert fund.vault.fund().sequence == held.sequence


def test_retire__entries_and_exits__open_again(fund: Fund, holder: str) -> None:
    fund.registry.set_status(fund.id("BTC"), IMPAIRED, sender=fund.roles.owner)
    with reverts(f"vault: no price for asset {fund.id('BTC')}"):
        fund.vault.redeem(SHARES, holder, holder, sender=holder)
    fund.policy.retire(fund.id("BTC"), sender=fund.roles.owner)
    fund.vault.redeem(SHARES, holder, holder, sender=holder)


def test_retire__later_exit_in_kind__books_a_claim_without_calling_the_token(fund: Fund, holder: str) -> None:
    asset_id = fund.id("BTC")
    retire(fund, "BTC")
    hook = turn_odd(fund.chain, fund.token("BTC"), "hook")
    hook.set_hook(fund.usdc, fund.usdc.totalSupply.encode(), sender=fund.roles.market)
    balance, supply, levy = fund.balance(asset_id), fund.vault.totalSupply(), fund.vault.fund().exit_levy_bps
    receipt = fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    part = balance * SHARES * (BPS - levy) // ((supply + VIRTUAL_SHARES) * BPS)
    assert hook.calls() == 0
    assert fund.vault.claimable(asset_id, holder) == part
    assert fund.balance(asset_id) == balance - part
    (event,) = fund.vault.events(receipt, "ExitedInKind")
    assert (event.assets[0], event.assets[-1], event.amounts[-1]) == (CASH, asset_id, part)
    assert [booked.asset for booked in fund.vault.events(receipt, "ClaimBooked")] == [asset_id]
    fund.vault.claim(asset_id, holder, sender=holder)
    assert hook.balanceOf(holder) == part


def test_retire__impaired_by_the_guardian_alone__reverts_until_the_owner_confirms(
    fund: Fund, owner: str, guardian: str
) -> None:
    fund.registry.set_status(fund.id("BTC"), IMPAIRED, sender=guardian)
    with reverts("policy: not confirmed"):
        fund.policy.retire(fund.id("BTC"), sender=owner)
    fund.registry.set_status(fund.id("BTC"), IMPAIRED, sender=owner)
    fund.policy.retire(fund.id("BTC"), sender=owner)
    assert fund.vault.retired() == [fund.id("BTC")]


@pytest.mark.parametrize("status", [1, 2])
def test_retire__asset_that_is_not_impaired__reverts(fund: Fund, owner: str, status: int) -> None:
    fund.registry.set_status(fund.id("BTC"), status, sender=owner)
    with reverts("policy: not impaired"):
        fund.policy.retire(fund.id("BTC"), sender=owner)


@pytest.mark.parametrize("provider_id", ["LINK", "USDC"])
def test_retire__asset_that_is_not_held__reverts(fund: Fund, owner: str, provider_id: str) -> None:
    fund.registry.set_status(fund.id(provider_id), IMPAIRED, sender=owner)
    with reverts("vault: not held"):
        fund.policy.retire(fund.id(provider_id), sender=owner)


def test_retire__twice__reverts(fund: Fund, owner: str) -> None:
    retire(fund, "BTC")
    with reverts("vault: not held"):
        fund.policy.retire(fund.id("BTC"), sender=owner)


def test_retire__sixteen__fit_and_the_next_reverts(fund_100: Fund, owner: str, holder: str) -> None:
    fund = fund_100
    ids = fund.vault.held()[:17]
    with fund.chain.one_block():
        for asset_id in ids:
            fund.registry.set_status(asset_id, IMPAIRED, sender=owner)
        for asset_id in ids[:16]:
            fund.policy.retire(asset_id, sender=owner)
    with reverts("vault: too many retired"):
        fund.policy.retire(ids[16], sender=owner)
    assert len(fund.vault.held()) == 84
    assert sorted(fund.vault.retired()) == sorted(ids[:16])
    receipt = fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    (event,) = fund.vault.events(receipt, "ExitedInKind")
    assert sorted(event.assets[-16:]) == sorted(ids[:16])
    assert {booked.asset for booked in fund.vault.events(receipt, "ClaimBooked")} == set(ids[:16])
