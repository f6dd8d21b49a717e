"""USDC and shares sent to the queue change nothing and belong to nobody."""

from tests.contracts.queue.counter import DOLLAR, SHARE, Counter


def life(counter: Counter, holder: str, other_holder: str) -> list[object]:
    counter.ask_deposit(holder, 1_000)
    counter.ask_redeem(other_holder, 3_000 * SHARE)
    counter.day()
    batch = counter.queue.batch(1)
    return [batch.sides, counter.claim(holder), counter.claim(other_holder), counter.queue.open_requests()]


def test_donation__of_both__changes_nothing(counter: Counter, holder: str, other_holder: str, market: str) -> None:
    snapshot = counter.fund.chain.snapshot()
    plain = life(counter, holder, other_holder)
    counter.fund.chain.revert(snapshot)
    counter.vault.transfer(counter.queue, 777 * SHARE, sender=holder)
    counter.usdc.mint(counter.queue, 888 * DOLLAR, sender=market)
    assert life(counter, holder, other_holder) == plain
    assert counter.vault.balanceOf(counter.queue) >= 777 * SHARE
    assert counter.usdc.balanceOf(counter.queue) >= 888 * DOLLAR


def test_dust__of_rounding__stays_and_is_tiny(counter: Counter, holder: str, other_holder: str, anyone: str) -> None:
    for batch in range(1, 4):
        for account, dollars in ((holder, 100), (other_holder, 33.333333), (anyone, 10)):
            counter.ask_deposit(account, dollars)
        counter.ask_redeem(holder, 70 * SHARE + 7)
        counter.ask_redeem(other_holder, 11 * SHARE + batch)
        counter.day()
        for account in (holder, other_holder, anyone):
            counter.claim(account)
    assert counter.usdc.balanceOf(counter.queue) <= 3 * 3
    assert counter.vault.balanceOf(counter.queue) <= 3 * 10**12
