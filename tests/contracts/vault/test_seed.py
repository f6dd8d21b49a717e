"""seed: the first deposit, by anyone, burned, once; before it nobody can enter."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import CASH, PLENTY, VIRTUAL_SHARES, Fund
from world.contract import Contract

BURNED = "0x000000000000000000000000000000000000dEaD"
SEED = 100 * 10**6


@pytest.fixture
def fresh(empty_fund: Fund, owner: str, market: str) -> Contract:
    """A vault nobody has seeded, beside that of the world; some have USDC and approved it."""
    vault = empty_fund.unseeded()
    for account in (owner, empty_fund.roles.holder, empty_fund.roles.anyone):
        empty_fund.usdc.mint(account, 10**12, sender=market)
        empty_fund.usdc.approve(vault, PLENTY, sender=account)
    return vault


@pytest.mark.parametrize("role", ["owner", "anyone"])
def test_seed__by_anyone__is_burned_without_levy_and_fee(fresh: Contract, empty_fund: Fund, role: str) -> None:
    receipt = fresh.seed(SEED, sender=getattr(empty_fund.roles, role))
    assert fresh.balanceOf(BURNED) == SEED * VIRTUAL_SHARES == fresh.totalSupply()
    assert fresh.balanceOf(fresh.policy()) == 0
    assert fresh.book(CASH) == (SEED, 0)
    (entered,) = fresh.events(receipt, "Entered")
    assert (entered.receiver, entered.levy_bps, entered.fee_shares) == (BURNED, 0, 0)


def test_seed__twice__reverts(fresh: Contract, owner: str) -> None:
    fresh.seed(SEED, sender=owner)
    with reverts("vault: seeded"):
        fresh.seed(SEED, sender=owner)


def test_seed__of_zero__reverts(fresh: Contract, owner: str) -> None:
    with reverts("vault: zero"):
        fresh.seed(0, sender=owner)


def test_entry__before_the_seed__reverts(fresh: Contract, holder: str) -> None:
    for function, amount in (("deposit", 10**6), ("mint", 10**18)):
        with reverts("vault: not seeded"):
            getattr(fresh, function)(amount, holder, sender=holder)
    assert (fresh.maxDeposit(holder), fresh.maxMint(holder)) == (0, 0)


def test_views__before_the_seed__answer(fresh: Contract, holder: str) -> None:
    assert fresh.totalAssets() == 0
    assert fresh.convertToShares(10**6) == 10**18
    assert fresh.convertToAssets(10**18) == 10**6
    assert (fresh.maxWithdraw(holder), fresh.maxRedeem(holder)) == (0, 0)


@pytest.mark.parametrize("donated", [1, 10**6, 10**12])
def test_first_depositor__and_donations__no_profit_for_anyone(
    fresh: Contract, empty_fund: Fund, owner: str, holder: str, other_holder: str, market: str, donated: int
) -> None:
    usdc = empty_fund.usdc
    usdc.mint(fresh, donated, sender=market)
    fresh.seed(SEED, sender=owner)
    fresh.deposit(1, holder, sender=holder)
    usdc.mint(fresh, donated, sender=market)
    usdc.mint(other_holder, 10**9, sender=market)
    usdc.approve(fresh, PLENTY, sender=other_holder)
    fresh.deposit(10**9, other_holder, sender=other_holder)
    # Levy 2 bps, platform fee 10 bps: nothing else is lost, nothing is gained by the first.
    assert fresh.convertToAssets(fresh.balanceOf(other_holder)) >= 10**9 * 9_987 // 10_000
    assert fresh.convertToAssets(fresh.balanceOf(holder)) <= 1
