"""redeem_in_kind and gas: under a transaction's cap in the worst state, and too little gas never skips an asset."""

from typing import Any

import pytest

from tests.conftest import gas_used, reverts
from tests.contracts.vault.fund import CASH, Fund
from world.chain import Reverted
from world.contract import Contract
from world.node import TRANSACTION_GAS_CAP

SHARES = 3 * 10**22
# Just inside the caps of lib/vault/in_kind: 25,000 and 100,000 for the call and all it does.
BALANCE_GAS, TRANSFER_GAS = 20_200, 72_000
INVALID = "0xfe"  # burns all the gas it is given, whatever is called


def make_heavy(fund: Fund, provider_id: str, balance_gas: int, transfer_gas: int) -> Contract:
    """Put HeavyToken in the place of a plain token."""
    plain, market = fund.token(provider_id), fund.roles.market
    aside = fund.chain.deploy("HeavyToken", plain.name(), plain.symbol(), plain.decimals(), market)
    fund.chain.rpc("anvil_setCode", plain.address, fund.chain.rpc("eth_getCode", aside.address, "latest"))
    heavy = fund.chain.contract("HeavyToken", plain.address)
    heavy.set_weight(balance_gas, transfer_gas, sender=market)
    return heavy


def leave(fund: Fund, gas: int, skip: list[int] | None = None) -> dict[str, Any] | None:
    """An exit with a gas limit to `anyone`, who has nothing; None if it reverts for lack of gas."""
    roles = fund.roles
    try:
        return dict(
            fund.vault.redeem_in_kind(SHARES, roles.anyone, roles.holder, skip or [], sender=roles.holder, gas=gas)
        )
    except Reverted as error:
        assert error.reason.startswith(("vault: gas", "no reason", "out of gas", "OutOfGas", "execution reverted"))
        return None


def sweep(fund: Fund, start: int, stop: int, step: int) -> tuple[int, int]:
    """Exits with every gas limit: each pays everything or reverts. How many did which."""
    paid, refused = 0, 0
    for gas in range(start, stop, step):
        snapshot = fund.chain.snapshot()
        receipt = leave(fund, gas)
        if receipt is None:
            refused += 1
        else:
            paid += 1
            assert fund.vault.events(receipt, "ClaimBooked") == [], f"not paid with {gas} gas"
            assert fund.vault.events(receipt, "ShortfallBooked") == [], f"short with {gas} gas"
        fund.chain.revert(snapshot)
    return paid, refused


def test_gas__too_little__says_so(fund: Fund, holder: str) -> None:
    with reverts("vault: gas"):
        fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder, gas=500_000)


def test_gas__sweep_over_plain_tokens__pays_all_or_reverts(fund: Fund) -> None:
    paid, refused = sweep(fund, 60_000, 1_200_000, 23_000)
    assert paid > 5
    assert refused > 5


@pytest.mark.parametrize("provider_id", ["BTC", "DOGE", "SHIB"])
def test_gas__sweep_over_a_heavy_token__pays_all_or_reverts(fund: Fund, provider_id: str) -> None:
    heavy = make_heavy(fund, provider_id, BALANCE_GAS, TRANSFER_GAS)
    # It is heavier than most, and yet inside the caps.
    assert leave(fund, TRANSACTION_GAS_CAP) is not None
    assert heavy.balanceOf(fund.roles.anyone) > 0
    paid, refused = sweep(fund, 350_000, 1_400_000, 19_000)
    assert paid > 5
    assert refused > 5


def test_gas__sweep_at_the_floor_of_the_last_asset__pays_all_or_reverts(empty_fund: Fund, holder: str) -> None:
    """One asset as heavy as can be, after cash, in fine steps around the gas at which it is just allowed to begin."""
    empty_fund.enter(holder, 1_000_000)
    empty_fund.buy({"ETH": 900_000})
    make_heavy(empty_fund, "ETH", BALANCE_GAS, TRANSFER_GAS)
    too_little, enough = 100_000, 1_000_000
    while enough - too_little > 500:
        gas = (too_little + enough) // 2
        snapshot = empty_fund.chain.snapshot()
        if leave(empty_fund, gas) is None:
            too_little = gas
        else:
            enough = gas
        empty_fund.chain.revert(snapshot)
    paid, refused = sweep(empty_fund, enough - 10_000, enough + 10_000, 500)
    assert (paid, refused) == (20, 20)


