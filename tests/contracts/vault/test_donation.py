"""Donations of USDC or any asset, before or after any call: no profit, no revert, no change of price."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.vault.fund import CASH, Fund
from tests.contracts.vault.properties import bounded, undone

donations = st.tuples(st.sampled_from(["USDC", "BTC", "SHIB", "LINK"]), st.integers(1, 2**100))
CALLS = ["deposit", "mint", "withdraw", "redeem", "redeem_in_kind", "claim", "sync", "accrue", "settle"]


def call(fund: Fund, function: str) -> None:
    holder = fund.roles.holder
    if function == "settle":
        fund.hold({"BTC": 1})
        return
    arguments = {
        "deposit": [10**6, holder],
        "mint": [10**18, holder],
        "withdraw": [10**6, holder, holder],
        "redeem": [10**18, holder, holder],
        "redeem_in_kind": [10**18, holder, holder],
        "claim": [fund.id("ETH"), holder],
        "sync": [CASH],
        "accrue": [],
    }[function]
    getattr(fund.vault, function)(*arguments, sender=holder)


@pytest.fixture
def ready(fund: Fund, holder: str) -> Fund:
    fund.give(holder, 10**12)
    fund.vault.redeem_in_kind(10**18, holder, holder, [fund.id("ETH")], sender=holder)
    return fund


@bounded(10)
@given(donation=donations)
def test_donation__before_any_call__changes_no_answer(ready: Fund, donation: tuple[str, int]) -> None:
    provider_id, amount = donation
    for function in CALLS:
        with undone(ready.chain):
            call(ready, function)
            expected = state(ready)
        with undone(ready.chain):
            ready.token(provider_id).mint(ready.vault, amount, sender=ready.roles.market)
            call(ready, function)
            assert state(ready) == expected


def state(fund: Fund) -> list[object]:
    vault = fund.vault
    books = [vault.book(asset_id) for asset_id in (CASH, *vault.held())]
    return [vault.totalSupply(), vault.balanceOf(fund.roles.holder), vault.totalAssets(), vault.nav(), books]


@pytest.mark.parametrize("provider_id", ["USDC", "BTC"])
def test_sync__surplus__is_not_booked(ready: Fund, market: str, provider_id: str) -> None:
    ready.token(provider_id).mint(ready.vault, 10**20, sender=market)
    before = ready.vault.book(ready.id(provider_id))
    receipt = ready.vault.sync(ready.id(provider_id), sender=ready.roles.anyone)
    assert ready.vault.book(ready.id(provider_id)) == before
    assert ready.vault.events(receipt, "ShortfallBooked") == []


def test_donation__of_cash__widens_no_exit(fund: Fund, holder: str, market: str) -> None:
    most = fund.vault.maxWithdraw(holder), fund.vault.maxRedeem(holder)
    assert most[0] == fund.balance(CASH)
    fund.usdc.mint(fund.vault, 10**9, sender=market)
    assert (fund.vault.maxWithdraw(holder), fund.vault.maxRedeem(holder)) == most


def test_donation__of_shares_to_the_vault__profits_nobody(fund: Fund, holder: str, other_holder: str) -> None:
    stake = fund.enter(other_holder, 1_000)
    value = fund.vault.convertToAssets(stake)
    fund.vault.transfer(fund.vault, 10**20, sender=holder)
    assert fund.vault.convertToAssets(stake) == value
