"""accrue: the streaming management fee, exact at no supply, after ten years, twice in one block."""

from fractions import Fraction

import pytest

from tests.contracts.vault.fund import BPS, YEAR, Fund


def expected(supply: int, rate: int, elapsed: int) -> int:
    """Shares minted: x of the fund by dilution, x clamped to one half, rounded down."""
    part = min(Fraction(rate * elapsed, BPS * YEAR), Fraction(1, 2))
    return int(supply * part / (1 - part))


@pytest.mark.parametrize("elapsed", [1, 86_400, YEAR, 10 * YEAR, 66 * YEAR, 70 * YEAR, 500 * YEAR])
def test_accrue__after_any_time__mints_exactly_the_part(
    fund: Fund, anyone: str, fee_receiver: str, elapsed: int
) -> None:
    supply, before = fund.vault.totalSupply(), fund.vault.balanceOf(fee_receiver)
    fund.sleep(elapsed)
    shares = expected(supply, 75, elapsed)
    receipt = fund.vault.accrue(sender=anyone)
    assert fund.vault.totalSupply() == supply + shares
    assert fund.vault.balanceOf(fee_receiver) == before + shares
    (event,) = fund.vault.events(receipt, "FeesAccrued")
    assert tuple(event) == (fund.vault.fund().sequence, shares, supply + shares)


def test_accrue__after_a_year__the_fees_are_the_rate(fund: Fund, anyone: str, fee_receiver: str) -> None:
    fund.set_fees(300, 0)
    before = fund.vault.balanceOf(fee_receiver)
    fund.sleep(YEAR)
    fund.vault.accrue(sender=anyone)
    earned = fund.vault.balanceOf(fee_receiver) - before
    assert abs(Fraction(earned, fund.vault.totalSupply()) - Fraction(3, 100)) < Fraction(1, 10**18)


def test_accrue__twice_in_one_second__mints_once(fund: Fund, anyone: str) -> None:
    fund.sleep(86_400)
    fund.vault.accrue(sender=anyone)
    supply = fund.vault.totalSupply()
    receipt = fund.vault.accrue(sender=anyone)
    assert fund.vault.totalSupply() == supply
    assert fund.vault.events(receipt, "FeesAccrued") == []


def test_accrue__often_or_once__differs_by_less_than_a_millionth(fund: Fund, anyone: str, fee_receiver: str) -> None:
    supply = fund.vault.totalSupply()
    for _ in range(12):
        fund.sleep(YEAR // 12)
        fund.vault.accrue(sender=anyone)
    grown = fund.vault.totalSupply() - supply
    # Twelve small steps take the part of what earlier steps left: a little less than one large one.
    assert expected(supply, 75, YEAR // 12) * 12 < grown < expected(supply, 75, YEAR)


def test_accrue__no_supply__mints_nothing(empty_fund: Fund, anyone: str) -> None:
    vault = empty_fund.unseeded(300, 100)
    empty_fund.sleep(10 * YEAR)
    assert vault.accrue.call(sender=anyone) == 0
    vault.accrue(sender=anyone)
    assert vault.totalSupply() == 0
    assert vault.fund().accrued_at == empty_fund.chain.now()


@pytest.mark.parametrize("function", ["deposit", "mint", "withdraw", "redeem", "redeem_in_kind", "set_fees"])
def test_accrue__comes_first__in_every_function_that_reads_supply(
    fund: Fund, holder: str, owner: str, function: str
) -> None:
    fund.give(holder, 10**9)
    arguments = {
        "deposit": [10**6, holder],
        "mint": [10**18, holder],
        "set_fees": [50, 10],
    }.get(function, [10**6 if function == "withdraw" else 10**18, holder, holder])
    fund.sleep(86_400)
    supply = fund.vault.totalSupply()
    sender = owner if function == "set_fees" else holder
    contract = fund.policy if function == "set_fees" else fund.vault
    receipt = getattr(contract, function)(*arguments, sender=sender)
    accrued = fund.vault.events(receipt, "FeesAccrued")
    assert len(accrued) == 1
    event = accrued[0]
    assert (event.shares, event.supply) == (expected(supply, 75, 86_400), supply + expected(supply, 75, 86_400))
    names = {"deposit": "Entered", "mint": "Entered", "withdraw": "Exited", "redeem": "Exited"}
    named = names.get(function, "ExitedInKind")
    if function != "set_fees":
        assert fund.vault.events(receipt, named)[0].supply == event.supply


def test_accrue__between_entry_and_exit__costs_no_one_a_fee_twice(fund: Fund, holder: str, anyone: str) -> None:
    fund.sleep(YEAR)
    value = fund.vault.convertToAssets(10**21)
    fund.vault.accrue(sender=anyone)
    # The views count the fee before it is minted.
    assert fund.vault.convertToAssets(10**21) == value
