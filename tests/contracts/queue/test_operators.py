"""setOperator: what an operator may do for whom, and what nobody else may."""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DOLLAR, SHARE, Counter


def test_set_operator__true_and_false__is_logged_and_answered(counter: Counter, holder: str, anyone: str) -> None:
    queue = counter.queue
    assert queue.setOperator.call(anyone, True, sender=holder) is True
    for approved in (True, True, False):
        receipt = queue.setOperator(anyone, approved, sender=holder)
        (event,) = queue.events(receipt, "OperatorSet")
        assert (event.controller, event.operator, event.approved) == (holder, anyone, approved)
        assert queue.isOperator(holder, anyone) is approved
    assert queue.isOperator(anyone, holder) is False


def test_operator__requests_cancels_and_claims__for_the_account(
    counter: Counter, holder: str, anyone: str, other_holder: str
) -> None:
    queue = counter.queue
    counter.give(holder, 1_000 * DOLLAR)
    queue.setOperator(anyone, True, sender=holder)
    receipt = queue.requestDeposit(100 * DOLLAR, holder, holder, sender=anyone)
    (event,) = queue.events(receipt, "DepositRequest")
    assert (event.owner, event.sender) == (holder, anyone)
    queue.requestRedeem(100 * SHARE, holder, holder, sender=anyone)
    queue.cancelDepositRequest(1, holder, sender=anyone)
    queue.claimCancelDepositRequest(1, holder, holder, sender=anyone)
    counter.day()
    owed = queue.maxWithdraw(holder)
    receipt = queue.redeem(100 * SHARE, other_holder, holder, sender=anyone)
    (event,) = queue.events(receipt, "Withdraw")
    assert (event.sender, event.receiver, event.owner, event.assets) == (anyone, other_holder, holder, owed)


def test_operator__revoked__may_nothing(counter: Counter, holder: str, anyone: str) -> None:
    queue = counter.queue
    counter.give(holder, 1_000 * DOLLAR)
    queue.setOperator(anyone, True, sender=holder)
    queue.setOperator(anyone, False, sender=holder)
    calls = {
        "requestDeposit": [100 * DOLLAR, anyone, holder],
        "requestRedeem": [100 * SHARE, anyone, holder],
        "cancelDepositRequest": [1, holder],
        "cancelRedeemRequest": [1, holder],
        "claimCancelDepositRequest": [1, anyone, holder],
        "claimCancelRedeemRequest": [1, anyone, holder],
    }
    for function, arguments in calls.items():
        with reverts("queue: not operator"):
            getattr(queue, function)(*arguments, sender=anyone)


def test_operator__of_the_controller__has_no_hand_on_the_owner(
    counter: Counter, holder: str, anyone: str, other_holder: str
) -> None:
    # holder approved the queue; other_holder's operator may not spend that.
    counter.give(holder, 1_000 * DOLLAR)
    counter.queue.setOperator(anyone, True, sender=other_holder)
    with reverts("queue: not operator"):
        counter.queue.requestDeposit(100 * DOLLAR, other_holder, holder, sender=anyone)


def test_share_allowance__to_the_caller__is_not_enough(counter: Counter, holder: str, anyone: str) -> None:
    # ERC-7540 would let it be; the share is another contract, which only the queue's own allowance opens.
    counter.vault.approve(counter.queue, 100 * SHARE, sender=holder)
    counter.vault.approve(anyone, 100 * SHARE, sender=holder)
    with reverts("queue: not operator"):
        counter.queue.requestRedeem(100 * SHARE, anyone, holder, sender=anyone)


@pytest.mark.parametrize("side", ["Deposit", "Redeem"])
def test_controller__named_by_a_stranger__reverts_and_the_id_of_the_request_stands(
    counter: Counter, holder: str, other_holder: str, side: str
) -> None:
    """What comes back shows under the newest id; a stranger's small request would move it there."""
    counter.give(holder, 1_000 * DOLLAR)
    counter.give(other_holder, 1_000 * DOLLAR)
    queue, amount = counter.queue, 100 * DOLLAR if side == "Deposit" else 100 * SHARE
    request, cancel = getattr(queue, f"request{side}"), getattr(queue, f"cancel{side}Request")
    request(amount, holder, holder, sender=holder)
    cancel(1, holder, sender=holder)
    with reverts("queue: not operator"):
        request(amount, holder, other_holder, sender=other_holder)
    with_permit = getattr(queue, f"request_{side.lower()}_with_permit")
    with reverts("queue: not operator"):
        with_permit(amount, holder, 2**40, 0, b"", b"", sender=other_holder)
    getattr(queue, f"claimCancel{side}Request")(1, holder, holder, sender=holder)


@pytest.mark.parametrize("side", ["Deposit", "Redeem"])
def test_controller__the_caller_of_an_owner_who_named_it__may_be(
    counter: Counter, holder: str, anyone: str, side: str
) -> None:
    counter.give(holder, 1_000 * DOLLAR)
    counter.queue.setOperator(anyone, True, sender=holder)
    amount = 100 * DOLLAR if side == "Deposit" else 100 * SHARE
    getattr(counter.queue, f"request{side}")(amount, anyone, holder, sender=anyone)
    assert getattr(counter.queue, f"pending{side}Request")(1, anyone) == amount
