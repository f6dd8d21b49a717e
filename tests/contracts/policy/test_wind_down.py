"""wind_down: once and for good; entries close, fees and levy end, every exit stays."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES, YEAR, Fund


@pytest.fixture
def wound_down(fund: Fund, owner: str, holder: str) -> Fund:
    fund.give(holder, 10**9)
    fund.policy.wind_down(sender=owner)
    return fund


def test_wind_down__by_the_owner__is_logged_and_taken(fund: Fund, owner: str) -> None:
    receipt = fund.policy.wind_down(sender=owner)
    assert len(fund.policy.events(receipt, "WoundDown")) == 1
    state = fund.vault.fund()
    assert (state.wound_down, state.management_bps, state.platform_bps, state.exit_levy_bps) == (True, 0, 0, 0)


def test_wind_down__twice__reverts(wound_down: Fund, owner: str) -> None:
    with reverts("policy: wound down"):
        wound_down.policy.wind_down(sender=owner)


@pytest.mark.parametrize("function", ["deposit", "mint", "buy"])
def test_wind_down__entries__revert(wound_down: Fund, holder: str, function: str) -> None:
    arguments = {"deposit": [10**6, holder], "mint": [10**18, holder], "buy": [10**6, 0, holder, 2**40]}
    with reverts("vault: wound down"):
        getattr(wound_down.vault, function).call(*arguments[function], sender=holder)
    assert (wound_down.vault.maxDeposit(holder), wound_down.vault.maxMint(holder)) == (0, 0)


def test_wind_down__fees__never_come_back(wound_down: Fund, owner: str, anyone: str) -> None:
    with reverts("policy: wound down"):
        wound_down.policy.set_fees(0, 0, sender=owner)
    supply = wound_down.vault.totalSupply()
    wound_down.sleep(YEAR)
    wound_down.vault.accrue(sender=anyone)
    assert wound_down.vault.totalSupply() == supply


def test_wind_down__rise_that_waits__is_forgotten(fund: Fund, owner: str, anyone: str) -> None:
    fund.policy.set_fees(300, 100, sender=owner)
    fund.policy.wind_down(sender=owner)
    fund.sleep(8 * 86_400)
    with reverts("policy: nothing announced"):
        fund.policy.apply_fees(sender=anyone)


@pytest.mark.parametrize("change", ["pause_entries", "set_flow_limit"])
def test_wind_down__later_terms__do_not_undo_it(wound_down: Fund, owner: str, holder: str, change: str) -> None:
    arguments = {"set_flow_limit": [(10**18, 10_000, 200_000)]}.get(change, [])
    getattr(wound_down.policy, change)(*arguments, sender=owner)
    assert wound_down.vault.fund().wound_down is True
    wound_down.sleep(4 * 86_400)
    with reverts("vault: wound down"):
        wound_down.vault.deposit(10**6, holder, sender=holder)


def test_wind_down__exit_for_usdc__costs_no_levy_and_no_fee(wound_down: Fund, holder: str) -> None:
    vault = wound_down.vault
    total, supply = vault.totalAssets(), vault.totalSupply()
    before = wound_down.usdc.balanceOf(holder)
    vault.redeem(10**22, holder, holder, sender=holder)
    paid = 10**22 * (total + 1) // (supply + VIRTUAL_SHARES)
    assert wound_down.usdc.balanceOf(holder) - before == paid


def test_wind_down__exit_in_kind__pays_the_whole_part(wound_down: Fund, holder: str) -> None:
    vault, asset_id = wound_down.vault, wound_down.id("BTC")
    balance, supply = wound_down.balance(asset_id), vault.totalSupply()
    vault.redeem_in_kind(10**22, holder, holder, sender=holder)
    assert wound_down.token("BTC").balanceOf(holder) == balance * 10**22 // (supply + VIRTUAL_SHARES)


def test_wind_down__session_after_it__brings_no_levy_back(wound_down: Fund, holder: str) -> None:
    wound_down.settle({}, wound_down.vault.held(), 80)
    assert wound_down.vault.fund().exit_levy_bps == 0
    supply, cash = wound_down.vault.totalSupply(), wound_down.balance(CASH)
    amounts = wound_down.vault.redeem_in_kind.call(10**22, holder, holder, sender=holder)
    assert amounts[0] == cash * 10**22 * BPS // ((supply + VIRTUAL_SHARES) * BPS)


def test_wind_down__trader__is_told_that_no_risk_may_be_added(wound_down: Fund) -> None:
    assert wound_down.vault.open_session.call(sender=wound_down.stub.address)[2] is True
