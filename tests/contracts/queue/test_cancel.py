"""cancelDepositRequest, cancelRedeemRequest and the claims of what comes back, as ERC-7887."""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DOLLAR, SHARE, Counter

SIDES = ["Deposit", "Redeem"]
AMOUNTS = {"Deposit": 100 * DOLLAR, "Redeem": 100 * SHARE}


def ask(counter: Counter, side: str, account: str) -> int:
    return counter.ask_deposit(account, 100) if side == "Deposit" else counter.ask_redeem(account, 100 * SHARE)


def cancel(counter: Counter, side: str, batch: int, account: str, sender: str | None = None) -> dict[str, object]:
    return dict(getattr(counter.queue, f"cancel{side}Request")(batch, account, sender=sender or account))


@pytest.mark.parametrize("side", SIDES)
def test_cancel__before_the_cut_off__gives_all_back(counter: Counter, holder: str, side: str) -> None:
    before = counter.has(holder)
    batch = ask(counter, side, holder)
    receipt = cancel(counter, side, batch, holder)
    (event,) = counter.queue.events(receipt, f"Cancel{side}Request")
    assert (event.controller, event.requestId, event.sender) == (holder, batch, holder)
    assert getattr(counter.queue, f"pending{side}Request")(batch, holder) == 0
    assert getattr(counter.queue, f"claimableCancel{side}Request")(batch, holder) == AMOUNTS[side]
    assert getattr(counter.queue, f"pendingCancel{side}Request")(batch, holder) is False
    assert counter.queue.open_requests() == (1, 0, 0)
    receipt = getattr(counter.queue, f"claimCancel{side}Request")(batch, holder, holder, sender=holder)
    (event,) = counter.queue.events(receipt, f"Cancel{side}Claim")
    assert event[:4] == (holder, holder, batch, holder)
    assert event[4] == AMOUNTS[side]
    assets, shares = counter.has(holder)
    assert (assets, shares) == (before[0] + (100 * DOLLAR if side == "Deposit" else 0), before[1])


@pytest.mark.parametrize("side", SIDES)
def test_cancel__twice__reverts(counter: Counter, holder: str, side: str) -> None:
    batch = ask(counter, side, holder)
    cancel(counter, side, batch, holder)
    with reverts("queue: nothing to cancel"):
        cancel(counter, side, batch, holder)


@pytest.mark.parametrize("side", SIDES)
def test_cancel__locked__reverts(counter: Counter, holder: str, side: str) -> None:
    batch = ask(counter, side, holder)
    counter.lock()
    with reverts("queue: locked"):
        cancel(counter, side, batch, holder)


@pytest.mark.parametrize("side", SIDES)
def test_cancel__settled__reverts(counter: Counter, holder: str, side: str) -> None:
    batch = ask(counter, side, holder)
    counter.day()
    with reverts("queue: nothing to cancel"):
        cancel(counter, side, batch, holder)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("batch", [0, 2, 2**256 - 1])
def test_cancel__another_batch__reverts(counter: Counter, holder: str, side: str, batch: int) -> None:
    ask(counter, side, holder)
    with reverts("queue: nothing to cancel"):
        cancel(counter, side, batch, holder)


@pytest.mark.parametrize("side", SIDES)
def test_cancel__by_somebody_else__reverts(counter: Counter, holder: str, anyone: str, side: str) -> None:
    batch = ask(counter, side, holder)
    with reverts("queue: not operator"):
        cancel(counter, side, batch, holder, sender=anyone)


@pytest.mark.parametrize("side", SIDES)
def test_cancel__the_open_request__leaves_the_locked_one(counter: Counter, holder: str, side: str) -> None:
    ask(counter, side, holder)
    counter.lock()
    ask(counter, side, holder)
    cancel(counter, side, 2, holder)
    pending = getattr(counter.queue, f"pending{side}Request")
    assert (pending(1, holder), pending(2, holder)) == (AMOUNTS[side], 0)
    ask(counter, side, holder)
    assert (pending(1, holder), pending(2, holder)) == (AMOUNTS[side], AMOUNTS[side])
    counter.settle()
    assert getattr(counter.queue, f"max{side}")(holder) == AMOUNTS[side]


