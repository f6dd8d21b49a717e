"""What a request and a claim cost their user, in the dearest state of each: USDC behind its proxy, slots never used."""

import pytest

from tests.conftest import gas_used
from tests.contracts.queue.counter import DAY, DOLLAR, SHARE, Counter

REQUEST, CLAIM = 130_000, 110_000


@pytest.fixture
def living(counter: Counter, holder: str, other_holder: str, anyone: str) -> Counter:
    """The queue keeps a raw unit of dust, as one that has lived does, and everybody has approved it."""
    counter.usdc.mint(counter.queue, 1, sender=counter.fund.roles.market)
    counter.vault.transfer(counter.queue, 1, sender=holder)
    counter.vault.transfer(anyone, 50_000 * SHARE, sender=holder)
    for account in (holder, other_holder, anyone):
        counter.give(account, 10_000 * DOLLAR)
    return counter


def request(counter: Counter, account: str, *, deposit: bool) -> int:
    if deposit:
        return gas_used(counter.queue.requestDeposit(100 * DOLLAR, account, account, sender=account))
    return gas_used(counter.queue.requestRedeem(100 * SHARE, account, account, sender=account))


@pytest.mark.parametrize("deposit", [True, False], ids=["deposit", "redeem"])
@pytest.mark.parametrize("state", ["first", "again", "one locked", "one to claim", "one left over", "two waiting"])
def test_request__in_any_state__is_held(
    living: Counter, anyone: str, other_holder: str, deposit: bool, state: str
) -> None:
    if state != "first":
        request(living, anyone, deposit=deposit)
    if state in ("one locked", "one to claim", "one left over", "two waiting"):
        living.lock()
    if state == "one to claim":
        living.settle()
    if state == "one left over":
        if deposit:
            living.fund.policy.pause_entries(sender=living.fund.roles.guardian)
        else:
            living.exhaust(leave=10)
        living.settle(wait=DAY)
    if state == "two waiting":
        request(living, anyone, deposit=deposit)
    used = request(living, anyone, deposit=deposit)
    assert used <= REQUEST


@pytest.mark.parametrize("deposit", [True, False], ids=["deposit", "redeem"])
@pytest.mark.parametrize("state", ["all", "a part", "two batches", "with a request", "left over"])
def test_claim__in_any_state__is_held(living: Counter, anyone: str, deposit: bool, state: str) -> None:
    queue, receiver = living.queue, "0x" + "ab" * 20
    request(living, anyone, deposit=deposit)
    living.lock()
    if state in ("two batches", "with a request"):
        request(living, anyone, deposit=deposit)
    if state == "left over" and not deposit:
        living.exhaust(leave=50)
        living.settle(wait=DAY)
    else:
        living.settle()
    if state == "two batches":
        living.day()
    claim, most = (queue.deposit, queue.maxDeposit) if deposit else (queue.redeem, queue.maxRedeem)
    amount = most(anyone) // 2 if state == "a part" else most(anyone)
    used = gas_used(claim(amount, receiver, anyone, sender=anyone))
    assert used <= CLAIM


@pytest.mark.parametrize("deposit", [True, False], ids=["deposit", "redeem"])
def test_cancel_and_return__are_held(living: Counter, anyone: str, deposit: bool) -> None:
    queue = living.queue
    request(living, anyone, deposit=deposit)
    cancel = queue.cancelDepositRequest if deposit else queue.cancelRedeemRequest
    collect = queue.claimCancelDepositRequest if deposit else queue.claimCancelRedeemRequest
    used = gas_used(cancel(1, anyone, sender=anyone)), gas_used(collect(1, "0x" + "ab" * 20, anyone, sender=anyone))
    assert max(used) <= CLAIM


def test_request__the_very_first_of_a_queue__is_held(counter: Counter, holder: str) -> None:
    counter.give(holder, 1_000 * DOLLAR)
    used = request(counter, holder, deposit=True), request(counter, holder, deposit=False)
    assert max(used) <= REQUEST
