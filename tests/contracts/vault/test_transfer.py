"""transfer, transferFrom, approve: an ERC-20 as the standard says, closed while a session is open."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import PLENTY, Fund

ZERO = "0x" + "0" * 40


def test_transfer__part_of_a_balance__moves_it(fund: Fund, holder: str, anyone: str) -> None:
    before, supply = fund.vault.balanceOf(holder), fund.vault.totalSupply()
    receipt = fund.vault.transfer(anyone, 10**18, sender=holder)
    assert fund.vault.balanceOf(holder) == before - 10**18
    assert fund.vault.balanceOf(anyone) == 10**18
    assert fund.vault.totalSupply() == supply
    assert [tuple(e) for e in fund.vault.events(receipt, "Transfer")] == [(holder, anyone, 10**18)]


def test_transfer__more_than_the_balance__reverts(fund: Fund, holder: str, anyone: str) -> None:
    balance = fund.vault.balanceOf(holder)
    with reverts("erc20: transfer amount exceeds balance"):
        fund.vault.transfer(anyone, balance + 1, sender=holder)


def test_transfer__to_nobody__reverts(fund: Fund, holder: str) -> None:
    with reverts("erc20: transfer to the zero address"):
        fund.vault.transfer(ZERO, 1, sender=holder)


@pytest.mark.parametrize(("allowed", "left"), [(10, 3), (7, 0), (PLENTY, PLENTY)])
def test_transfer_from__within_the_allowance__spends_it(
    fund: Fund, holder: str, other_holder: str, anyone: str, allowed: int, left: int
) -> None:
    fund.vault.approve(anyone, allowed, sender=holder)
    fund.vault.transferFrom(holder, other_holder, 7, sender=anyone)
    assert fund.vault.balanceOf(other_holder) == 7
    assert fund.vault.allowance(holder, anyone) == left


def test_transfer_from__above_the_allowance__reverts(fund: Fund, holder: str, anyone: str) -> None:
    fund.vault.approve(anyone, 6, sender=holder)
    with reverts("erc20: insufficient allowance"):
        fund.vault.transferFrom(holder, anyone, 7, sender=anyone)


def test_token__names_and_decimals(empty_fund: Fund) -> None:
    vault = empty_fund.vault
    assert (vault.name(), vault.symbol(), vault.decimals()) == ("Global 100", "GL100", 18)