@pytest.mark.parametrize("side", SIDES)
def test_claim_cancel__twice__reverts(counter: Counter, holder: str, side: str) -> None:
    batch = ask(counter, side, holder)
    cancel(counter, side, batch, holder)
    claim = getattr(counter.queue, f"claimCancel{side}Request")
    claim(batch, holder, holder, sender=holder)
    with reverts("queue: nothing to return"):
        claim(batch, holder, holder, sender=holder)


def test_claim_cancel__under_another_number__reverts(counter: Counter, holder: str) -> None:
    batch = ask(counter, "Deposit", holder)
    cancel(counter, "Deposit", batch, holder)
    with reverts("queue: nothing to return"):
        counter.queue.claimCancelDepositRequest(batch + 1, holder, holder, sender=holder)


def test_claim_cancel__to_another_receiver__pays_him(counter: Counter, holder: str, other_holder: str) -> None:
    before = counter.vault.balanceOf(other_holder)
    batch = ask(counter, "Redeem", holder)
    cancel(counter, "Redeem", batch, holder)
    counter.queue.claimCancelRedeemRequest(batch, other_holder, holder, sender=holder)
    assert counter.vault.balanceOf(other_holder) == before + 100 * SHARE


def test_claim_cancel__by_somebody_else__reverts(counter: Counter, holder: str, anyone: str) -> None:
    batch = ask(counter, "Redeem", holder)
    cancel(counter, "Redeem", batch, holder)
    with reverts("queue: not operator"):
        counter.queue.claimCancelRedeemRequest(batch, anyone, holder, sender=anyone)


def test_claim_cancel__from_several_batches__comes_under_the_newest(counter: Counter, holder: str) -> None:
    cancel(counter, "Deposit", ask(counter, "Deposit", holder), holder)
    ask(counter, "Redeem", holder)
    counter.day()
    cancel(counter, "Deposit", ask(counter, "Deposit", holder), holder)
    assert counter.queue.claimableCancelDepositRequest(1, holder) == 0
    assert counter.queue.claimableCancelDepositRequest(2, holder) == 200 * DOLLAR


def test_claim_cancel__under_an_older_id__collects_everything(
    counter: Counter, holder: str, guardian: str, anyone: str
) -> None:
    """Anyone may settle just before: what their settlement returns must not move the id somebody collects under."""
    cancel(counter, "Deposit", ask(counter, "Deposit", holder), holder)
    ask(counter, "Redeem", holder)
    counter.day()
    counter.fund.policy.pause_entries(sender=guardian)
    ask(counter, "Deposit", holder)
    counter.lock()
    counter.fund.sleep(2 * 3_600)
    counter.queue.settle(sender=anyone)
    before = counter.usdc.balanceOf(holder)
    counter.queue.claimCancelDepositRequest(1, holder, holder, sender=holder)
    assert counter.usdc.balanceOf(holder) == before + 200 * DOLLAR
    with reverts("queue: nothing to return"):
        counter.queue.claimCancelDepositRequest(1, holder, holder, sender=holder)


def test_claim_cancel__under_a_later_id__reverts(counter: Counter, holder: str) -> None:
    cancel(counter, "Deposit", ask(counter, "Deposit", holder), holder)
    with reverts("queue: nothing to return"):
        counter.queue.claimCancelDepositRequest(2, holder, holder, sender=holder)


def test_churn__request_and_cancel_every_hour__never_asks_the_index_for_cash(
    counter: Counter, holder: str, other_holder: str, anyone: str
) -> None:
    shares = counter.vault.balanceOf(holder)
    for _ in range(3):
        batch = counter.ask_redeem(holder, shares)
        assert counter.locked() == (0, 0)
        cancel(counter, "Redeem", batch, holder)
        counter.collect(holder, batch)
        counter.fund.sleep(3_600)
    counter.ask_redeem(other_holder, 10 * SHARE)
    counter.queue.lock(sender=anyone)
    assert counter.locked() == (0, 10 * SHARE)
    assert counter.vault.balanceOf(holder) == shares
