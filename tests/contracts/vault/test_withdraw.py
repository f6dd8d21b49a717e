"""withdraw and redeem: shares out at NAV for the cash that is there, levy and platform fee taken."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES, Fund

ZERO = "0x" + "0" * 40
BOTH = pytest.mark.parametrize(("function", "amount"), [("withdraw", 10**6), ("redeem", 10**18)])


def test_redeem__at_nav__usdc_less_fee_and_levy(fund: Fund, holder: str, fee_receiver: str) -> None:
    vault = fund.vault
    nav, total, supply = vault.nav(), vault.totalAssets(), vault.totalSupply()
    shares, fees, usdc = vault.balanceOf(holder), vault.balanceOf(fee_receiver), fund.usdc.balanceOf(holder)
    receipt = vault.redeem(10**22, holder, holder, sender=holder)
    burned = 10**22 - 10**19
    assets = burned * (BPS - nav.levy_bps) * (total + 1) // ((supply + VIRTUAL_SHARES) * BPS)
    assert fund.usdc.balanceOf(holder) == usdc + assets
    assert vault.balanceOf(holder) == shares - 10**22
    assert vault.balanceOf(fee_receiver) == fees + 10**19
    assert vault.totalSupply() == supply - burned
    assert fund.balance(CASH) == nav.cash - assets
    (exited,) = vault.events(receipt, "Exited")
    assert (exited.owner, exited.receiver, exited.assets, exited.shares) == (holder, holder, assets, 10**22)
    assert (exited.fee_shares, exited.levy_bps) == (10**19, nav.levy_bps)
    assert (exited.total_assets, exited.supply) == (total, supply)
    (withdrawn,) = vault.events(receipt, "Withdraw")
    assert tuple(withdrawn) == (holder, holder, holder, assets, 10**22)


def test_withdraw__exact_usdc__takes_what_preview_said(fund: Fund, holder: str, anyone: str) -> None:
    before, cost = fund.vault.balanceOf(holder), fund.vault.previewWithdraw(10**9)
    fund.vault.withdraw(10**9, anyone, holder, sender=holder)
    assert fund.usdc.balanceOf(anyone) == 10**9
    assert fund.vault.balanceOf(holder) == before - cost


@BOTH
def test_exit__of_another__spends_his_allowance(
    fund: Fund, holder: str, anyone: str, function: str, amount: int
) -> None:
    shares = fund.vault.previewWithdraw(amount) if function == "withdraw" else amount
    with reverts("erc20: insufficient allowance"):
        getattr(fund.vault, function)(amount, anyone, holder, sender=anyone)
    fund.vault.approve(anyone, shares, sender=holder)
    getattr(fund.vault, function)(amount, anyone, holder, sender=anyone)
    assert fund.vault.allowance(holder, anyone) == 0
    assert fund.usdc.balanceOf(anyone) > 0


@BOTH
def test_exit__of_zero__reverts(fund: Fund, holder: str, function: str, amount: int) -> None:
    with reverts("vault: zero"):
        getattr(fund.vault, function)(0, holder, holder, sender=holder)


@BOTH
def test_exit__more_than_the_cash__reverts(fund: Fund, holder: str, function: str, amount: int) -> None:
    with reverts("vault: above max"):
        getattr(fund.vault, function)(amount * 500_000, holder, holder, sender=holder)


@BOTH
def test_exit__more_than_the_shares__reverts(fund: Fund, anyone: str, function: str, amount: int) -> None:
    fund.enter(anyone, 0.5)
    with reverts("erc20: burn amount exceeds balance"):
        getattr(fund.vault, function)(amount, anyone, anyone, sender=anyone)


@BOTH
def test_exit__usdc_paused__reverts_and_changes_nothing(
    fund: Fund, holder: str, market: str, function: str, amount: int
) -> None:
    fund.usdc.set_paused(True, sender=market)
    before = fund.vault.totalSupply(), fund.vault.book(CASH)
    with reverts("Pausable: paused"):
        getattr(fund.vault, function)(amount, holder, holder, sender=holder)
    assert (fund.vault.totalSupply(), fund.vault.book(CASH)) == before


@BOTH
def test_exit__after_claims_were_booked__cannot_touch_them(
    fund: Fund, holder: str, other_holder: str, function: str, amount: int
) -> None:
    fund.vault.redeem_in_kind(fund.vault.balanceOf(holder) // 2, holder, holder, [CASH], sender=holder)
    balance, pot = fund.vault.book(CASH)
    assert pot > 0
    assert fund.vault.maxWithdraw(holder) <= balance
    with reverts("vault: above max"):
        fund.vault.withdraw(balance + 1, holder, holder, sender=holder)


def test_redeem__shares_worth_nothing__revert_and_the_limit_says_so(fund: Fund, holder: str, anyone: str) -> None:
    fund.vault.transfer(anyone, 1_000, sender=holder)
    with reverts("vault: zero"):
        fund.vault.redeem(1_000, anyone, anyone, sender=anyone)
    assert fund.vault.maxRedeem(anyone) == 0
    assert fund.vault.maxWithdraw(anyone) == 0


def test_redeem__everybody_leaves__the_seed_remains(
    fund: Fund, holder: str, other_holder: str, manager: str, platform: str, fee_receiver: str
) -> None:
    vault = fund.vault
    # Everything is sold.
    cash = vault.totalAssets()
    fund.usdc.mint(vault, cash, sender=fund.roles.market)
    fund.settle({CASH: cash} | dict.fromkeys(vault.held(), 0), [], 2)
    fund.enter(other_holder, 1_000)
    for account in (holder, other_holder, manager, platform):
        fund.policy.distribute(sender=account)
        vault.redeem(vault.maxRedeem(account), account, account, sender=account)
    # Even those who receive the fees pay them; the rest is the burned seed, which the levies made richer.
    fees = sum(vault.balanceOf(account) for account in (manager, platform, fee_receiver))
    assert vault.totalSupply() - fees == 100 * 10**18
    assert fees < 10**19
    assert vault.convertToAssets(10**18) > 10**6
