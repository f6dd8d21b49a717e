"""claim, and the pots behind it: what an exit could not pay, collectable later, sharing what is lost meanwhile."""

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES, Fund
from tests.odd_tokens import Oddity, turn_odd

SHARES = 10**23


@pytest.fixture
def owed(fund: Fund, holder: str) -> int:
    """Raw units of ETH that `holder` may claim."""
    fund.vault.redeem_in_kind(SHARES, holder, holder, [fund.id("ETH")], sender=holder)
    return int(fund.vault.claimable(fund.id("ETH"), holder))


def test_claim__to_any_receiver__pays_all_of_it_once(fund: Fund, owed: int, holder: str, anyone: str) -> None:
    asset_id = fund.id("ETH")
    balance, pot = fund.vault.book(asset_id)
    assert pot == owed > 0
    receipt = fund.vault.claim(asset_id, anyone, sender=holder)
    assert fund.token("ETH").balanceOf(anyone) == owed
    assert fund.vault.book(asset_id) == (balance, 0)
    (event,) = fund.vault.events(receipt, "ClaimPaid")
    assert (event.account, event.asset, event.receiver, event.amount) == (holder, asset_id, anyone, owed)
    with reverts("vault: no claim"):
        fund.vault.claim(asset_id, anyone, sender=holder)


@pytest.mark.parametrize("asset_id", [0, CASH, 7, 60_000, 2**256 - 1])
def test_claim__of_nothing__reverts(fund: Fund, anyone: str, asset_id: int) -> None:
    with reverts("vault: no claim"):
        fund.vault.claim(asset_id, anyone, sender=anyone)


def test_claim__to_the_vault__reverts(fund: Fund, owed: int, holder: str) -> None:
    with reverts("vault: receiver"):
        fund.vault.claim(fund.id("ETH"), fund.vault, sender=holder)


def test_claim__token_refuses__keeps_the_claim(fund: Fund, owed: int, holder: str, market: str) -> None:
    token = turn_odd(fund.chain, fund.token("ETH"), "paused")
    with reverts("token: paused"):
        fund.vault.claim(fund.id("ETH"), holder, sender=holder)
    token.become(Oddity.RETURNS_FALSE, sender=market)
    with reverts("vault: claim not paid"):
        fund.vault.claim(fund.id("ETH"), holder, sender=holder)
    assert fund.vault.claimable(fund.id("ETH"), holder) == owed
    token.become(0, sender=market)
    fund.vault.claim(fund.id("ETH"), holder, sender=holder)
    assert token.balanceOf(holder) == owed


@pytest.mark.parametrize("kind", ["returns nothing", "pays and returns false", "returns garbage", "return bomb"])
def test_claim__token_answers_oddly__is_paid_all_the_same(fund: Fund, owed: int, holder: str, kind: str) -> None:
    token = turn_odd(fund.chain, fund.token("ETH"), kind)
    fund.vault.claim(fund.id("ETH"), holder, sender=holder)
    balance = int.from_bytes(fund.chain.call(token.address, token.balanceOf.encode(holder))[:32], "big")
    assert balance == owed


def test_claim__shortfall__is_shared_by_holdings_and_claims(fund: Fund, owed: int, holder: str, anyone: str) -> None:
    asset_id = fund.id("ETH")
    balance, pot = fund.vault.book(asset_id)
    turn_odd(fund.chain, fund.token("ETH"), "rebased down")
    receipt = fund.vault.claim(asset_id, anyone, sender=holder)
    (event,) = fund.vault.events(receipt, "ShortfallBooked")
    assert (event.asset, event.balance_before, event.pot_before) == (asset_id, balance, pot)
    half = fund.token("ETH").balanceOf(anyone)
    assert owed // 2 - 1 <= half <= owed // 2
    assert balance // 2 - 1 <= fund.balance(asset_id) <= balance // 2


