"""redeem_in_kind: a part of every asset for shares, levy taken, for every owner and caller."""

from fractions import Fraction

import pytest

from tests.conftest import gas_used, reverts
from tests.contracts.vault.fund import BPS, CASH, VIRTUAL_SHARES, Fund

ZERO = "0x" + "0" * 40
SHARES = 3 * 10**22


def tokens(fund: Fund) -> dict[int, str]:
    by_id = {asset.asset_id: asset.token.address for asset in fund.world.assets}
    return {asset_id: by_id[asset_id] for asset_id in (CASH, *fund.vault.held())}


def received(fund: Fund, account: str) -> list[int]:
    """What an account has of each asset of the fund, cash first."""
    return [fund.chain.contract("Token", token).balanceOf(account) for token in tokens(fund).values()]


def parts(fund: Fund, shares: int, levy_bps: int) -> list[int]:
    """What so many shares are worth in kind, cash first, rounded down."""
    part = Fraction(shares * (BPS - levy_bps), (fund.vault.totalSupply() + VIRTUAL_SHARES) * BPS)
    return [int(fund.balance(asset_id) * part) for asset_id in (CASH, *fund.vault.held())]


def test_redeem_in_kind__plain_tokens__pays_exactly_the_part(fund: Fund, holder: str, anyone: str) -> None:
    vault = fund.vault
    levy, supply, shares = vault.fund().exit_levy_bps, vault.totalSupply(), vault.balanceOf(holder)
    expected, books = parts(fund, SHARES, levy), [fund.balance(i) for i in tokens(fund)]
    assert levy == 82
    receipt = vault.redeem_in_kind(SHARES, anyone, holder, sender=holder)
    assert received(fund, anyone) == expected
    assert [fund.balance(i) for i in tokens(fund)] == [b - e for b, e in zip(books, expected, strict=True)]
    assert vault.balanceOf(holder) == shares - SHARES
    assert vault.totalSupply() == supply - SHARES
    (event,) = vault.events(receipt, "ExitedInKind")
    assert (event.owner, event.receiver, event.shares, event.supply) == (holder, anyone, SHARES, supply)
    assert (event.levy_bps, list(event.assets), list(event.amounts)) == (levy, list(tokens(fund)), expected)
    assert vault.events(receipt, "ClaimBooked") == []


def test_redeem_in_kind__levy__is_the_one_computed_last(fund: Fund, holder: str, anyone: str) -> None:
    fund.settle({}, fund.vault.held(), 123)
    expected = parts(fund, SHARES, 123)
    fund.vault.redeem_in_kind(SHARES, anyone, holder, sender=holder)
    assert received(fund, anyone) == expected
    # An entry computes it anew.
    fund.enter(holder, 1)
    assert fund.vault.fund().exit_levy_bps == 82


def test_redeem_in_kind__levy__stays_with_those_inside(fund: Fund, holder: str, other_holder: str) -> None:
    shares = fund.enter(other_holder, 1_000)
    before = fund.vault.convertToAssets(shares)
    fund.vault.redeem_in_kind(fund.vault.balanceOf(holder) // 2, holder, holder, sender=holder)
    # Half the fund left 82 bps behind.
    assert 1.0078 < fund.vault.convertToAssets(shares) / before < 1.0082


def test_redeem_in_kind__of_another__spends_his_allowance_and_owes_him(fund: Fund, holder: str, anyone: str) -> None:
    with reverts("erc20: insufficient allowance"):
        fund.vault.redeem_in_kind(SHARES, anyone, holder, sender=anyone)
    fund.vault.approve(anyone, SHARES + 1, sender=holder)
    fund.vault.redeem_in_kind(SHARES, anyone, holder, [CASH], sender=anyone)
    assert fund.vault.allowance(holder, anyone) == 1
    assert fund.token("BTC").balanceOf(anyone) > 0
    # What was not paid belongs to the owner of the shares, not to the caller.
    assert fund.vault.claimable(CASH, holder) > 0
    assert fund.vault.claimable(CASH, anyone) == 0


def test_redeem_in_kind__zero_shares__reverts(fund: Fund, holder: str) -> None:
    with reverts("vault: zero"):
        fund.vault.redeem_in_kind(0, holder, holder, sender=holder)


def test_redeem_in_kind__more_than_owned__reverts(fund: Fund, holder: str) -> None:
    with reverts("erc20: burn amount exceeds balance"):
        fund.vault.redeem_in_kind(fund.vault.balanceOf(holder) + 1, holder, holder, sender=holder)


def test_redeem_in_kind__absurd_amount__reverts(fund: Fund, holder: str) -> None:
    with reverts("erc20: burn amount exceeds balance"):
        fund.vault.redeem_in_kind(2**256 - 1, holder, holder, sender=holder)


def test_redeem_in_kind__to_nobody_or_the_vault__reverts(fund: Fund, holder: str) -> None:
    for receiver in (ZERO, fund.vault.address):
        with reverts("vault: receiver"):
            fund.vault.redeem_in_kind(SHARES, receiver, holder, sender=holder)


def test_redeem_in_kind__skip_list__becomes_claims(fund: Fund, holder: str, anyone: str) -> None:
    expected = parts(fund, SHARES, 82)
    ids = list(tokens(fund))
    skip = [ids[0], ids[3], 60_000]
    receipt = fund.vault.redeem_in_kind(SHARES, anyone, holder, skip, sender=holder)
    paid = [0 if asset_id in skip else amount for asset_id, amount in zip(ids, expected, strict=True)]
    assert received(fund, anyone) == paid
    for asset_id, amount in zip(ids, expected, strict=True):
        assert fund.vault.claimable(asset_id, holder) == (amount if asset_id in skip else 0)
        assert fund.vault.book(asset_id)[1] == (amount if asset_id in skip else 0)
    booked = [(e.account, e.asset, e.amount) for e in fund.vault.events(receipt, "ClaimBooked")]
    assert booked == [
        (holder, asset_id, amount) for asset_id, amount in zip(ids, expected, strict=True) if asset_id in skip
    ]


def test_redeem_in_kind__everything_skipped__calls_no_token(fund: Fund, holder: str) -> None:
    ids = list(tokens(fund))
    for token in tokens(fund).values():
        fund.chain.rpc("anvil_setCode", token, "0x5f5ffd")  # PUSH0 PUSH0 REVERT
    expected = parts(fund, SHARES, 82)
    fund.vault.redeem_in_kind(SHARES, holder, holder, ids, sender=holder)
    assert [fund.vault.claimable(i, holder) for i in ids] == expected


def test_redeem_in_kind__paused__is_open(fund: Fund, holder: str, guardian: str) -> None:
    fund.policy.pause_entries(sender=guardian)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)


