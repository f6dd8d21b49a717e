"""settle: how much of a batch it takes, and that the forecast the trader reads says the same."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DAY, DOLLAR, EXECUTOR_ONLY, HOUR, SHARE, Counter

LEAST = 10_000
"""Whole USDC: the flow limit of an hour in these tests, far below 20 % of NAV."""


@pytest.fixture
def limited(counter: Counter) -> Counter:
    set_flow_limit(counter, LEAST)
    return counter


def set_flow_limit(counter: Counter, dollars: int) -> None:
    """A floor in whole USDC, and hardly a share of NAV beside it."""
    counter.fund.set_flow_limit((dollars * DOLLAR, 1_000, 1_000))


def raise_cash(counter: Counter) -> None:
    """Twice the whole fund in cash, so that no settlement is short."""
    counter.usdc.mint(counter.vault, 1_000_000 * DOLLAR, sender=counter.fund.roles.market)
    counter.fund.settle({1: counter.fund.balance(1) + 1_000_000 * DOLLAR}, counter.vault.held(), 0)


def settled_by(counter: Counter, role: str) -> Any:
    receipt = counter.queue.settle(sender=getattr(counter.fund.roles, role))
    return counter.settled(receipt)


# --- a fifth of the fund ---------------------------------------------------------------------------------------------


def test_settle__deposits_above_a_fifth_of_nav__the_rest_comes_back_pro_rata(
    limited: Counter, holder: str, other_holder: str
) -> None:
    limited.ask_deposit(holder, 300_000)
    limited.ask_deposit(other_holder, 100_000)
    event = limited.settled(limited.day())
    assert event.assets_filled == event.total_assets // 5
    back = [limited.queue.claimableCancelDepositRequest(1, account) for account in (holder, other_holder)]
    assert sum(back) == pytest.approx(400_000 * DOLLAR - event.assets_filled, abs=2)
    assert back[0] == pytest.approx(3 * back[1], abs=3)


def test_settle__redemptions_above_a_fifth_of_nav__the_rest_comes_back_pro_rata(
    limited: Counter, holder: str, other_holder: str
) -> None:
    raise_cash(limited)
    limited.ask_redeem(holder, 300_000 * SHARE)
    limited.ask_redeem(other_holder, 60_000 * SHARE)
    event = limited.settled(limited.day())
    assert event.shares_filled == pytest.approx(event.supply // 5, rel=1e-6)
    back = [limited.queue.claimableCancelRedeemRequest(1, account) for account in (holder, other_holder)]
    assert sum(back) == pytest.approx(360_000 * SHARE - event.shares_filled, abs=2)
    assert back[0] == pytest.approx(5 * back[1], abs=5)


def test_settle__netted_part__is_in_the_fifth(limited: Counter, holder: str, other_holder: str) -> None:
    limited.ask_redeem(holder, 300_000 * SHARE)
    limited.ask_deposit(other_holder, 300_000)
    event = limited.settled(limited.day())
    assert event.netted_assets <= event.assets_filled == event.total_assets // 5
    assert event.shares_filled == pytest.approx(event.supply // 5, rel=1e-6)


def test_settle__a_small_fund__takes_what_an_hour_lets_in_at_least(counter: Counter, holder: str) -> None:
    set_flow_limit(counter, 500_000)
    counter.ask_deposit(holder, 400_000)
    assert counter.settled(counter.day()).assets_filled == 400_000 * DOLLAR


# --- late ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["executor", "anyone"])
@pytest.mark.parametrize("wait", [EXECUTOR_ONLY, DAY])
def test_settle__late__no_more_enters_than_the_hour_lets_in(limited: Counter, holder: str, by: str, wait: int) -> None:
    """Whoever settles then may have chosen the minute, the executor too."""
    batch = limited.ask_deposit(holder, 50_000)
    limited.lock()
    limited.fund.sleep(wait)
    assert settled_by(limited, by).assets_filled == LEAST * DOLLAR
    assert limited.queue.claimableCancelDepositRequest(batch, holder) == (50_000 - LEAST) * DOLLAR


def test_settle__a_second_before_it_is_late__the_hour_does_not_bind(limited: Counter, holder: str) -> None:
    limited.ask_deposit(holder, 50_000)
    limited.lock()
    limited.fund.sleep(EXECUTOR_ONLY - 1)
    assert settled_by(limited, "executor").assets_filled == 50_000 * DOLLAR


def test_settle__late__the_netted_part_is_bounded_too(limited: Counter, holder: str, other_holder: str) -> None:
    limited.ask_redeem(holder, 60_000 * SHARE)
    limited.ask_deposit(other_holder, 50_000)
    limited.lock()
    limited.fund.sleep(EXECUTOR_ONLY)
    event = settled_by(limited, "anyone")
    assert event.netted_assets == event.assets_filled == LEAST * DOLLAR
    assert event.shares_filled == 60_000 * SHARE


# --- a limit is not a state ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("wait", "netted"), [(HOUR, 50_000), (EXECUTOR_ONLY, LEAST)])
def test_settle__the_hour_is_used_up__netting_goes_on(
    limited: Counter, holder: str, other_holder: str, wait: int, netted: int
) -> None:
    """A stranger who enters at once in front of a settlement cannot send the batch back."""
    limited.ask_redeem(holder, 60_000 * SHARE)
    limited.ask_deposit(other_holder, 50_000)
    limited.lock()
    limited.fund.sleep(wait)
    stranger = limited.fund.roles.anyone
    limited.fund.enter(stranger, limited.vault.maxDeposit(stranger) // DOLLAR)
    assert limited.vault.maxDeposit(stranger) < DOLLAR
    assert settled_by(limited, "executor").netted_assets == netted * DOLLAR


# --- the forecast ----------------------------------------------------------------------------------------------------

STATES = ["open", "paused", "late", "above a fifth", "wound down"]


@pytest.mark.parametrize("state", STATES)
def test_locked_requests__in_any_state__is_what_the_settlement_takes(
    limited: Counter, holder: str, other_holder: str, owner: str, guardian: str, state: str
) -> None:
    raise_cash(limited)
    deposited, redeemed = (400_000, 350_000) if state == "above a fifth" else (30_000, 40_000)
    limited.ask_deposit(other_holder, deposited)
    limited.ask_redeem(holder, redeemed * SHARE)
    limited.lock()
    limited.fund.sleep(EXECUTOR_ONLY if state == "late" else HOUR)
    if state == "paused":
        limited.fund.policy.pause_entries(sender=guardian)
    if state == "wound down":
        limited.fund.policy.wind_down(sender=owner)
    limited.vault.accrue(sender=owner)
    assets, shares = limited.locked()
    assert (assets == 0) == (state in ("paused", "wound down"))
    need = limited.queue.cash_need()
    assert need == max(limited.vault.convertToAssets(shares) - assets, 0)
    event = settled_by(limited, "executor")
    assert event.assets_filled == pytest.approx(assets, rel=1e-6)
    assert event.shares_filled == pytest.approx(shares, rel=1e-6)


def test_cash_need__deposits_that_cannot_enter__do_not_count(
    counter: Counter, holder: str, other_holder: str, guardian: str
) -> None:
    """Otherwise a deposit that is returned whole would keep redemptions from their cash, free and repeatable."""
    counter.ask_redeem(holder, 50_000 * SHARE)
    counter.ask_deposit(other_holder, 60_000)
    counter.lock()
    assert counter.queue.cash_need() == 0
    counter.fund.policy.pause_entries(sender=guardian)
    assert counter.locked() == (0, 50_000 * SHARE)
    assert counter.queue.cash_need() == counter.vault.convertToAssets(50_000 * SHARE)


def test_request_deposit__after_wind_down__reverts(counter: Counter, holder: str, owner: str) -> None:
    counter.give(holder, 1_000 * DOLLAR)
    counter.fund.policy.wind_down(sender=owner)
    with reverts("queue: wound down"):
        counter.queue.requestDeposit(100 * DOLLAR, holder, holder, sender=holder)
    with reverts("queue: wound down"):
        counter.queue.request_deposit_with_permit(100 * DOLLAR, holder, 2**40, 0, b"", b"", sender=holder)
    counter.ask_redeem(holder, 100 * SHARE)
    counter.day()
    assert counter.queue.maxRedeem(holder) == 100 * SHARE