def test_claims__two_accounts_around_a_shortfall__each_bears_his_own_part(
    fund: Fund, owed: int, holder: str, other_holder: str
) -> None:
    asset_id = fund.id("ETH")
    fund.vault.transfer(other_holder, SHARES, sender=holder)
    token = turn_odd(fund.chain, fund.token("ETH"), "rebased down")
    fund.vault.sync(asset_id, sender=holder)
    # The second claim is booked after the loss and bears nothing of it.
    fund.vault.redeem_in_kind(SHARES, other_holder, other_holder, [asset_id], sender=other_holder)
    late = fund.vault.claimable(asset_id, other_holder)
    assert abs(fund.vault.claimable(asset_id, holder) - owed // 2) <= 1
    token.rebase(5_000, sender=fund.roles.market)
    fund.vault.sync(asset_id, sender=holder)
    assert abs(fund.vault.claimable(asset_id, holder) - owed // 4) <= 1
    assert abs(fund.vault.claimable(asset_id, other_holder) - late // 2) <= 1
    for account in (holder, other_holder):
        claimable = fund.vault.claimable(asset_id, account)
        fund.vault.claim(asset_id, account, sender=account)
        # A unit may stay in a rebasing token.
        assert claimable - 1 <= token.balanceOf(account) <= claimable


def test_claims__of_others__are_no_part_of_an_exit(fund: Fund, owed: int, holder: str, other_holder: str) -> None:
    asset_id = fund.id("ETH")
    fund.vault.transfer(other_holder, SHARES, sender=holder)
    kept = BPS - fund.vault.fund().exit_levy_bps
    due = fund.balance(asset_id) * SHARES * kept // ((fund.vault.totalSupply() + VIRTUAL_SHARES) * BPS)
    fund.vault.redeem_in_kind(SHARES, other_holder, other_holder, sender=other_holder)
    assert fund.token("ETH").balanceOf(other_holder) == due
    assert fund.vault.claimable(asset_id, holder) == owed


def test_claims__pot_lost_entirely__newcomers_start_afresh(
    fund: Fund, owed: int, holder: str, other_holder: str, market: str
) -> None:
    asset_id, vault = fund.id("ETH"), fund.vault
    vault.transfer(other_holder, SHARES, sender=holder)
    token = turn_odd(fund.chain, fund.token("ETH"), "rebased down")
    token.rebase(0, sender=market)
    vault.sync(asset_id, sender=holder)
    assert vault.book(asset_id) == (0, 0)
    with reverts("vault: no claim"):
        vault.claim(asset_id, holder, sender=holder)
    token.rebase(10_000, sender=market)
    turn_odd(fund.chain, fund.token("LINK"), "hook")
    # A session buys it again.
    plain = turn_odd(fund.chain, fund.chain.contract("OddToken", token.address), "blocklist")
    plain.mint(vault, 10**20, sender=market)
    fund.settle({asset_id: 10**20}, vault.held(), 0)
    vault.redeem_in_kind(SHARES, other_holder, other_holder, [asset_id], sender=other_holder)
    due = vault.claimable(asset_id, other_holder)
    assert due == vault.book(asset_id)[1] > 0
    assert vault.claimable(asset_id, holder) == 0
    vault.claim(asset_id, other_holder, sender=other_holder)
    assert plain.balanceOf(other_holder) == due


def test_claims__many_small_ones__never_exceed_the_pot(fund: Fund, holder: str, other_holder: str) -> None:
    asset_id = fund.id("ETH")
    fund.vault.transfer(other_holder, SHARES, sender=holder)
    for account, shares in [(holder, 10**6 + 1), (other_holder, 10**7 + 3), (holder, 10**20), (other_holder, 7)]:
        fund.vault.redeem_in_kind(shares, account, account, [asset_id], sender=account)
        owed = [fund.vault.claimable(asset_id, a) for a in (holder, other_holder)]
        assert sum(owed) <= fund.vault.book(asset_id)[1]


def test_claims__session__cannot_pay_them_away_unseen(fund: Fund, owed: int, market: str) -> None:
    """The trader checks the sold token against books and pot; here the words it is given say what is owed."""
    ids, words, _ = fund.vault.open_session.call(sender=fund.stub.address)
    assert words[ids.index(fund.id("ETH"))] >> 128 == owed


def test_claim__long_after__is_not_touched_by_fees_and_flows(
    fund: Fund, owed: int, holder: str, other_holder: str
) -> None:
    fund.sleep(365 * 86_400)
    fund.enter(other_holder, 1_000_000)
    fund.vault.accrue(sender=other_holder)
    fund.vault.redeem(10**20, holder, holder, sender=holder)
    assert fund.vault.claimable(fund.id("ETH"), holder) == owed
