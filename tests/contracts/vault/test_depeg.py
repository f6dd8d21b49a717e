"""USDC off its peg: NAV is counted in USDC at what its feed says, so who pays in USDC or takes it gets no discount."""

from fractions import Fraction

import pytest

from tests.contracts.vault.fund import CASH, Fund

MILLION = 10**12  # raw USDC
PRICES = (0.97, 1.03)


def dollars(fund: Fund, usdc: int) -> Fraction:
    """What raw USDC is worth by its feed, USD 18 decimals."""
    return Fraction(usdc * fund.vault.nav().cash_price, 10**6)


@pytest.fixture
def free(fund: Fund) -> Fund:
    """Without platform fee: it would hide a small discount."""
    fund.set_fees(0, 0)
    return fund


@pytest.mark.parametrize("price", PRICES)
def test_depeg__total_assets__counts_holdings_in_usdc_as_it_is(fund: Fund, price: float) -> None:
    cash = fund.balance(CASH)
    held = fund.vault.totalAssets() - cash
    fund.set_price("USDC", price)
    assert abs(fund.vault.totalAssets() - cash - held / price) < 10


@pytest.mark.parametrize("price", PRICES)
def test_depeg__entry__is_worth_no_more_than_it_paid(free: Fund, other_holder: str, price: float) -> None:
    free.set_price("USDC", price)
    shares = free.enter(other_holder, 1_000_000)
    part = Fraction(shares, free.vault.totalSupply())
    assert part * free.vault.nav().value <= dollars(free, MILLION)


@pytest.mark.parametrize("price", PRICES)
def test_depeg__exit__takes_no_more_than_its_part(free: Fund, holder: str, price: float) -> None:
    free.set_price("USDC", price)
    part = Fraction(10**22, free.vault.totalSupply()) * free.vault.nav().value
    paid = free.vault.redeem.call(10**22, holder, holder, sender=holder)
    assert 0 < dollars(free, paid) <= part
