"""drop: anyone takes dust off the held list, priced or not; it stays in the books."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund

CENT = 10**16  # USD 18 decimals


def dust(fund: Fund, provider_id: str) -> int:
    """The most raw units of an asset that are worth a cent at its last good price."""
    asset_id = fund.id(provider_id)
    price = fund.registry.quote(asset_id) & (2**128 - 1)
    return int(CENT * 10 ** fund.registry.asset(asset_id).decimals // price)


def keep_only(fund: Fund, provider_id: str, units: int) -> None:
    """What no code of the vault does: the rest is sent away in its name; and that is booked."""
    token, asset_id = fund.token(provider_id), fund.id(provider_id)
    vault = fund.vault.address
    fund.chain.rpc("anvil_impersonateAccount", vault)
    fund.chain.rpc("anvil_setBalance", vault, hex(10**18))
    token.transfer(fund.roles.market, fund.balance(asset_id) - units, sender=vault)
    fund.vault.sync(asset_id, sender=fund.roles.anyone)
    assert fund.balance(asset_id) == units


@pytest.mark.parametrize("dead", [False, True])
def test_drop__dust__leaves_the_list_and_stays_in_the_books(fund: Fund, anyone: str, guardian: str, dead: bool) -> None:
    asset_id, before = fund.id("BTC"), fund.vault.held()
    units = dust(fund, "BTC")
    keep_only(fund, "BTC", units)
    if dead:
        fund.registry.set_status(asset_id, 3, sender=guardian)
    receipt = fund.policy.drop(asset_id, sender=anyone)
    (dropped,) = fund.policy.events(receipt, "AssetDropped")
    assert (dropped.asset, dropped.sequence, dropped.balance) == (asset_id, fund.policy.sequence(), units)
    assert 0 < dropped.value <= CENT
    assert fund.vault.held() == [held for held in before if held != asset_id]
    assert list(fund.vault.retired()) == []
    assert fund.balance(asset_id) == units


def test_drop__a_unit_above_dust__reverts(fund: Fund, anyone: str) -> None:
    keep_only(fund, "BTC", dust(fund, "BTC") + 1)
    with reverts("policy: not dust"):
        fund.policy.drop(fund.id("BTC"), sender=anyone)


def test_drop__not_held__reverts(fund: Fund, anyone: str) -> None:
    with reverts("vault: not held"):
        fund.policy.drop(fund.id("LINK"), sender=anyone)
    with reverts("registry: unlisted asset"):
        fund.policy.drop(999, sender=anyone)


def test_drop__bought_again__adds_to_the_dust(fund: Fund, anyone: str) -> None:
    units = dust(fund, "BTC")
    keep_only(fund, "BTC", units)
    fund.policy.drop(fund.id("BTC"), sender=anyone)
    fund.hold({"BTC": 10**8})
    assert fund.id("BTC") in fund.vault.held()
    assert fund.balance(fund.id("BTC")) >= units
