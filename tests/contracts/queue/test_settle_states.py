"""settle: entries paused, prices missing, the vault full, nobody left."""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DAY, DOLLAR, HOUR, SHARE, Counter
from tests.contracts.vault.feeds import FAILURES
from world.chain import Reverted


def test_settle__entries_paused__redemptions_settle_and_deposits_come_back(
    counter: Counter, holder: str, other_holder: str, guardian: str
) -> None:
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.ask_deposit(other_holder, 5_000)
    counter.lock()
    counter.fund.policy.pause_entries(sender=guardian)
    event = counter.settled(counter.settle())
    assert (event.netted_assets, event.assets_filled, event.shares_paid) == (0, 0, 0)
    assert counter.queue.maxRedeem(holder) == 1_000 * SHARE
    assert counter.queue.maxDeposit(other_holder) == 0
    assert counter.queue.claimableCancelDepositRequest(1, other_holder) == 5_000 * DOLLAR
    assert counter.collect(other_holder, 1) == (5_000 * DOLLAR, 0)
    assert counter.usdc.balanceOf(other_holder) == 5_000 * DOLLAR


def test_settle__entries_paused__requests_and_cancellations_go_on(
    counter: Counter, holder: str, other_holder: str, guardian: str
) -> None:
    counter.fund.policy.pause_entries(sender=guardian)
    counter.ask_deposit(other_holder, 5_000)
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.queue.cancelDepositRequest(1, other_holder, sender=other_holder)
    assert counter.collect(other_holder, 1) == (5_000 * DOLLAR, 0)
    counter.day()
    assert counter.claim(holder)[1] > 0


@pytest.mark.parametrize("name", ["BTC", "USDC"])
def test_settle__no_firm_price__waits_and_names_the_asset(
    counter: Counter, holder: str, anyone: str, name: str
) -> None:
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.lock()
    counter.fund.sleep(HOUR)
    answer = counter.fund.asset(name).feed.proxy.latestRoundData()[1]
    FAILURES["reverting"](counter.fund, name)
    with reverts(f"queue: no price for asset {counter.fund.id(name)}"):
        counter.queue.settle(sender=counter.fund.roles.executor)
    aggregator = counter.fund.asset(name).feed.aggregator
    aggregator.fail(0, sender=counter.fund.roles.market)
    aggregator.set(answer, counter.fund.chain.now(), sender=counter.fund.roles.market)
    counter.queue.settle(sender=counter.fund.roles.executor)
    assert counter.queue.maxRedeem(holder) == 1_000 * SHARE


def test_settle__a_little_unpriced__redeemers_bear_it_and_depositors_do_not_gain(
    counter: Counter, holder: str, other_holder: str
) -> None:
    counter.fund.buy({"AVAX": 2_000})
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.lock()
    counter.fund.sleep(HOUR)
    FAILURES["reverting"](counter.fund, "AVAX")
    nav = counter.vault.nav()
    assert nav.firm
    assert nav.firm_value < nav.value
    expected = counter.vault.previewRedeem(1_000 * SHARE)
    counter.settle(wait=0)
    assert counter.queue.maxWithdraw(holder) == expected


def test_settle__everybody_left_the_locked_batch__needs_no_price(counter: Counter, holder: str, anyone: str) -> None:
    batch = counter.ask_redeem(holder, 1_000 * SHARE)
    counter.lock()
    counter.fund.sleep(DAY)
    FAILURES["reverting"](counter.fund, "BTC")
    counter.queue.cancelRedeemRequest(batch, holder, sender=holder)
    counter.queue.settle(sender=counter.fund.roles.executor)
    counter.ask_deposit(holder, 100)
    counter.queue.lock(sender=anyone)


def test_settle__usdc_paused__waits(counter: Counter, holder: str, anyone: str, market: str) -> None:
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.lock()
    counter.fund.sleep(HOUR)
    counter.usdc.set_paused(True, sender=market)
    with pytest.raises(Reverted):
        counter.queue.settle(sender=counter.fund.roles.executor)
    counter.usdc.set_paused(False, sender=market)
    counter.queue.settle(sender=counter.fund.roles.executor)


def test_settle__more_than_the_vault_takes__the_rest_comes_back(counter: Counter, holder: str) -> None:
    # The vault's limit is a trillion dollars.
    room = counter.vault.maxDeposit(holder)
    counter.ask_deposit(holder, room // DOLLAR + 1_000)
    counter.day()
    back = counter.queue.claimableCancelDepositRequest(1, holder)
    assert 0 < back <= 2_000 * DOLLAR
    assert counter.queue.maxDeposit(holder) + back == (room // DOLLAR + 1_000) * DOLLAR
    assert counter.claim(holder)[0] > 0


def test_settle__a_blocked_head__holds_nobody_behind_it(
    counter: Counter, holder: str, other_holder: str, anyone: str
) -> None:
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.lock()
    behind = counter.ask_redeem(other_holder, 2_000 * SHARE)
    shares = counter.vault.balanceOf(other_holder)
    counter.fund.sleep(DAY)
    FAILURES["reverting"](counter.fund, "BTC")
    with reverts("queue: batch not settled"):
        counter.queue.lock(sender=anyone)
    counter.queue.cancelRedeemRequest(behind, other_holder, sender=other_holder)
    assert counter.collect(other_holder, behind) == (0, 2_000 * SHARE)
    assert counter.vault.balanceOf(other_holder) == shares + 2_000 * SHARE
    counter.queue.cancelRedeemRequest(1, holder, sender=holder)
    assert counter.collect(holder, 1) == (0, 1_000 * SHARE)
