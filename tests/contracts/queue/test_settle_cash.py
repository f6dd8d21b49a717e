"""settle: when it may be, and what happens when the vault's cash does not reach."""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DAY, DOLLAR, EXECUTOR_ONLY, HOUR, SHARE, Counter
from tests.contracts.queue.model import Model, Side


def test_settle__nothing_locked__reverts(counter: Counter, holder: str, anyone: str) -> None:
    with reverts("queue: nothing locked"):
        counter.queue.settle(sender=anyone)
    counter.ask_deposit(holder, 100)
    with reverts("queue: nothing locked"):
        counter.queue.settle(sender=anyone)


def test_settle__within_the_hour__reverts(counter: Counter, holder: str, anyone: str) -> None:
    counter.ask_deposit(holder, 100)
    counter.lock()
    counter.fund.sleep(HOUR - 1)
    with reverts("queue: too early"):
        counter.queue.settle(sender=anyone)
    counter.settle(wait=1)


def test_settle__twice__reverts(counter: Counter, holder: str, anyone: str) -> None:
    counter.ask_deposit(holder, 100)
    counter.day()
    with reverts("queue: nothing locked"):
        counter.queue.settle(sender=anyone)


def test_settle__by_anyone_in_the_executors_hour__reverts(counter: Counter, holder: str, anyone: str) -> None:
    counter.ask_redeem(holder, 50_000 * SHARE)
    counter.lock()
    counter.fund.sleep(EXECUTOR_ONLY - 1)
    with reverts("queue: only executor"):
        counter.queue.settle(sender=anyone)


def test_settle__cash_reaches__needs_no_keeper_after_two_hours(counter: Counter, holder: str, anyone: str) -> None:
    counter.ask_redeem(holder, 50_000 * SHARE)
    counter.lock()
    counter.fund.sleep(EXECUTOR_ONLY)
    counter.queue.settle(sender=anyone)
    assert counter.queue.maxRedeem(holder) == 50_000 * SHARE
    assert counter.queue.claimableCancelRedeemRequest(1, holder) == 0


@pytest.mark.parametrize("by", ["executor", "anyone"])
@pytest.mark.parametrize("wait", [EXECUTOR_ONLY, DAY - 1])
def test_settle__cash_short_on_the_first_day__reverts(counter: Counter, holder: str, by: str, wait: int) -> None:
    counter.exhaust(leave=10_000)
    counter.ask_redeem(holder, 50_000 * SHARE)
    counter.lock()
    counter.fund.sleep(wait)
    with reverts("queue: cash short"):
        counter.queue.settle(sender=getattr(counter.fund.roles, by))


def test_settle__cash_short_after_a_day__is_pro_rata_and_the_rest_comes_back(
    counter: Counter, holder: str, other_holder: str
) -> None:
    counter.exhaust(leave=10_000)
    counter.ask_redeem(holder, 60_000 * SHARE)
    counter.ask_redeem(other_holder, 20_000 * SHARE)
    counter.lock()
    counter.fund.sleep(DAY)
    model = Model.of(counter)
    model.redemptions = {holder: 60_000 * SHARE, other_holder: 20_000 * SHARE}
    _, expected = model.settle()
    counter.settle(wait=0)
    assert Side(*counter.queue.batch(1).sides[1]) == expected
    assert expected.paid == pytest.approx(10_000 * DOLLAR, abs=1)
    assert counter.fund.balance(1) == 10_000 * DOLLAR - expected.paid
    for account, shares in model.redemptions.items():
        filled, paid, back = expected.of(shares)
        assert counter.queue.claimableRedeemRequest(1, account) == filled
        assert counter.queue.claimableCancelRedeemRequest(1, account) == back
        assert (counter.queue.maxRedeem(account), counter.queue.maxWithdraw(account)) == (filled, paid)
        assert filled + back == shares
        before = counter.has(account)
        counter.claim(account)
        counter.collect(account, 1)
        assert counter.has(account) == (before[0] + paid, before[1] + back)


def test_settle__no_cash_at_all_after_a_day__everything_comes_back(counter: Counter, holder: str) -> None:
    counter.exhaust()
    counter.fund.spend(counter.fund.balance(1))
    counter.ask_redeem(holder, 60_000 * SHARE)
    counter.lock()
    counter.settle(wait=DAY)
    assert counter.queue.maxRedeem(holder) == 0
    assert counter.collect(holder, 1) == (0, 60_000 * SHARE)


def test_settle__short_of_cash__the_next_batch_is_not_held_up(counter: Counter, holder: str, other_holder: str) -> None:
    counter.exhaust(leave=1_000)
    counter.ask_redeem(holder, 60_000 * SHARE)
    counter.lock()
    counter.ask_deposit(other_holder, 5_000)
    counter.settle(wait=DAY)
    counter.day()
    assert counter.queue.claimableDepositRequest(2, other_holder) == 5_000 * DOLLAR


def test_settle__a_run__stayers_lose_nothing_and_all_runners_get_the_same(
    counter: Counter, holder: str, other_holder: str
) -> None:
    counter.vault.transfer(counter.fund.roles.anyone, 100_000 * SHARE, sender=holder)
    counter.ask_redeem(holder, counter.vault.balanceOf(holder))
    counter.ask_redeem(other_holder, counter.vault.balanceOf(other_holder))
    counter.lock()
    counter.fund.sleep(DAY)
    counter.vault.accrue(sender=holder)
    price = counter.vault.convertToAssets(10**24)
    counter.settle(wait=0)
    assert counter.vault.convertToAssets(10**24) >= price
    queue = counter.queue
    shares = [queue.maxRedeem(a) + queue.claimableCancelRedeemRequest(1, a) for a in (holder, other_holder)]
    rates = [queue.maxWithdraw(a) / s for a, s in zip((holder, other_holder), shares, strict=True)]
    assert rates[0] == pytest.approx(rates[1], rel=1e-9)


def test_settle__deposits_cover_the_shortage__nothing_comes_back(
    counter: Counter, holder: str, other_holder: str
) -> None:
    counter.exhaust()
    counter.ask_redeem(holder, 10_000 * SHARE)
    counter.ask_deposit(other_holder, 10_100)
    counter.day()
    assert counter.queue.maxRedeem(holder) == 10_000 * SHARE
    assert counter.queue.claimableCancelRedeemRequest(1, holder) == 0
