"""deposit, mint, redeem and withdraw: claims of what was settled, in whole or in part, once."""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DOLLAR, SHARE, Counter

ZERO = "0x" + "00" * 20


@pytest.fixture
def settled(counter: Counter, holder: str, other_holder: str) -> Counter:
    """Batch 1: deposits of 1,000 and 300 USDC, redemptions of 5,000 and 7 x 10 shares."""
    counter.ask_deposit(holder, 1_000)
    counter.ask_deposit(other_holder, 300)
    counter.ask_redeem(holder, 5_000 * SHARE)
    counter.ask_redeem(other_holder, 70 * SHARE)
    counter.day()
    return counter


def test_deposit__all__pays_the_shares_once(settled: Counter, holder: str) -> None:
    queue, before = settled.queue, settled.vault.balanceOf(holder)
    owed = queue.maxMint(holder)
    receipt = queue.deposit(1_000 * DOLLAR, holder, holder, sender=holder)
    (event,) = queue.events(receipt, "Deposit")
    assert (event.sender, event.owner, event.assets, event.shares) == (holder, holder, 1_000 * DOLLAR, owed)
    assert settled.vault.balanceOf(holder) == before + owed
    assert (queue.maxDeposit(holder), queue.maxMint(holder)) == (0, 0)
    assert queue.claimableDepositRequest(1, holder) == 0
    for amount in (1_000 * DOLLAR, 1):
        with reverts("queue: above claimable"):
            queue.deposit(amount, holder, holder, sender=holder)


def test_deposit__two_arguments__claims_for_the_caller(settled: Counter, holder: str) -> None:
    owed = settled.queue.maxMint(holder)
    assert settled.queue.deposit.call(1_000 * DOLLAR, holder, sender=holder) == owed
    assert settled.queue.mint.call(owed, holder, sender=holder) == 1_000 * DOLLAR


def test_redeem__all__pays_the_usdc_once(settled: Counter, holder: str) -> None:
    queue, before = settled.queue, settled.usdc.balanceOf(holder)
    owed = queue.maxWithdraw(holder)
    receipt = queue.redeem(5_000 * SHARE, holder, holder, sender=holder)
    (event,) = queue.events(receipt, "Withdraw")
    assert event == (holder, holder, holder, owed, 5_000 * SHARE)
    assert settled.usdc.balanceOf(holder) == before + owed
    with reverts("queue: above claimable"):
        queue.redeem(5_000 * SHARE, holder, holder, sender=holder)


def test_claim__nothing__reverts(settled: Counter, holder: str, anyone: str) -> None:
    for function in ("deposit", "mint", "redeem", "withdraw"):
        for amount, account in ((0, holder), (1, anyone)):
            with reverts("queue: above claimable"):
                getattr(settled.queue, function)(amount, account, account, sender=account)


def test_claim__more_than_claimable__reverts(settled: Counter, holder: str) -> None:
    queue = settled.queue
    most = {"deposit": "maxDeposit", "mint": "maxMint", "redeem": "maxRedeem", "withdraw": "maxWithdraw"}
    for function, limit in most.items():
        with reverts("queue: above claimable"):
            getattr(queue, function)(getattr(queue, limit)(holder) + 1, holder, holder, sender=holder)


def test_claim__pending__reverts(counter: Counter, holder: str) -> None:
    counter.ask_deposit(holder, 100)
    counter.lock()
    with reverts("queue: above claimable"):
        counter.queue.deposit(100 * DOLLAR, holder, holder, sender=holder)


def test_claim__worth_less_than_a_raw_unit__reverts(settled: Counter, holder: str) -> None:
    with reverts("queue: zero"):
        settled.queue.redeem(1, holder, holder, sender=holder)


