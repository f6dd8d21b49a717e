"""USDC blocks who asked, who is to receive, or the queue: nothing is lost, and another receiver is paid to the unit.
Redemptions that are claimed: test_claim.
"""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DAY, DOLLAR, SHARE, Counter

BLOCKED = "Blacklistable: account is blacklisted"
WEEK = 7 * DAY


def block(counter: Counter, account: object, blocked: bool = True) -> None:
    counter.usdc.set_blocked(account, blocked, sender=counter.fund.roles.market)


def test_request_deposit__owner_blocked__keeps_his_usdc(counter: Counter, holder: str) -> None:
    counter.give(holder, 1_000 * DOLLAR)
    before = counter.has(holder)
    block(counter, holder)
    with reverts(BLOCKED):
        counter.queue.requestDeposit(1_000 * DOLLAR, holder, holder, sender=holder)
    assert counter.has(holder) == before
    assert counter.queue.open_requests() == (1, 0, 0)


def test_cancel_deposit__controller_blocked_meanwhile__usdc_goes_to_another_receiver(
    counter: Counter, holder: str, anyone: str
) -> None:
    batch = counter.ask_deposit(holder, 1_000)
    block(counter, holder)
    counter.queue.cancelDepositRequest(batch, holder, sender=holder)
    with reverts(BLOCKED):
        counter.queue.claimCancelDepositRequest(batch, holder, holder, sender=holder)
    assert counter.queue.claimableCancelDepositRequest(batch, holder) == 1_000 * DOLLAR
    counter.queue.claimCancelDepositRequest(batch, anyone, holder, sender=holder)
    assert counter.usdc.balanceOf(anyone) == 1_000 * DOLLAR
    assert counter.queue.claimableCancelDepositRequest(batch, holder) == 0


def test_deposit__controller_blocked_meanwhile__settles_and_pays_him_shares(counter: Counter, holder: str) -> None:
    counter.ask_deposit(holder, 1_000)
    before = counter.vault.balanceOf(holder)
    block(counter, holder)
    paid = counter.settled(counter.day()).shares_paid
    counter.queue.deposit(1_000 * DOLLAR, holder, holder, sender=holder)
    assert counter.vault.balanceOf(holder) == before + paid
    assert paid > 0


def test_redeem__controller_blocked_meanwhile__holds_nobody_else_of_his_batch(
    counter: Counter, holder: str, other_holder: str, anyone: str
) -> None:
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.ask_redeem(other_holder, 1_000 * SHARE)
    block(counter, holder)
    counter.day()
    owed = counter.queue.maxWithdraw(holder)
    assert counter.claim(other_holder) == (0, owed)
    with reverts(BLOCKED):
        counter.queue.withdraw(owed, holder, holder, sender=holder)
    counter.queue.withdraw(owed // 2, anyone, holder, sender=holder)
    assert counter.usdc.balanceOf(anyone) == owed // 2
    # Unblocked, the rest is the holder's.
    block(counter, holder, blocked=False)
    counter.queue.withdraw(owed - owed // 2, holder, holder, sender=holder)
    assert counter.usdc.balanceOf(holder) == owed - owed // 2


def test_deposit_that_came_back__controller_blocked__goes_to_another_receiver(
    counter: Counter, holder: str, anyone: str, guardian: str
) -> None:
    batch = counter.ask_deposit(holder, 1_000)
    counter.lock()
    counter.fund.policy.pause_entries(sender=guardian)
    block(counter, holder)
    counter.settle()
    with reverts(BLOCKED):
        counter.queue.claimCancelDepositRequest(batch, holder, holder, sender=holder)
    counter.queue.claimCancelDepositRequest(batch, anyone, holder, sender=holder)
    assert counter.usdc.balanceOf(anyone) == 1_000 * DOLLAR


@pytest.mark.parametrize("blocked", ["queue", "vault"])
def test_settle__queue_or_vault_blocked__waits_a_week_at_most_and_the_shares_come_back(
    counter: Counter, holder: str, other_holder: str, anyone: str, blocked: str
) -> None:
    batch = counter.ask_redeem(holder, 1_000 * SHARE)
    before = counter.vault.balanceOf(holder)
    counter.lock()
    account = getattr(counter, blocked)
    block(counter, account)
    with reverts(BLOCKED):
        counter.settle()
    counter.fund.sleep(WEEK)
    counter.queue.cancelRedeemRequest(batch, holder, sender=holder)
    assert counter.collect(holder, batch) == (0, 1_000 * SHARE)
    assert counter.vault.balanceOf(holder) == before + 1_000 * SHARE
    counter.vault.accrue(sender=anyone)
    expected = counter.fund.due(1_000 * SHARE)
    counter.vault.redeem_in_kind(1_000 * SHARE, anyone, holder, sender=holder)
    btc = counter.fund.id("BTC")
    assert counter.fund.token("BTC").balanceOf(anyone) == expected[btc] > 0


def test_queue_blocked__deposits_stay_owed_and_come_back_when_it_is_not(
    counter: Counter, holder: str, anyone: str
) -> None:
    batch = counter.ask_deposit(holder, 1_000)
    block(counter, counter.queue)
    counter.queue.cancelDepositRequest(batch, holder, sender=holder)
    for receiver in (holder, anyone):
        with reverts(BLOCKED):
            counter.queue.claimCancelDepositRequest(batch, receiver, holder, sender=holder)
    assert counter.queue.claimableCancelDepositRequest(batch, holder) == 1_000 * DOLLAR
    block(counter, counter.queue, blocked=False)
    counter.queue.claimCancelDepositRequest(batch, anyone, holder, sender=holder)
    assert counter.usdc.balanceOf(anyone) == 1_000 * DOLLAR