def test_redeem_in_kind__every_share__leaves_the_seed_and_the_fees_whole(
    fund: Fund, holder: str, manager: str, platform: str
) -> None:
    worth = fund.vault.convertToAssets(10**18)
    fund.vault.redeem_in_kind(fund.vault.balanceOf(holder), holder, holder, sender=holder)
    assert fund.vault.convertToAssets(10**18) > worth
    fund.policy.distribute(sender=holder)
    for receiver in (manager, platform):
        fund.vault.redeem_in_kind(fund.vault.balanceOf(receiver), holder, receiver, sender=receiver)
    assert fund.vault.totalSupply() == 100 * 10**18


def test_redeem_in_kind__asset_of_no_balance__is_passed_over(fund: Fund, holder: str) -> None:
    fund.settle({fund.id("BTC"): 0}, fund.vault.held(), 80)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.token("BTC").balanceOf(holder) == 0


def test_redeem_in_kind__dust_that_is_not_held__stays(fund: Fund, holder: str) -> None:
    asset_id = fund.id("BTC")
    fund.settle({asset_id: 5}, [i for i in fund.vault.held() if i != asset_id], 80)
    fund.vault.redeem_in_kind(fund.vault.balanceOf(holder), holder, holder, sender=holder)
    assert fund.vault.book(asset_id) == (5, 0)


@pytest.mark.parametrize("who", ["vault", "receiver"])
def test_redeem_in_kind__usdc_blocks__cash_becomes_a_claim_for_another_receiver(
    fund: Fund, holder: str, anyone: str, market: str, who: str
) -> None:
    blocked = {"vault": fund.vault.address, "receiver": holder}[who]
    fund.usdc.set_blocked(blocked, True, sender=market)
    expected = parts(fund, SHARES, 82)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.vault.claimable(CASH, holder) == expected[0]
    assert received(fund, holder)[1:] == expected[1:]
    if who == "vault":
        with reverts("Blacklistable: account is blacklisted"):
            fund.vault.claim(CASH, anyone, sender=holder)
        fund.usdc.set_blocked(blocked, False, sender=market)
    fund.vault.claim(CASH, anyone, sender=holder)
    assert fund.usdc.balanceOf(anyone) == expected[0]


def test_redeem_in_kind__usdc_paused__cash_becomes_a_claim(fund: Fund, holder: str, market: str) -> None:
    fund.usdc.set_paused(True, sender=market)
    expected = parts(fund, SHARES, 82)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.vault.claimable(CASH, holder) == expected[0]
    assert received(fund, holder)[1:] == expected[1:]


def test_redeem_in_kind__hundred_assets__is_far_below_the_cap(fund_100: Fund, holder: str) -> None:
    receipt = fund_100.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    # To a receiver who has none of them yet; the gas report measures the usual case.
    assert gas_used(receipt) < 5_000_000