@pytest.mark.parametrize("parts", [2, 3, 7])
def test_claim__in_parts__pays_no_more_than_at_once(settled: Counter, holder: str, parts: int) -> None:
    queue = settled.queue
    owed_shares, owed_assets = queue.maxMint(holder), queue.maxWithdraw(holder)
    shares = assets = 0
    for _ in range(parts - 1):
        shares += queue.deposit.call(1_000 * DOLLAR // parts, holder, holder, sender=holder)
        queue.deposit(1_000 * DOLLAR // parts, holder, holder, sender=holder)
        assets += queue.redeem.call(5_000 * SHARE // parts, holder, holder, sender=holder)
        queue.redeem(5_000 * SHARE // parts, holder, holder, sender=holder)
    assert owed_shares - parts <= shares + queue.maxMint(holder) <= owed_shares
    assert queue.claimableDepositRequest(1, holder) == queue.maxDeposit(holder)
    rest_shares, rest_assets = settled.claim(holder)
    assert shares + rest_shares == owed_shares
    assert assets + rest_assets == owed_assets


def test_mint_and_withdraw__in_parts__use_up_rounded_up(settled: Counter, other_holder: str) -> None:
    queue = settled.queue
    shares, assets = queue.maxMint(other_holder), queue.maxWithdraw(other_holder)
    used = queue.mint.call(shares // 3 + 1, other_holder, other_holder, sender=other_holder)
    assert used * shares >= (shares // 3 + 1) * 300 * DOLLAR > (used - 1) * shares
    queue.mint(shares // 3 + 1, other_holder, other_holder, sender=other_holder)
    assert queue.maxMint(other_holder) == shares - shares // 3 - 1
    assert queue.maxDeposit(other_holder) == 300 * DOLLAR - used
    used = queue.withdraw.call(assets // 2, other_holder, other_holder, sender=other_holder)
    assert used * assets >= assets // 2 * 70 * SHARE > (used - 1) * assets
    queue.withdraw(assets // 2, other_holder, other_holder, sender=other_holder)
    queue.withdraw(queue.maxWithdraw(other_holder), other_holder, other_holder, sender=other_holder)
    assert (queue.maxWithdraw(other_holder), queue.maxRedeem(other_holder)) == (0, 0)


@pytest.mark.parametrize("function", ["deposit", "mint", "redeem", "withdraw"])
def test_claim__for_somebody_else__reverts(settled: Counter, holder: str, anyone: str, function: str) -> None:
    with reverts("queue: not operator"):
        getattr(settled.queue, function)(10**7, anyone, holder, sender=anyone)


def test_claim__to_nobody_or_the_queue__reverts(settled: Counter, holder: str) -> None:
    for receiver in (ZERO, settled.queue.address):
        with reverts("queue: receiver"):
            settled.queue.deposit(DOLLAR, receiver, holder, sender=holder)
        with reverts("queue: receiver"):
            settled.queue.redeem(SHARE, receiver, holder, sender=holder)


def test_claim__blocklisted_by_usdc__goes_to_another_receiver(
    settled: Counter, holder: str, anyone: str, market: str
) -> None:
    settled.usdc.set_blocked(holder, True, sender=market)
    owed = settled.queue.maxWithdraw(holder)
    with reverts("Blacklistable: account is blacklisted"):
        settled.queue.redeem(5_000 * SHARE, holder, holder, sender=holder)
    settled.queue.redeem(5_000 * SHARE, anyone, holder, sender=holder)
    assert settled.usdc.balanceOf(anyone) == owed


def test_claim__years_later__pays_the_same(settled: Counter, holder: str, other_holder: str) -> None:
    owed = settled.queue.maxMint(holder), settled.queue.maxWithdraw(holder)
    for _ in range(3):
        settled.fund.sleep(300 * 86_400)
        settled.fund.set_price("BTC", 60_000)
        settled.ask_deposit(other_holder, 100)
        settled.day()
    assert settled.claim(holder) == owed


def test_claim__several_batches__keep_their_own_rates(counter: Counter, holder: str) -> None:
    counter.ask_deposit(holder, 1_000)
    first = counter.settled(counter.day()).shares_paid
    counter.fund.set_price("BTC", 84_000)
    counter.ask_deposit(holder, 1_000)
    second = counter.settled(counter.day()).shares_paid
    assert second < first
    assert counter.queue.maxDeposit(holder) == 2_000 * DOLLAR
    assert counter.queue.maxMint(holder) == first + second
    assert counter.queue.claimableDepositRequest(1, holder) == 0
    assert counter.queue.claimableDepositRequest(2, holder) == 2_000 * DOLLAR
    assert counter.claim(holder) == (first + second, 0)


def test_claim__order_of_claimers__does_not_matter(settled: Counter, holder: str, other_holder: str) -> None:
    answers = []
    for order in ((holder, other_holder), (other_holder, holder)):
        snapshot = settled.fund.chain.snapshot()
        answers.append({account: settled.claim(account) for account in order})
        settled.fund.chain.revert(snapshot)
    assert answers[0] == answers[1]
