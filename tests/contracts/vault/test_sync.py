"""sync: anyone books a shortfall, shared by holdings and claims; nobody books a surplus."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import Fund
from tests.odd_tokens import turn_odd
from world.chain import Reverted


@pytest.mark.parametrize("bps", [9_999, 5_000, 1, 0])
def test_sync__shortfall__is_shared_in_proportion(fund: Fund, holder: str, anyone: str, market: str, bps: int) -> None:
    asset_id = fund.id("BTC")
    fund.vault.redeem_in_kind(10**23, holder, holder, [asset_id], sender=holder)
    balance, pot = fund.vault.book(asset_id)
    token = turn_odd(fund.chain, fund.token("BTC"), "rebased up")
    token.rebase(bps, sender=market)  # of twice
    token.rebase(5_000, sender=market)
    actual = token.balanceOf(fund.vault)
    missing = fund.vault.sync.call(asset_id, sender=anyone)
    receipt = fund.vault.sync(asset_id, sender=anyone)
    assert missing == balance + pot - actual
    after = (balance * actual // (balance + pot), pot * actual // (balance + pot))
    assert fund.vault.book(asset_id) == after
    (event,) = fund.vault.events(receipt, "ShortfallBooked")
    assert event.asset == asset_id
    assert (event.balance_before, event.balance, event.pot_before, event.pot) == (balance, after[0], pot, after[1])
    assert fund.vault.sync.call(asset_id, sender=anyone) <= 1


@pytest.mark.parametrize("asset_id", [0, 2, 999, 2**256 - 1])
def test_sync__nothing_booked__answers_zero(fund: Fund, anyone: str, asset_id: int) -> None:
    assert fund.vault.sync.call(asset_id, sender=anyone) == 0


def test_sync__books_are_covered__changes_nothing(fund: Fund, anyone: str) -> None:
    before = fund.vault.fund()
    receipt = fund.vault.sync(fund.id("ETH"), sender=anyone)
    assert receipt["logs"] == []
    assert fund.vault.fund() == before


def test_sync__token_that_does_not_answer__reverts_and_loses_nothing(fund: Fund, anyone: str) -> None:
    before = fund.vault.book(fund.id("ETH"))
    fund.chain.rpc("anvil_setCode", fund.token("ETH").address, "0x")
    with pytest.raises(Reverted):
        fund.vault.sync(fund.id("ETH"), sender=anyone)
    assert fund.vault.book(fund.id("ETH")) == before


def test_sync__shortfall__lowers_nav_for_everybody_alike(fund: Fund, anyone: str, holder: str) -> None:
    before = fund.vault.totalAssets()
    turn_odd(fund.chain, fund.token("BTC"), "rebased down")
    # Tracked: nothing changes until somebody books it.
    assert fund.vault.totalAssets() == before
    fund.vault.sync(fund.id("BTC"), sender=anyone)
    assert abs(before - fund.vault.totalAssets() - 150_000 * 10**6) < 10**6


def test_sync__during_a_session__reverts(fund: Fund) -> None:
    with reverts("vault: session open"):
        fund.session((fund.vault.address, fund.vault.sync.encode(1)))
