"""requestRedeem: shares come in; the minimum follows the price of the last settlement, no price is read."""

from tests.conftest import reverts
from tests.contracts.queue.counter import DOLLAR, SHARE, Counter
from tests.contracts.vault.feeds import FAILURES


def test_request_redeem__shares__wait_in_the_open_batch(counter: Counter, holder: str) -> None:
    before = counter.vault.balanceOf(holder)
    counter.vault.approve(counter.queue, 100 * SHARE, sender=holder)
    receipt = counter.queue.requestRedeem(100 * SHARE, holder, holder, sender=holder)
    (event,) = counter.queue.events(receipt, "RedeemRequest")
    assert (event.controller, event.owner, event.requestId, event.sender, event.shares) == (
        *(holder, holder, 1),
        *(holder, 100 * SHARE),
    )
    assert counter.queue.pendingRedeemRequest(1, holder) == 100 * SHARE
    assert counter.queue.open_requests() == (1, 0, 100 * SHARE)
    assert counter.vault.balanceOf(counter.queue) == 100 * SHARE
    assert counter.vault.balanceOf(holder) == before - 100 * SHARE


def test_request_redeem__below_the_minimum__reverts(counter: Counter, holder: str) -> None:
    assert counter.queue.min_shares() == 10 * SHARE
    counter.vault.approve(counter.queue, 10 * SHARE, sender=holder)
    with reverts("queue: below minimum"):
        counter.queue.requestRedeem(10 * SHARE - 1, holder, holder, sender=holder)


def test_request_redeem__after_the_price_moved__minimum_is_ten_dollars_again(counter: Counter, holder: str) -> None:
    counter.fund.set_price("BTC", 84_000)
    counter.ask_redeem(holder, 100 * SHARE)
    counter.day()
    least = counter.queue.min_shares()
    assert least < 8 * SHARE
    assert abs(counter.vault.convertToAssets(least) - 10 * DOLLAR) <= 200
    counter.ask_redeem(holder, least)


def test_request_redeem__without_allowance__reverts(counter: Counter, holder: str) -> None:
    with reverts("erc20: insufficient allowance"):
        counter.queue.requestRedeem(100 * SHARE, holder, holder, sender=holder)


def test_request_redeem__no_feed_answers__is_taken_all_the_same(counter: Counter, holder: str) -> None:
    for name in ("BTC", "ETH", "USDC"):
        FAILURES["reverting"](counter.fund, name)
    counter.ask_redeem(holder, 100 * SHARE)
    assert counter.queue.pendingRedeemRequest(1, holder) == 100 * SHARE


def test_request_redeem__both_sides_of_one_controller__are_apart(counter: Counter, holder: str) -> None:
    counter.ask_redeem(holder, 100 * SHARE)
    counter.ask_deposit(holder, 70)
    assert counter.queue.pendingRedeemRequest(1, holder) == 100 * SHARE
    assert counter.queue.pendingDepositRequest(1, holder) == 70 * DOLLAR
