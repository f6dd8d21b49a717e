"""USDC blocks the receiver, the owner or the vault: every path in and out ends with nothing lost, and another receiver
is paid to the unit. Shares know no blocklist.
"""

from collections.abc import Callable

import pytest

from tests.conftest import reverts
from tests.contracts.vault.fund import CASH, Fund

ASSETS = 10**9  # raw USDC
SHARES = 10**21
BLOCKED = "Blacklistable: account is blacklisted"

# (fund, receiver, owner) -> the entry or exit, made by the owner.
Flow = Callable[[Fund, str, str], object]

ENTRIES: dict[str, Flow] = {
    "buy": lambda f, to, owner: f.vault.buy(ASSETS, 0, to, 2**40, sender=owner),
    "deposit": lambda f, to, owner: f.vault.deposit(ASSETS, to, sender=owner),
    "mint": lambda f, to, owner: f.vault.mint(SHARES, to, sender=owner),
}
EXITS: dict[str, Flow] = {
    "sell": lambda f, to, owner: f.vault.sell(SHARES, 0, to, 2**40, sender=owner),
    "redeem": lambda f, to, owner: f.vault.redeem(SHARES, to, owner, sender=owner),
    "withdraw": lambda f, to, owner: f.vault.withdraw(f.vault.previewRedeem(SHARES), to, owner, sender=owner),
}


def block(fund: Fund, account: object, blocked: bool = True) -> None:
    fund.usdc.set_blocked(account, blocked, sender=fund.roles.market)


def wealth(fund: Fund, account: str) -> tuple[int, int]:
    """Raw USDC and shares."""
    return fund.usdc.balanceOf(account), fund.vault.balanceOf(account)


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry__owner_blocked__keeps_his_usdc(fund: Fund, holder: str, anyone: str, entry: str) -> None:
    fund.give(holder, 2 * 10**9)
    before = wealth(fund, holder)
    block(fund, holder)
    with reverts(BLOCKED):
        ENTRIES[entry](fund, anyone, holder)
    assert (wealth(fund, holder), fund.vault.balanceOf(anyone)) == (before, 0)


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry__receiver_blocked__has_his_shares(fund: Fund, holder: str, anyone: str, entry: str) -> None:
    fund.give(holder, 2 * 10**9)
    expected = SHARES if entry == "mint" else fund.vault.previewDeposit(ASSETS)
    block(fund, anyone)
    ENTRIES[entry](fund, anyone, holder)
    assert fund.vault.balanceOf(anyone) == expected


@pytest.mark.parametrize("flow", EXITS)
def test_exit__receiver_blocked__reverts_and_another_is_paid(
    fund: Fund, holder: str, other_holder: str, anyone: str, flow: str
) -> None:
    expected, before = fund.vault.previewRedeem(SHARES), wealth(fund, holder)
    block(fund, anyone)
    with reverts(BLOCKED):
        EXITS[flow](fund, anyone, holder)
    assert wealth(fund, holder) == before
    EXITS[flow](fund, other_holder, holder)
    assert fund.usdc.balanceOf(other_holder) == expected > 0
    # A raw unit of USDC is worth about 10**12 raw shares, and withdraw burns no more than its amount needs.
    assert 0 <= fund.vault.balanceOf(holder) - (before[1] - SHARES) < (2 * 10**12 if flow == "withdraw" else 1)


@pytest.mark.parametrize("flow", EXITS)
def test_exit__owner_blocked__another_receiver_is_paid(fund: Fund, holder: str, anyone: str, flow: str) -> None:
    expected = fund.vault.previewRedeem(SHARES)
    block(fund, holder)
    with reverts(BLOCKED):
        EXITS[flow](fund, holder, holder)
    EXITS[flow](fund, anyone, holder)
    assert fund.usdc.balanceOf(anyone) == expected


def test_in_kind__receiver_blocked__his_usdc_is_a_claim_to_another_receiver(
    fund: Fund, holder: str, other_holder: str, anyone: str
) -> None:
    expected = fund.due(SHARES)
    block(fund, anyone)
    fund.vault.redeem_in_kind(SHARES, anyone, holder, sender=holder)
    others = [asset_id for asset_id in expected if asset_id != CASH]
    assert fund.received(anyone, others) == {asset_id: expected[asset_id] for asset_id in others}
    assert fund.vault.claimable(CASH, holder) == expected[CASH] > 0
    assert fund.vault.claimable(CASH, anyone) == 0

    with reverts(BLOCKED):
        fund.vault.claim(CASH, anyone, sender=holder)
    assert fund.vault.claimable(CASH, holder) == expected[CASH]
    fund.vault.claim(CASH, other_holder, sender=holder)
    assert fund.usdc.balanceOf(other_holder) == expected[CASH]
    assert fund.vault.claimable(CASH, holder) == 0


def test_in_kind__owner_blocked__leaves_and_claims_to_another_receiver(fund: Fund, holder: str, anyone: str) -> None:
    expected = fund.due(SHARES)
    block(fund, holder)
    fund.vault.redeem_in_kind(SHARES, holder, holder, sender=holder)
    assert fund.vault.claimable(CASH, holder) == expected[CASH]
    fund.vault.claim(CASH, anyone, sender=holder)
    assert fund.usdc.balanceOf(anyone) == expected[CASH]
    # The next time the holder names the other receiver at once, and nothing is left to claim.
    expected = fund.due(SHARES)
    fund.vault.redeem_in_kind(SHARES, anyone, holder, sender=holder)
    assert fund.vault.claimable(CASH, holder) == 0
    assert fund.token("BTC").balanceOf(anyone) == expected[fund.id("BTC")]


def test_vault_blocked__exits_in_usdc_wait_and_the_exit_in_kind_pays_the_rest(
    fund: Fund, holder: str, anyone: str
) -> None:
    expected, before = fund.due(SHARES), wealth(fund, holder)
    block(fund, fund.vault)
    for flow in EXITS.values():
        with reverts(BLOCKED):
            flow(fund, anyone, holder)
    assert wealth(fund, holder) == before
    fund.vault.redeem_in_kind(SHARES, anyone, holder, sender=holder)
    others = [asset_id for asset_id in expected if asset_id != CASH]
    assert fund.received(anyone, others) == {asset_id: expected[asset_id] for asset_id in others}
    with reverts(BLOCKED):
        fund.vault.claim(CASH, anyone, sender=holder)
    block(fund, fund.vault, blocked=False)
    fund.vault.claim(CASH, anyone, sender=holder)
    assert fund.usdc.balanceOf(anyone) == expected[CASH]
