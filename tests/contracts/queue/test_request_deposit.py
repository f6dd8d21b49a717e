"""requestDeposit: USDC comes in, the position grows, nothing else moves."""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DOLLAR, Counter
from tests.odd_tokens import Oddity

ZERO = "0x" + "00" * 20


def test_request_deposit__ten_dollars__waits_in_the_open_batch(counter: Counter, holder: str) -> None:
    counter.give(holder, 10 * DOLLAR)
    receipt = counter.queue.requestDeposit(10 * DOLLAR, holder, holder, sender=holder)
    (event,) = counter.queue.events(receipt, "DepositRequest")
    assert (event.controller, event.owner, event.requestId, event.sender, event.assets) == (
        *(holder, holder, 1),
        *(holder, 10 * DOLLAR),
    )
    assert counter.queue.pendingDepositRequest(1, holder) == 10 * DOLLAR
    assert counter.queue.claimableDepositRequest(1, holder) == 0
    assert counter.queue.open_requests() == (1, 10 * DOLLAR, 0)
    assert counter.usdc.balanceOf(counter.queue) == 10 * DOLLAR
    assert counter.usdc.balanceOf(holder) == 0


def test_request_deposit__call__answers_the_batch(counter: Counter, holder: str) -> None:
    counter.give(holder, 10 * DOLLAR)
    assert counter.queue.requestDeposit.call(10 * DOLLAR, holder, holder, sender=holder) == 1


def test_request_deposit__below_the_minimum__reverts(counter: Counter, holder: str) -> None:
    counter.give(holder, 10 * DOLLAR)
    with reverts("queue: below minimum"):
        counter.queue.requestDeposit(10 * DOLLAR - 1, holder, holder, sender=holder)


def test_request_deposit__twice__adds_up(counter: Counter, holder: str) -> None:
    counter.ask_deposit(holder, 10)
    counter.ask_deposit(holder, 15)
    assert counter.queue.pendingDepositRequest(1, holder) == 25 * DOLLAR


def test_request_deposit__for_a_controller_who_named_the_caller__is_the_controllers(
    counter: Counter, holder: str, other_holder: str
) -> None:
    counter.give(holder, 10 * DOLLAR)
    counter.trust(other_holder, holder)
    counter.queue.requestDeposit(10 * DOLLAR, other_holder, holder, sender=holder)
    assert counter.queue.pendingDepositRequest(1, holder) == 0
    assert counter.queue.pendingDepositRequest(1, other_holder) == 10 * DOLLAR
    counter.queue.setOperator(holder, False, sender=other_holder)
    with reverts("queue: not operator"):
        counter.queue.cancelDepositRequest(1, other_holder, sender=holder)


def test_request_deposit__no_controller__reverts(counter: Counter, holder: str) -> None:
    counter.give(holder, 10 * DOLLAR)
    with reverts("queue: controller"):
        counter.queue.requestDeposit(10 * DOLLAR, ZERO, holder, sender=holder)


def test_request_deposit__without_allowance__reverts(counter: Counter, anyone: str, market: str) -> None:
    counter.usdc.mint(anyone, 10 * DOLLAR, sender=market)
    with reverts("ERC20: transfer amount exceeds allowance"):
        counter.queue.requestDeposit(10 * DOLLAR, anyone, anyone, sender=anyone)


def test_request_deposit__usdc_takes_a_fee__reverts(counter: Counter, holder: str, market: str) -> None:
    """A queue whose USDC is a token that can be told to take a fee of every transfer."""
    fund = counter.fund
    fund.usdc = fund.chain.deploy("OddToken", "USD Coin", "USDC", 6, market)
    queue = fund.chain.deploy("RequestQueue", fund.unseeded(), counter.queue.trader())
    fund.usdc.mint(holder, 20 * DOLLAR, sender=market)
    fund.usdc.approve(queue, 20 * DOLLAR, sender=holder)
    queue.requestDeposit(10 * DOLLAR, holder, holder, sender=holder)
    fund.usdc.become(Oddity.TAKES_FEE, sender=market)
    with reverts("queue: USDC not paid"):
        queue.requestDeposit(10 * DOLLAR, holder, holder, sender=holder)
    assert queue.open_requests() == (1, 10 * DOLLAR, 0)


def test_request_deposit__more_than_a_batch_can_count__reverts(counter: Counter, holder: str) -> None:
    counter.give(holder, 2**64)
    with reverts("queue: amount"):
        counter.queue.requestDeposit(2**64, holder, holder, sender=holder)


def test_request_deposit__while_the_batch_before_is_locked__waits_in_both(counter: Counter, holder: str) -> None:
    counter.ask_deposit(holder, 100)
    counter.lock()
    counter.ask_deposit(holder, 50)
    assert counter.queue.pendingDepositRequest(1, holder) == 100 * DOLLAR
    assert counter.queue.pendingDepositRequest(2, holder) == 50 * DOLLAR
    counter.settle()
    assert counter.queue.claimableDepositRequest(1, holder) == 100 * DOLLAR
    assert counter.queue.pendingDepositRequest(1, holder) == 0
    assert counter.queue.pendingDepositRequest(2, holder) == 50 * DOLLAR


@pytest.mark.parametrize("batch", [0, 2, 3, 2**32, 2**256 - 1])
def test_request_deposit__other_batches__hold_nothing(counter: Counter, holder: str, batch: int) -> None:
    counter.ask_deposit(holder, 100)
    assert counter.queue.pendingDepositRequest(batch, holder) == 0
    assert counter.queue.claimableDepositRequest(batch, holder) == 0
    assert counter.queue.claimableCancelDepositRequest(batch, holder) == 0
