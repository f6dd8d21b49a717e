"""Where ERC-4626 leaves no choice: receivers that are nobody, previews without limits, and cash that is not there."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import CASH, Fund
from world.contract import Contract
from world.index import NOBODY

SHARE = 10**18


@pytest.fixture(params=["nobody", "vault"])
def nowhere(fund: Fund, request: pytest.FixtureRequest) -> str:
    return NOBODY if request.param == "nobody" else fund.vault.address


def test_max__receiver_that_nobody_is__is_zero(fund: Fund, nowhere: str) -> None:
    assert (fund.vault.maxDeposit(nowhere), fund.vault.maxMint(nowhere)) == (0, 0)


@pytest.mark.parametrize("function", ["deposit", "mint", "buy"])
def test_entry__receiver_that_nobody_is__reverts(fund: Fund, holder: str, nowhere: str, function: str) -> None:
    fund.give(holder, 10**9)
    arguments = {"deposit": (10**6, nowhere), "mint": (SHARE, nowhere), "buy": (10**6, 0, nowhere, 2**40)}[function]
    with reverts("vault: receiver"):
        getattr(fund.vault, function)(*arguments, sender=holder)
    assert fund.vault.balanceOf(fund.vault) == 0


@pytest.mark.parametrize("closed", ["pause_entries", "wind_down"])
def test_preview__entries_are_closed__acts_as_though_accepted(fund: Fund, closed: str) -> None:
    before = fund.vault.previewDeposit(10**9), fund.vault.previewMint(SHARE)
    role = fund.roles.guardian if closed == "pause_entries" else fund.roles.owner
    getattr(fund.policy, closed)(sender=role)
    after = fund.vault.previewDeposit(10**9), fund.vault.previewMint(SHARE)
    if closed == "pause_entries":
        assert after == before
    # without levy and fee
    assert after[0] >= before[0]
    assert after[1] <= before[1]
    assert fund.vault.maxDeposit(fund.roles.holder) == 0


def test_preview__not_seeded__acts_as_though_accepted(empty_fund: Fund) -> None:
    vault = empty_fund.unseeded()
    assert vault.previewDeposit(10**6) > 0


# --- USDC that the books have and the vault has not ------------------------------------------------------------------


@pytest.fixture
def short(fund: Fund, anyone: str) -> Fund:
    """Three quarters of the cash is gone, and nobody has booked it."""
    fund.chain.rpc("anvil_impersonateAccount", fund.vault.address)
    fund.chain.rpc("anvil_setBalance", fund.vault.address, hex(10**18))
    fund.usdc.transfer(anyone, fund.balance(CASH) * 3 // 4, sender=fund.vault.address)
    return fund


@pytest.mark.parametrize("function", ["withdraw", "redeem"])
def test_max__cash_is_short_of_the_books__is_what_the_vault_has(short: Fund, holder: str, function: str) -> None:
    vault, really = short.vault, short.usdc.balanceOf(short.vault)
    assert vault.maxWithdraw(holder) == really < short.balance(CASH)
    assert vault.convertToAssets(vault.maxRedeem(holder)) >= really
    most = vault.maxWithdraw(holder) if function == "withdraw" else vault.maxRedeem(holder)
    before = short.usdc.balanceOf(holder)
    getattr(vault, function)(most, holder, holder, sender=holder)
    assert really - 1 <= short.usdc.balanceOf(holder) - before <= really


def test_max__cash_is_short_of_the_books__the_lens_agrees(short: Fund, holder: str) -> None:
    lens: Contract = short.world.index.lens
    assert lens.preview_sell(SHARE, holder).max_out == short.vault.maxWithdraw(holder)
