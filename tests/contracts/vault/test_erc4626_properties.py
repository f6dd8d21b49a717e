"""ERC-4626 to the letter, in any state: round trips never profit, previews are exact, limits are honest."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.vault.fund import Fund
from tests.contracts.vault.properties import bounded, undone
from tests.contracts.vault.states import STATES, State
from world.chain import Reverted

MAX_TOTAL_ASSETS = 10**18  # raw USDC
ABOVE_MAX = {"vault: above max", "policy: above the flow of the hour"}
# Burned first where there is no platform fee to move first.
NOT_THE_SHARES = {"erc20: burn amount exceeds balance", "erc20: transfer amount exceeds balance"}
amounts = st.one_of(st.integers(1, 100), st.integers(1, 10**13))  # raw USDC, up to ten million


def holder_of(fund: Fund, account: str) -> tuple[int, int]:
    """USDC and shares of an account."""
    return fund.usdc.balanceOf(account), fund.vault.balanceOf(account)


def go_in(fund: Fund, function: str, account: str, assets: int) -> None:
    if function == "deposit":
        fund.vault.deposit(assets, account, sender=account)
    else:
        fund.vault.mint(max(1, fund.vault.previewDeposit(assets)), account, sender=account)


def go_out(fund: Fund, function: str, account: str, shares: int) -> None:
    """All of the shares, or as much of them as USDC pays."""
    if function == "redeem":
        if fund.vault.previewRedeem(shares):
            fund.vault.redeem(shares, account, account, sender=account)
        return
    assets = fund.vault.previewRedeem(shares)
    if assets:
        fund.vault.withdraw(assets, account, account, sender=account)


@bounded(30)
@given(state=STATES, assets=amounts)
def test_round_trip__usdc_in_and_out__never_profits(fund: Fund, other_holder: str, state: State, assets: int) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        # Cash enough in the fund for every way out.
        for way_in in ("deposit", "mint"):
            for way_out in ("redeem", "withdraw"):
                usdc, shares = holder_of(fund, other_holder)
                go_in(fund, way_in, other_holder, assets)
                gained = fund.vault.balanceOf(other_holder) - shares
                go_out(fund, way_out, other_holder, min(gained, fund.vault.maxRedeem(other_holder)))
                usdc_after, shares_after = holder_of(fund, other_holder)
                assert usdc_after <= usdc
                fund.vault.transfer(fund.roles.anyone, shares_after, sender=other_holder)


@bounded(30)
@given(state=STATES, assets=amounts)
def test_round_trip__usdc_out_and_in__never_profits(fund: Fund, holder: str, state: State, assets: int) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        for way_out in ("redeem", "withdraw"):
            for way_in in ("deposit", "mint"):
                usdc, shares = holder_of(fund, holder)
                out = min(assets, fund.vault.maxWithdraw(holder))
                go_out(fund, way_out, holder, fund.vault.previewWithdraw(out))
                received = fund.usdc.balanceOf(holder) - usdc
                if received == 0:
                    continue
                if way_in == "deposit":
                    fund.vault.deposit(received, holder, sender=holder)
                else:
                    fund.vault.mint(fund.vault.previewDeposit(received), holder, sender=holder)
                usdc_after, shares_after = holder_of(fund, holder)
                assert usdc_after >= usdc
                assert shares_after <= shares


@bounded(30)
@given(state=STATES, assets=amounts)
def test_others__entries_and_exits__do_not_cost_them(
    fund: Fund, holder: str, other_holder: str, state: State, assets: int
) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        vault = fund.vault
        stake = vault.balanceOf(holder)
        both = [other_holder, other_holder]
        for call in (
            lambda: vault.deposit(assets + 1, other_holder, sender=other_holder),
            lambda: vault.mint(assets * 10**12, other_holder, sender=other_holder),
            lambda: vault.withdraw(min(assets, vault.maxWithdraw(other_holder)), *both, sender=other_holder),
            lambda: go_out(fund, "redeem", other_holder, vault.maxRedeem(other_holder) // 2),
            lambda: vault.redeem_in_kind(vault.balanceOf(other_holder), *both, sender=other_holder),
        ):
            before = vault.convertToAssets(stake)
            call()
            # NAV is rounded to raw USDC before and after.
            assert vault.convertToAssets(stake) >= before - 1


@bounded(40)
@given(state=STATES, assets=amounts)
def test_preview__and_execution_in_the_same_second__are_equal(
    fund: Fund, holder: str, state: State, assets: int
) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        vault = fund.vault

        def changed(function: str, *arguments: Any) -> tuple[int, int]:
            usdc, shares = holder_of(fund, holder)
            getattr(vault, function)(*arguments, sender=holder)
            usdc_after, shares_after = holder_of(fund, holder)
            return abs(usdc_after - usdc), abs(shares_after - shares)

        previewed = vault.previewDeposit(assets)
        assert changed("deposit", assets, holder) == (assets, previewed)
        shares = assets * 10**12 + 7
        previewed = vault.previewMint(shares)
        assert changed("mint", shares, holder) == (previewed, shares)
        out = min(assets, vault.maxWithdraw(holder))
        previewed = vault.previewWithdraw(out)
        assert changed("withdraw", out, holder, holder) == (out, previewed)
        shares = max(min(assets * 10**12, vault.maxRedeem(holder)) - 3, 10**13)
        previewed = vault.previewRedeem(shares)
        assert changed("redeem", shares, holder, holder) == (previewed, shares)


@bounded(30)
@given(state=STATES)
def test_max__exactly_works_and_one_more_reverts(
    fund: Fund, holder: str, other_holder: str, market: str, state: State
) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        vault = fund.vault
        fund.usdc.mint(other_holder, 2 * MAX_TOTAL_ASSETS, sender=market)

        limit = vault.maxDeposit(other_holder)
        with pytest.raises(Reverted) as refused:
            vault.deposit.call(limit + 1, other_holder, sender=other_holder)
        assert refused.value.reason in ABOVE_MAX
        assert vault.deposit.call(limit, other_holder, sender=other_holder) == vault.previewDeposit(limit)
        limit = vault.maxMint(other_holder)
        with pytest.raises(Reverted) as refused:
            vault.mint.call(limit + 1, other_holder, sender=other_holder)
        assert refused.value.reason in ABOVE_MAX
        assert vault.mint.call(limit, other_holder, sender=other_holder) <= vault.maxDeposit(other_holder)

        # The holder owns more than the cash of the fund, then less.
        for reasons in (ABOVE_MAX, NOT_THE_SHARES):
            limit = vault.maxWithdraw(holder)
            with pytest.raises(Reverted) as refused:
                vault.withdraw.call(limit + 1, holder, holder, sender=holder)
            assert refused.value.reason in reasons
            assert vault.withdraw.call(limit, holder, holder, sender=holder) <= vault.balanceOf(holder)
            limit = vault.maxRedeem(holder)
            assert vault.redeem.call(limit, holder, holder, sender=holder) <= vault.maxWithdraw(holder)
            # Some shares more may still round to the same cash.
            more = max(limit + 1, vault.previewWithdraw(vault.previewRedeem(limit) + 1))
            with pytest.raises(Reverted) as refused:
                vault.redeem.call(more, holder, holder, sender=holder)
            assert refused.value.reason in reasons
            vault.transfer(other_holder, vault.balanceOf(holder) - 10**18, sender=holder)


@bounded(30)
@given(state=STATES, assets=amounts)
def test_convert__ignores_costs_and_the_caller(fund: Fund, holder: str, anyone: str, state: State, assets: int) -> None:
    with undone(fund.chain):
        state.arrange(fund)
        vault = fund.vault
        shares = vault.convertToShares(assets)
        assert shares == vault.convertToShares(assets, sender=anyone)
        assert vault.previewDeposit(assets) <= shares
        assert vault.previewWithdraw(assets) >= shares
        assert vault.convertToAssets(shares) <= assets
        assert vault.previewMint(shares) >= vault.convertToAssets(shares)
        assert vault.previewRedeem(shares) <= vault.convertToAssets(shares)
        # What everybody owns together is not more than there is.
        assert vault.convertToAssets(vault.totalSupply()) <= vault.totalAssets()


@pytest.mark.parametrize("way_out", ["redeem", "withdraw"])
def test_tiny_calls__hundreds_of_one_wei__never_profit(fund: Fund, other_holder: str, way_out: str) -> None:
    vault = fund.vault
    fund.give(other_holder, 1_000)
    with fund.chain.one_block():
        for _ in range(100):
            vault.deposit(1, other_holder, sender=other_holder)
            vault.mint(1, other_holder, sender=other_holder)
    shares = vault.balanceOf(other_holder)
    assert fund.usdc.balanceOf(other_holder) == 800
    assert shares <= vault.convertToShares(200)
    received = 0
    for _ in range(200):
        try:
            if way_out == "redeem":
                vault.redeem(vault.previewWithdraw(1) - 1, other_holder, other_holder, sender=other_holder)
            else:
                vault.withdraw(1, other_holder, other_holder, sender=other_holder)
                received += 1
        except Reverted as error:
            assert error.reason in ("vault: zero", "erc20: burn amount exceeds balance")
            break
    assert fund.usdc.balanceOf(other_holder) == 800 + received <= 1_000
    assert received < 200


def test_in_kind__hundreds_of_one_wei__receive_nothing(fund: Fund, holder: str, other_holder: str) -> None:
    fund.vault.transfer(other_holder, 100, sender=holder)
    with fund.chain.one_block():
        for _ in range(100):
            fund.vault.redeem_in_kind(1, other_holder, other_holder, sender=other_holder)
    assert fund.vault.balanceOf(other_holder) == 0
    assert fund.usdc.balanceOf(other_holder) == 0
    # SHIB has so many units for a dollar that one share unit is worth some; never more than its part.
    assert fund.token("SHIB").balanceOf(other_holder) * fund.vault.totalSupply() <= 100 * fund.token("SHIB").balanceOf(
        fund.vault
    )
