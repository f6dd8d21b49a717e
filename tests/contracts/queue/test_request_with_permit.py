"""request_deposit_with_permit and request_redeem_with_permit: the request of the signer, in one transaction. What a
permit must be is tested for all functions that take one, in tests/contracts/router/test_permits.py."""

import pytest

from tests.conftest import gas_used, reverts
from tests.contracts.queue.counter import DOLLAR, SHARE, Counter
from tests.permits import Permit, sign_permit

REQUEST = 130_000  # gas
ASSETS, SHARES = 100 * DOLLAR, 100 * SHARE
ZERO = "0x" + "00" * 20


def sign(counter: Counter, account: str, *, deposit: bool, amount: int = 0) -> Permit:
    token = counter.usdc if deposit else counter.vault
    return sign_permit(counter.fund.chain, account, token, counter.queue, amount or (ASSETS if deposit else SHARES))


@pytest.fixture
def signer(counter: Counter, holder: str) -> str:
    """`holder`, with USDC and shares, who approved nobody."""
    counter.usdc.mint(holder, 10 * ASSETS, sender=counter.fund.roles.market)
    assert counter.usdc.allowance(holder, counter.queue) == counter.vault.allowance(holder, counter.queue) == 0
    for controller in (counter.fund.roles.other_holder, counter.fund.roles.anyone):
        counter.trust(controller, holder)
    return holder


def test_request_deposit_with_permit__signed__is_the_signers_request(
    counter: Counter, signer: str, other_holder: str
) -> None:
    queue, before = counter.queue, counter.usdc.balanceOf(signer)
    arguments = ASSETS, other_holder, *sign(counter, signer, deposit=True)
    assert queue.request_deposit_with_permit.call(*arguments, sender=signer) == counter.open_batch
    receipt = queue.request_deposit_with_permit(*arguments, sender=signer)
    (event,) = queue.events(receipt, "DepositRequest")
    assert (event.controller, event.owner, event.sender, event.assets) == (other_holder, signer, signer, ASSETS)
    assert queue.pendingDepositRequest(1, other_holder) == ASSETS
    assert queue.open_requests() == (1, ASSETS, 0)
    assert before - counter.usdc.balanceOf(signer) == ASSETS
    assert counter.usdc.allowance(signer, queue) == 0


def test_request_redeem_with_permit__signed__is_the_signers_request(
    counter: Counter, signer: str, other_holder: str
) -> None:
    queue, before = counter.queue, counter.vault.balanceOf(signer)
    arguments = SHARES, other_holder, *sign(counter, signer, deposit=False)
    assert queue.request_redeem_with_permit.call(*arguments, sender=signer) == counter.open_batch
    receipt = queue.request_redeem_with_permit(*arguments, sender=signer)
    (event,) = queue.events(receipt, "RedeemRequest")
    assert (event.controller, event.owner, event.sender, event.shares) == (other_holder, signer, signer, SHARES)
    assert queue.pendingRedeemRequest(1, other_holder) == SHARES
    assert queue.open_requests() == (1, 0, SHARES)
    assert before - counter.vault.balanceOf(signer) == SHARES
    assert counter.vault.allowance(signer, queue) == 0


def test_request_with_permit__settled__is_claimed_by_the_controller(
    counter: Counter, signer: str, other_holder: str
) -> None:
    counter.queue.request_deposit_with_permit(ASSETS, other_holder, *sign(counter, signer, deposit=True), sender=signer)
    counter.day()
    counter.queue.setOperator(signer, False, sender=other_holder)
    had = counter.vault.balanceOf(other_holder)
    with reverts("queue: not operator"):
        counter.queue.deposit(ASSETS, signer, other_holder, sender=signer)
    counter.claim(other_holder)
    assert counter.vault.balanceOf(other_holder) > had


@pytest.mark.parametrize("deposit", [True, False], ids=["deposit", "redeem"])
def test_request_with_permit__below_the_minimum_or_for_nobody__reverts(
    counter: Counter, signer: str, deposit: bool
) -> None:
    queue = counter.queue
    request = queue.request_deposit_with_permit if deposit else queue.request_redeem_with_permit
    least = 10 * DOLLAR if deposit else queue.min_shares()
    with reverts("queue: below minimum"):
        request(least - 1, signer, *sign(counter, signer, deposit=deposit, amount=least - 1), sender=signer)
    with reverts("queue: controller"):
        request(least, ZERO, *sign(counter, signer, deposit=deposit, amount=least), sender=signer)
    request(least, signer, *sign(counter, signer, deposit=deposit, amount=least), sender=signer)


@pytest.mark.parametrize("deposit", [True, False], ids=["deposit", "redeem"])
def test_request_with_permit__first_of_a_user__is_held(counter: Counter, signer: str, deposit: bool) -> None:
    # The dearest: the first permit of an account, slots never used; the queue has lived and keeps a raw unit of dust.
    counter.usdc.mint(counter.queue, 1, sender=counter.fund.roles.market)
    counter.vault.transfer(counter.queue, 1, sender=signer)
    queue = counter.queue
    request = queue.request_deposit_with_permit if deposit else queue.request_redeem_with_permit
    amount = ASSETS if deposit else SHARES
    used = gas_used(request(amount, signer, *sign(counter, signer, deposit=deposit), sender=signer))
    assert used <= REQUEST
