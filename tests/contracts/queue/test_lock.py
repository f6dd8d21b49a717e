"""lock: once a day, by anyone, one batch after the other."""

from tests.conftest import reverts
from tests.contracts.queue.counter import DAY, DOLLAR, HOUR, SHARE, Counter


def test_lock__at_the_cut_off__closes_the_batch_and_opens_the_next(
    counter: Counter, holder: str, other_holder: str, anyone: str
) -> None:
    counter.ask_deposit(holder, 100)
    counter.ask_redeem(other_holder, 50 * SHARE)
    receipt = counter.queue.lock(sender=anyone)
    (event,) = counter.queue.events(receipt, "Locked")
    assert (event.batch, event.assets, event.shares) == (1, 100 * DOLLAR, 50 * SHARE)
    assert counter.queue.open_requests() == (2, 0, 0)
    assert counter.locked() == (100 * DOLLAR, 50 * SHARE)
    assert counter.queue.batch(1).locked_at == counter.fund.chain.now()
    assert counter.queue.pendingDepositRequest(1, holder) == 100 * DOLLAR


def test_lock__nothing_asked__reverts(counter: Counter, anyone: str) -> None:
    with reverts("queue: nothing to lock"):
        counter.queue.lock(sender=anyone)


def test_lock__a_second_early__reverts(counter: Counter, holder: str, anyone: str) -> None:
    counter.ask_deposit(holder, 100)
    counter.day()
    counter.ask_deposit(holder, 100)
    counter.fund.sleep(DAY - HOUR - 1)
    with reverts("queue: before the cut-off"):
        counter.queue.lock(sender=anyone)
    counter.fund.sleep(1)
    counter.queue.lock(sender=anyone)


def test_lock__the_batch_before_is_not_settled__reverts(counter: Counter, holder: str, anyone: str) -> None:
    counter.ask_deposit(holder, 100)
    counter.lock()
    counter.ask_deposit(holder, 100)
    counter.fund.sleep(2 * DAY)
    with reverts("queue: batch not settled"):
        counter.queue.lock(sender=anyone)


def test_lock__first_batch__is_a_day_after_deployment(counter: Counter, holder: str, anyone: str) -> None:
    chain, roles = counter.fund.chain, counter.fund.roles
    young = chain.deploy("RequestQueue", counter.vault, counter.fund.world.index.trader)
    counter.usdc.mint(holder, 10 * DOLLAR, sender=roles.market)
    counter.usdc.approve(young, 10 * DOLLAR, sender=holder)
    young.requestDeposit(10 * DOLLAR, holder, holder, sender=holder)
    with reverts("queue: before the cut-off"):
        young.lock(sender=anyone)
    counter.fund.sleep(DAY)
    young.lock(sender=anyone)


def test_cash_need__only_locked_requests__count(counter: Counter, holder: str, other_holder: str) -> None:
    counter.ask_redeem(holder, 1_000 * SHARE)
    assert counter.queue.cash_need() == 0
    counter.lock()
    need = counter.queue.cash_need()
    assert need == counter.vault.convertToAssets(1_000 * SHARE)
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.ask_deposit(other_holder, 500)
    assert counter.queue.cash_need() == need
    counter.settle()
    assert counter.queue.cash_need() == 0
    assert counter.locked() == (0, 0)


def test_cash_need__locked_deposits__pay_first(counter: Counter, holder: str, other_holder: str) -> None:
    counter.ask_redeem(holder, 1_000 * SHARE)
    counter.ask_deposit(other_holder, 300)
    counter.lock()
    assert counter.queue.cash_need() == counter.vault.convertToAssets(1_000 * SHARE) - 300 * DOLLAR


def test_cash_need__more_deposits_than_redemptions__is_nothing(
    counter: Counter, holder: str, other_holder: str
) -> None:
    counter.ask_redeem(holder, 100 * SHARE)
    counter.ask_deposit(other_holder, 300)
    counter.lock()
    assert counter.queue.cash_need() == 0
