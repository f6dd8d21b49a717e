"""preview_request: the batch, its times, the least amount, and what it brings at the NAV of now."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import reverts
from tests.contracts.lens.said import reason_of
from tests.contracts.queue.counter import DAY, DOLLAR, HOUR, SHARE, Counter
from tests.contracts.vault.feeds import FAILURES
from tests.contracts.vault.properties import bounded, undone
from tests.contracts.vault.states import STATES, State
from world.contract import Contract


@pytest.fixture
def free(counter: Counter) -> Counter:
    """Without a management fee, so that a settlement an hour later has the NAV of now."""
    counter.fund.set_fees(0, 10)
    return counter


@bounded(10)
@given(state=STATES, dollars=st.integers(10, 50_000))
def test_deposit__settled_alone_at_the_same_prices__brings_the_estimate(
    free: Counter, lens: Contract, anyone: str, state: State, dollars: int
) -> None:
    with undone(free.fund.chain):
        state.arrange(free.fund)
        free.fund.set_fees(0, state.platform)
        preview = lens.preview_request(dollars * DOLLAR, False)
        assert preview.reason == ""
        assert preview.batch == free.ask_deposit(anyone, dollars)
        assert lens.preview_request(dollars * DOLLAR, False)[:-2] == preview[:-2]
        free.day()
        assert free.claim(anyone) == (preview.estimate, 0)


@bounded(10)
@given(state=STATES, shares=st.integers(10 * SHARE, 20_000 * SHARE))
def test_redemption__settled_alone_at_the_same_prices__brings_the_estimate(
    free: Counter, lens: Contract, holder: str, state: State, shares: int
) -> None:
    with undone(free.fund.chain):
        state.arrange(free.fund)
        free.fund.set_fees(0, state.platform)
        preview = lens.preview_request(shares, True)
        assert preview.batch == free.ask_redeem(holder, shares)
        free.day()
        assert free.claim(holder) == (0, preview.estimate)


@pytest.mark.parametrize("btc", [20_000.0, 42_000.0, 90_000.0])
def test_request__netted__brings_the_other_estimate(
    free: Counter, lens: Contract, holder: str, anyone: str, btc: float
) -> None:
    free.fund.set_price("BTC", btc)
    redemption = lens.preview_request(1_000 * SHARE, True)
    deposit = lens.preview_request(500 * DOLLAR, False)
    free.ask_redeem(holder, 1_000 * SHARE)
    free.ask_deposit(anyone, 500)
    snapshot = free.fund.chain.snapshot()
    free.day()
    # the deposit is the smaller side: all of it is netted
    assert abs(free.claim(anyone)[0] - deposit.estimate_netted) <= 10**12
    free.fund.chain.revert(snapshot)
    free.ask_deposit(anyone, 5_000)
    free.day()
    assert free.claim(holder)[1] == redemption.estimate_netted
    assert redemption.estimate_netted > redemption.estimate
    assert deposit.estimate_netted > deposit.estimate


def test_minimum__exactly__is_taken_and_one_less_is_not(free: Counter, lens: Contract, holder: str) -> None:
    for redemption, ask in ((False, "requestDeposit"), (True, "requestRedeem")):
        least = lens.preview_request(0, redemption).least
        free.give(holder, least)
        for amount in (least - 1, least):
            call = getattr(free.queue, ask).call
            expected = reason_of(lambda: call(amount, holder, holder, sender=holder))  # noqa: B023 (called here)
            assert lens.preview_request(amount, redemption).reason == expected
        assert lens.preview_request(least - 1, redemption).reason == "queue: below minimum"


@pytest.mark.parametrize(("amount", "redemption"), [(2**64, False), (2**112, True), (2**256 - 1, False)])
def test_request__more_than_the_books_hold__says_so(
    free: Counter, lens: Contract, amount: int, redemption: bool
) -> None:
    assert lens.preview_request(amount, redemption).reason == "queue: amount"


def test_times__of_the_open_batch__are_the_first_at_which_it_moves(free: Counter, lens: Contract, anyone: str) -> None:
    fund, queue = free.fund, free.queue
    free.ask_deposit(anyone, 100)
    free.day()
    free.ask_deposit(anyone, 100)
    preview = lens.preview_request(0, False)
    assert preview.settles_at == preview.locks_at + HOUR
    fund.sleep(preview.locks_at - 1 - fund.chain.now())
    with reverts("queue: before the cut-off"):
        queue.lock.call(sender=anyone)
    fund.sleep(1)
    queue.lock(sender=anyone)
    fund.sleep(preview.settles_at - 1 - fund.chain.now())
    with reverts("queue: too early"):
        queue.settle.call(sender=fund.roles.executor)
    fund.sleep(1)
    queue.settle.call(sender=fund.roles.executor)
    with reverts("queue: only executor"):
        queue.settle.call(sender=anyone)
    fund.sleep(preview.settles_for_anyone_at - fund.chain.now())
    queue.settle.call(sender=anyone)


def test_times__a_batch_waits_long__the_cut_off_is_now(free: Counter, lens: Contract, anyone: str) -> None:
    free.ask_deposit(anyone, 100)
    free.lock()
    locked_at = free.fund.chain.now()
    assert lens.preview_request(0, False).locks_at == locked_at + DAY
    free.fund.sleep(3 * DAY)
    assert lens.preview_request(0, False).locks_at == locked_at + 3 * DAY
    assert lens.preview_request(0, False).batch == 2


def test_request__no_price__is_taken_all_the_same(free: Counter, lens: Contract, anyone: str) -> None:
    FAILURES["stale"](free.fund, "BTC")
    assert lens.preview_request(100 * DOLLAR, False).reason == ""
    free.ask_deposit(anyone, 100)