def test_gas__token_that_looks_first__is_not_skipped_for_want_of_gas(empty_fund: Fund, holder: str) -> None:
    """It leaves the rest, which would book a claim of what a little more gas would have paid."""
    empty_fund.enter(holder, 1_000_000)
    empty_fund.buy({"ETH": 900_000})
    make_heavy(empty_fund, "ETH", 0, TRANSFER_GAS).set_looks_first(True, sender=empty_fund.roles.market)
    paid, refused = sweep(empty_fund, 150_000, 750_000, 6_000)
    assert paid > 20
    assert refused > 20


def test_gas__token_above_the_caps__is_a_claim_with_any_gas(fund: Fund, holder: str) -> None:
    make_heavy(fund, "ETH", BALANCE_GAS, 120_000)
    make_heavy(fund, "BTC", 30_000, TRANSFER_GAS)
    receipt = leave(fund, TRANSACTION_GAS_CAP)
    assert receipt is not None
    booked = {event.asset for event in fund.vault.events(receipt, "ClaimBooked")}
    assert booked == {fund.id("ETH"), fund.id("BTC")}
    # Collected without a cap.
    for provider_id in ("ETH", "BTC"):
        fund.vault.claim(fund.id(provider_id), holder, sender=holder)
        assert fund.token(provider_id).balanceOf(holder) > 0


def held_tokens(fund: Fund) -> list[str]:
    return [fund.registry.token(asset_id) for asset_id in (CASH, *fund.vault.held())]


def test_gas__112_plain_assets__is_below_the_cap(fund_112: Fund) -> None:
    receipt = leave(fund_112, TRANSACTION_GAS_CAP)
    assert receipt is not None
    assert fund_112.vault.events(receipt, "ClaimBooked") == []
    assert gas_used(receipt) < 6_000_000


@pytest.mark.parametrize("skipped", [True, False])
def test_gas__112_burners_and_cash__are_below_the_cap_and_all_claimable(fund_112: Fund, skipped: bool) -> None:
    ids = [CASH, *fund_112.vault.held()]
    for token in held_tokens(fund_112):
        fund_112.chain.rpc("anvil_setCode", token, INVALID)
    receipt = leave(fund_112, TRANSACTION_GAS_CAP, ids[-112:] if skipped else [])
    assert receipt is not None
    booked = [event.asset for event in fund_112.vault.events(receipt, "ClaimBooked")]
    assert booked == ids
    # The work of a claim: four words of storage, none of them ever written before.
    assert gas_used(receipt) < (8_500_000 if skipped else 12_000_000)


def test_gas__112_worst_tokens__need_the_skip_list_and_fit_with_it(fund_112: Fund) -> None:
    """Answers balanceOf at the cap, then burns the whole transfer: too much for one transaction, unless skipped."""
    ids = fund_112.vault.held()
    aside = fund_112.chain.deploy("HeavyToken", "Worst", "WORST", 18, fund_112.roles.market)
    code = fund_112.chain.rpc("eth_getCode", aside.address, "latest")
    with fund_112.chain.one_block():
        for token in held_tokens(fund_112)[1:]:
            fund_112.chain.rpc("anvil_setCode", token, code)
            heavy = fund_112.chain.contract("HeavyToken", token)
            heavy.set_weight(BALANCE_GAS, 200_000, sender=fund_112.roles.market)
    assert leave(fund_112, TRANSACTION_GAS_CAP) is None
    # Half of them on the list is enough: the holder chooses.
    for skip in (ids, ids[:70]):
        snapshot = fund_112.chain.snapshot()
        receipt = leave(fund_112, TRANSACTION_GAS_CAP, skip)
        assert receipt is not None
        assert len(fund_112.vault.events(receipt, "ClaimBooked")) == 112
        fund_112.chain.revert(snapshot)
