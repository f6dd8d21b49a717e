"""A token whose one ledger answers at two addresses, both listed: each is paid from it, and together it never pays more
than it has. What it cannot do is show a loss: either address sees the whole ledger, so a shortfall of one is covered by
the other's part until the ledger has less than the books of one address. That is why the asset book lists a token once.
"""

import pytest

from tests.contracts.vault.fund import Fund
from tests.odd_tokens import give_second_address
from world.contract import Contract
from world.index import Listing, list_assets

SHARES = 3 * 10**23
ETH_AGAIN = 100 * 10**18  # raw units booked at the second address


@pytest.fixture
def twice(fund: Fund) -> tuple[int, Contract]:
    """ETH at its second address, with as much again in the books; its id, and the second address."""
    asset = fund.asset("ETH")
    second = give_second_address(fund.chain, asset.token)
    (second_id,) = list_assets(
        fund.chain, fund.world.index, fund.roles, [Listing(second, asset.feed, "deep", stable=False)]
    )
    asset.token.mint(fund.vault, ETH_AGAIN, sender=fund.roles.market)
    held = [*fund.vault.held(), second_id]
    fund.settle({second_id: ETH_AGAIN}, held, fund.vault.fund().exit_levy_bps)
    return second_id, second


def test_two_addresses__exit_in_kind__pays_both_parts_to_the_wei(
    fund: Fund, twice: tuple[int, Contract], holder: str, anyone: str
) -> None:
    second_id, second = twice
    first_id, expected = fund.id("ETH"), fund.due(SHARES)
    books = fund.balance(first_id) + fund.balance(second_id)
    assert second.balanceOf(fund.vault) == books
    fund.vault.redeem_in_kind(SHARES, anyone, holder, sender=holder)
    assert second.balanceOf(anyone) == expected[first_id] + expected[second_id]
    assert fund.vault.claimable(first_id, holder) == fund.vault.claimable(second_id, holder) == 0
    assert fund.balance(first_id) + fund.balance(second_id) == second.balanceOf(fund.vault)


@pytest.mark.parametrize("skip_second", [True, False])
def test_two_addresses__one_skipped__its_claim_is_paid_from_the_common_ledger(
    fund: Fund, twice: tuple[int, Contract], holder: str, anyone: str, skip_second: bool
) -> None:
    second_id, second = twice
    first_id, expected = fund.id("ETH"), fund.due(SHARES)
    skipped, paid = (second_id, first_id) if skip_second else (first_id, second_id)
    fund.vault.redeem_in_kind(SHARES, anyone, holder, [skipped], sender=holder)
    assert second.balanceOf(anyone) == expected[paid]
    assert fund.vault.claimable(skipped, holder) == expected[skipped]
    fund.vault.claim(skipped, anyone, sender=holder)
    assert second.balanceOf(anyone) == expected[first_id] + expected[second_id]
    assert fund.balance(first_id) + fund.balance(second_id) == second.balanceOf(fund.vault)


def test_two_addresses__loss__shows_when_one_address_has_more_in_its_books_than_the_ledger(
    fund: Fund, twice: tuple[int, Contract], anyone: str, market: str
) -> None:
    second_id, second = twice
    first_id, ledger = fund.id("ETH"), fund.chain.contract("TwinToken", fund.token("ETH").address)
    larger, smaller = sorted((first_id, second_id), key=fund.balance, reverse=True)
    before = fund.balance(larger), fund.balance(smaller)
    # The smaller part is lost: the larger one covers it, and nobody can tell.
    ledger.burn(fund.vault, before[1], sender=market)
    for asset_id in (first_id, second_id):
        assert fund.vault.sync.call(asset_id, sender=anyone) == 0
    # One unit more, and the larger part has a shortfall of that unit.
    ledger.burn(fund.vault, 1, sender=market)
    assert fund.vault.sync.call(larger, sender=anyone) == 1
    fund.vault.sync(larger, sender=anyone)
    assert fund.balance(larger) == second.balanceOf(fund.vault) == before[0] - 1
    assert fund.balance(smaller) == before[1]


def test_two_addresses__loss__all_exits_together_get_the_ledger_and_no_more(
    fund: Fund, twice: tuple[int, Contract], holder: str, other_holder: str, market: str
) -> None:
    _, second = twice
    ledger = fund.chain.contract("TwinToken", fund.token("ETH").address)
    left = fund.balance(fund.id("ETH")) // 2
    ledger.burn(fund.vault, second.balanceOf(fund.vault) - left, sender=market)
    half = fund.vault.balanceOf(holder) // 2
    fund.vault.transfer(other_holder, half, sender=holder)
    dai = fund.token("DAI")
    for account in (holder, other_holder):
        expected = fund.due(fund.vault.balanceOf(account))[fund.id("DAI")]
        fund.vault.redeem_in_kind(fund.vault.balanceOf(account), account, account, sender=account)
        assert dai.balanceOf(account) == expected
    assert second.balanceOf(holder) + second.balanceOf(other_holder) + second.balanceOf(fund.vault) == left
    assert second.balanceOf(other_holder) > 0
