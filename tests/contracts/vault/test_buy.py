"""buy and sell: an entry and an exit with the caller's own bound and a deadline."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund

ASSETS = 10**9  # raw USDC
SHARES = 10**20


@pytest.fixture(autouse=True)
def money(fund: Fund, holder: str) -> None:
    fund.give(holder, ASSETS)


def test_buy__bound_met_exactly_at_the_deadline__buys(fund: Fund, holder: str, anyone: str) -> None:
    expected = fund.vault.previewDeposit(ASSETS)
    fund.vault.buy(ASSETS, expected, anyone, fund.chain.now(), sender=holder)
    assert fund.vault.balanceOf(anyone) == expected


def test_buy__one_share_unit_below_the_bound__reverts(fund: Fund, holder: str) -> None:
    expected = fund.vault.previewDeposit(ASSETS)
    with reverts("vault: below minimum out"):
        fund.vault.buy(ASSETS, expected + 1, holder, fund.chain.now(), sender=holder)


def test_buy__price_moved_against_the_caller__reverts_and_changes_nothing(fund: Fund, holder: str) -> None:
    expected = fund.vault.previewDeposit(ASSETS)
    fund.set_price("BTC", 43_000)
    before = fund.usdc.balanceOf(holder), fund.vault.balanceOf(holder), fund.vault.totalSupply()
    with reverts("vault: below minimum out"):
        fund.vault.buy(ASSETS, expected, holder, fund.chain.now(), sender=holder)
    assert (fund.usdc.balanceOf(holder), fund.vault.balanceOf(holder), fund.vault.totalSupply()) == before


@pytest.mark.parametrize("function", ["buy", "sell"])
def test_deadline__one_second_past__reverts(fund: Fund, holder: str, function: str) -> None:
    with reverts("vault: past deadline"):
        getattr(fund.vault, function)(10**6, 0, holder, fund.chain.now() - 1, sender=holder)


@pytest.mark.parametrize("function", ["buy", "sell"])
def test_amount__zero__reverts(fund: Fund, holder: str, function: str) -> None:
    with reverts("vault: zero"):
        getattr(fund.vault, function)(0, 0, holder, fund.chain.now(), sender=holder)


@pytest.mark.parametrize(("function", "amount"), [("buy", 10**18), ("sell", 9 * 10**23)])
def test_amount__above_max__reverts(fund: Fund, holder: str, function: str, amount: int) -> None:
    with reverts("vault: above max"):
        getattr(fund.vault, function)(amount, 0, holder, fund.chain.now(), sender=holder)


def test_sell__bound_met_exactly__pays_the_receiver(fund: Fund, holder: str, anyone: str) -> None:
    expected = fund.vault.previewRedeem(SHARES)
    fund.vault.sell(SHARES, expected, anyone, fund.chain.now(), sender=holder)
    assert fund.usdc.balanceOf(anyone) == expected


def test_sell__one_raw_unit_below_the_bound__reverts(fund: Fund, holder: str) -> None:
    expected = fund.vault.previewRedeem(SHARES)
    with reverts("vault: below minimum out"):
        fund.vault.sell(SHARES, expected + 1, holder, fund.chain.now(), sender=holder)


def test_sell__shares_of_another__are_out_of_reach(fund: Fund, holder: str, anyone: str) -> None:
    fund.vault.approve(anyone, SHARES, sender=holder)
    with reverts("erc20: burn amount exceeds balance"):
        fund.vault.sell(SHARES, 0, anyone, fund.chain.now(), sender=anyone)
