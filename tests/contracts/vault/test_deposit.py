"""deposit and mint: USDC in at NAV, levy and platform fee taken, named refusals."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES, Fund
from tests.odd_tokens import Oddity

ZERO = "0x" + "0" * 40
MILLION = 10**12  # raw USDC


def test_deposit__at_nav__shares_less_levy_and_fee(
    fund: Fund, holder: str, other_holder: str, fee_receiver: str
) -> None:
    vault = fund.vault
    nav, total, supply = vault.nav(), vault.totalAssets(), vault.totalSupply()
    fund.give(other_holder, MILLION)
    receipt = vault.deposit(MILLION, other_holder, sender=other_holder)
    # NAV is not a whole number of raw USDC, and rounds up for an entry.
    gross = MILLION * (BPS - nav.levy_bps) * (supply + VIRTUAL_SHARES) // ((total + 1 + 1) * BPS)
    fee = -(-gross * 10 // BPS)
    assert vault.balanceOf(other_holder) == gross - fee
    assert fund.balance(CASH) == nav.cash + MILLION
    (entered,) = vault.events(receipt, "Entered")
    assert (entered.payer, entered.receiver, entered.assets) == (other_holder, other_holder, MILLION)
    assert (entered.shares, entered.fee_shares, entered.levy_bps) == (gross - fee, fee, nav.levy_bps)
    assert (entered.total_assets, entered.supply) == (total + 1, supply)
    (deposited,) = vault.events(receipt, "Deposit")
    assert tuple(deposited) == (other_holder, other_holder, MILLION, gross - fee)


def test_deposit__for_another__pays_the_caller_and_credits_the_receiver(
    fund: Fund, other_holder: str, anyone: str
) -> None:
    fund.give(other_holder, MILLION)
    fund.vault.deposit(MILLION, anyone, sender=other_holder)
    assert fund.usdc.balanceOf(other_holder) == 0
    assert fund.vault.balanceOf(other_holder) == 0
    assert fund.vault.balanceOf(anyone) > 0


def test_deposit__levy__stays_with_those_inside(fund: Fund, holder: str, other_holder: str) -> None:
    before = fund.vault.convertToAssets(fund.vault.balanceOf(holder))
    fund.enter(other_holder, 1_000_000)
    gained = fund.vault.convertToAssets(fund.vault.balanceOf(holder)) - before
    # 82 bps of a million, of which the newcomer and the fee receiver keep half.
    assert 0.0040 < gained / MILLION < 0.0042


@pytest.mark.parametrize(("function", "amount"), [("deposit", 0), ("mint", 0)])
def test_entry__of_zero__reverts(fund: Fund, holder: str, function: str, amount: int) -> None:
    with reverts("vault: zero"):
        getattr(fund.vault, function)(amount, holder, sender=holder)


@pytest.mark.parametrize(("function", "amount"), [("deposit", 10**18), ("mint", 10**30)])
def test_entry__above_max__reverts(fund: Fund, holder: str, function: str, amount: int) -> None:
    with reverts("vault: above max"):
        getattr(fund.vault, function)(amount, holder, sender=holder)


@pytest.mark.parametrize(("function", "amount"), [("deposit", 10**6), ("mint", 10**18)])
def test_entry__to_nobody__reverts(fund: Fund, holder: str, function: str, amount: int) -> None:
    fund.give(holder, MILLION)
    with reverts("vault: receiver"):
        getattr(fund.vault, function)(amount, ZERO, sender=holder)


@pytest.mark.parametrize(("function", "amount"), [("deposit", 10**6), ("mint", 10**18)])
def test_entry__without_allowance__reverts(fund: Fund, anyone: str, function: str, amount: int) -> None:
    with reverts("ERC20: transfer amount exceeds allowance"):
        getattr(fund.vault, function)(amount, anyone, sender=anyone)


@pytest.mark.parametrize(("function", "amount"), [("deposit", 10**6), ("mint", 10**18)])
def test_entry__below_its_usdc__changes_nothing(fund: Fund, anyone: str, function: str, amount: int) -> None:
    fund.usdc.approve(fund.vault, 10**18, sender=anyone)
    before = fund.vault.totalSupply(), fund.vault.book(CASH), fund.vault.fund()
    with reverts("ERC20: transfer amount exceeds balance"):
        getattr(fund.vault, function)(amount, anyone, sender=anyone)
    assert (fund.vault.totalSupply(), fund.vault.book(CASH), fund.vault.fund()) == before


def test_entry__usdc_takes_a_fee__reverts(empty_fund: Fund, holder: str, market: str) -> None:
    """A vault whose USDC is a token that can be told to take a fee of every transfer."""
    fund = empty_fund
    fund.usdc = fund.chain.deploy("OddToken", "USD Coin", "USDC", 6, market)
    fund.vault = fund.unseeded()
    fund.give(holder, MILLION)
    fund.vault.seed(10**8, sender=holder)
    fund.usdc.become(Oddity.TAKES_FEE, sender=market)
    with reverts("vault: USDC not paid"):
        fund.vault.deposit(10**8, holder, sender=holder)
    assert fund.balance(CASH) == 10**8


def test_mint__exact_shares__cost_what_preview_said(fund: Fund, other_holder: str) -> None:
    fund.give(other_holder, MILLION)
    cost = fund.vault.previewMint(10**18)
    fund.vault.mint(10**18, other_holder, sender=other_holder)
    assert fund.vault.balanceOf(other_holder) == 10**18
    assert fund.usdc.balanceOf(other_holder) == MILLION - cost
