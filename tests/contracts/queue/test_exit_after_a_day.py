"""A batch nobody settles may be left a day after its lock, in kind, whatever the reason."""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DAY, DOLLAR, SHARE, Counter
from tests.contracts.vault.feeds import FAILURES
from world.chain import Reverted

IMPAIRED = 3


def test_exit__a_second_before_the_day__reverts(counter: Counter, holder: str) -> None:
    batch = counter.ask_redeem(holder, 1_000 * SHARE)
    counter.lock()
    counter.fund.sleep(DAY - 1)
    with reverts("queue: locked"):
        counter.queue.cancelRedeemRequest(batch, holder, sender=holder)
    counter.fund.sleep(1)
    counter.queue.cancelRedeemRequest(batch, holder, sender=holder)


def test_exit__no_price_for_a_day__shares_come_back_and_leave_in_kind(
    counter: Counter, holder: str, other_holder: str
) -> None:
    batch = counter.ask_redeem(holder, 1_000 * SHARE)
    counter.ask_redeem(other_holder, 3_000 * SHARE)
    counter.lock()
    counter.fund.sleep(DAY)
    for name in ("BTC", "USDC"):
        FAILURES["reverting"](counter.fund, name)
    counter.queue.cancelRedeemRequest(batch, holder, sender=holder)
    assert counter.locked() == (0, 3_000 * SHARE)
    counter.queue.claimCancelRedeemRequest(batch, holder, holder, sender=holder)
    btc = counter.fund.token("BTC")
    counter.vault.redeem_in_kind(1_000 * SHARE, other_holder, holder, sender=holder)
    assert btc.balanceOf(other_holder) > 0


def test_exit__usdc_paused_for_ever__does_not_hold_shares(counter: Counter, holder: str, market: str) -> None:
    batch = counter.ask_redeem(holder, 1_000 * SHARE)
    counter.lock()
    counter.fund.sleep(DAY)
    counter.usdc.set_paused(True, sender=market)
    counter.queue.cancelRedeemRequest(batch, holder, sender=holder)
    counter.queue.claimCancelRedeemRequest(batch, holder, holder, sender=holder)
    counter.vault.redeem_in_kind(1_000 * SHARE, holder, holder, sender=holder)
    assert counter.vault.claimable(1, holder) > 0


def test_exit__some_leave__the_others_settle_without_them(counter: Counter, holder: str, other_holder: str) -> None:
    batch = counter.ask_redeem(holder, 50_000 * SHARE)
    counter.ask_redeem(other_holder, 1_000 * SHARE)
    counter.lock()
    counter.fund.sleep(DAY)
    counter.queue.cancelRedeemRequest(batch, holder, sender=holder)
    counter.settle(wait=0)
    assert counter.queue.maxRedeem(other_holder) == 1_000 * SHARE
    assert counter.queue.maxRedeem(holder) == 0
    assert counter.collect(holder, batch) == (0, 50_000 * SHARE)


def test_exit__with_a_request_in_the_open_batch__leaves_that_one(counter: Counter, holder: str) -> None:
    batch = counter.ask_redeem(holder, 1_000 * SHARE)
    counter.lock()
    counter.ask_redeem(holder, 500 * SHARE)
    counter.fund.sleep(DAY)
    counter.queue.cancelRedeemRequest(batch, holder, sender=holder)
    assert counter.queue.pendingRedeemRequest(batch, holder) == 0
    assert counter.queue.pendingRedeemRequest(batch + 1, holder) == 500 * SHARE
    assert counter.queue.open_requests() == (batch + 1, 0, 500 * SHARE)


def test_exit__a_deposit__has_the_same_right(counter: Counter, holder: str) -> None:
    batch = counter.ask_deposit(holder, 1_000)
    counter.lock()
    counter.fund.sleep(DAY)
    counter.queue.cancelDepositRequest(batch, holder, sender=holder)
    assert counter.collect(holder, batch) == (1_000 * DOLLAR, 0)


def test_exit__the_guardian_impairs_after_the_lock__shares_come_back_and_leave_in_kind(
    counter: Counter, holder: str, guardian: str, executor: str
) -> None:
    """Nobody can hold a locked request for more than a day by closing the prices."""
    batch = counter.ask_redeem(holder, 1_000 * SHARE)
    counter.lock()
    for name in ("BTC", "ETH"):
        counter.fund.world.index.registry.set_status(counter.fund.id(name), IMPAIRED, sender=guardian)
    counter.fund.sleep(DAY)
    assert not counter.vault.nav().firm
    with pytest.raises(Reverted, match="queue: no price for asset"):
        counter.queue.settle(sender=executor)
    counter.queue.cancelRedeemRequest(batch, holder, sender=holder)
    counter.queue.claimCancelRedeemRequest(batch, holder, holder, sender=holder)
    btc = counter.fund.token("BTC")
    before = btc.balanceOf(holder)
    counter.vault.redeem_in_kind(1_000 * SHARE, holder, holder, sender=holder)
    assert btc.balanceOf(holder) > before
