"""Any number of requests settles at one cost: there is no loop over users."""

from tests.conftest import gas_used
from tests.contracts.queue.counter import DOLLAR, SHARE, Counter

MANY = 300


def accounts(count: int) -> list[str]:
    return [f"0x{0xD057 << 140 | place:040x}" for place in range(count)]


def settle_with_dust(counter: Counter, holder: str, count: int) -> int:
    """Gas of a settlement of a deposit and a redemption beside `count` smallest requests of as many controllers."""
    counter.ask_deposit(holder, 1_000)
    counter.ask_redeem(holder, 5_000 * SHARE)
    counter.give(holder, count * 10 * DOLLAR)
    for controller in accounts(count):
        counter.trust(controller, holder)
    with counter.fund.chain.one_block(counter.fund.chain.now()):
        for controller in accounts(count):
            counter.queue.requestDeposit(10 * DOLLAR, controller, holder, sender=holder)
            counter.queue.requestRedeem(10 * SHARE, controller, holder, sender=holder)
    # The same sums whatever the count, so that not even a zero byte differs.
    rest = MANY - count
    if rest:
        counter.give(holder, rest * 10 * DOLLAR)
        counter.queue.requestDeposit(rest * 10 * DOLLAR, holder, holder, sender=holder)
        counter.queue.requestRedeem(rest * 10 * SHARE, holder, holder, sender=holder)
    counter.lock()
    return gas_used(counter.settle())


def test_settle__hundreds_of_dust_requests__cost_the_same_gas(counter: Counter, holder: str) -> None:
    used = []
    for count in (0, MANY):
        snapshot = counter.fund.chain.snapshot()
        used.append(settle_with_dust(counter, holder, count))
        counter.fund.chain.revert(snapshot)
    assert used[0] == used[1]


def test_settle__hundreds_of_dust_requests__each_is_claimable(counter: Counter, holder: str) -> None:
    settle_with_dust(counter, holder, MANY)
    queue = counter.queue
    for controller in accounts(MANY)[:: MANY // 10]:
        assert queue.maxDeposit(controller) == 10 * DOLLAR
        assert queue.maxRedeem(controller) == 10 * SHARE
        shares, assets = counter.claim(controller)
        assert counter.vault.balanceOf(controller) == shares > 0
        assert counter.usdc.balanceOf(controller) == assets > 0
