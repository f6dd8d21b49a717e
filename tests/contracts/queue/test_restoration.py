"""An impaired or retired asset and the queue. Requests wait for the restoration and settle at the prices of then, so
nobody gains who asked before it and leaves in kind after it. Entries and exits at once:
tests/contracts/vault/test_restoration.
"""

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DOLLAR, HOUR, SHARE, Counter

ACTIVE, IMPAIRED = 1, 3
STAKE = 1_000  # whole USDC
BTC, AVAX = 42_000.0, 38.5  # what the world starts at


@pytest.fixture
def free(counter: Counter) -> Counter:
    """Without fees: the levies alone protect."""
    counter.fund.set_fees(0, 0)
    return counter


def impair(counter: Counter, name: str) -> None:
    counter.fund.registry.set_status(counter.fund.id(name), IMPAIRED, sender=counter.fund.roles.guardian)


def restore(counter: Counter, name: str) -> None:
    counter.fund.registry.set_status(counter.fund.id(name), ACTIVE, sender=counter.fund.roles.owner)


def collect_and_leave_in_kind(counter: Counter, account: str) -> None:
    counter.queue.deposit(counter.queue.maxDeposit(account), account, account, sender=account)
    counter.vault.redeem_in_kind(counter.vault.balanceOf(account), account, account, sender=account)


@pytest.mark.parametrize("factor", [0.3, 0.8, 1.0, 1.3, 4.0])
def test_large__requested_before_the_restoration__settles_after_it_and_gains_nothing_in_kind(
    free: Counter, anyone: str, executor: str, factor: float
) -> None:
    impair(free, "BTC")
    free.ask_deposit(anyone, STAKE)
    free.lock()
    free.fund.sleep(HOUR)
    with reverts(f"queue: no price for asset {free.fund.id('BTC')}"):
        free.queue.settle(sender=executor)
    free.fund.set_price("BTC", BTC * factor)
    restore(free, "BTC")
    nav = free.fund.worth(free.vault.address)
    event = free.settled(free.settle(wait=0))
    # At one NAV, that of now.
    assert event.total_assets == int(nav * DOLLAR)
    assert event.assets_filled == STAKE * DOLLAR
    collect_and_leave_in_kind(free, anyone)
    assert free.fund.worth(anyone) <= STAKE


@pytest.mark.parametrize("factor", [0.3, 1.0, 4.0])
def test_large__locked_before_it_is_impaired__settles_at_the_price_after_the_restoration(
    free: Counter, anyone: str, executor: str, factor: float
) -> None:
    """Locked at one price, settled at another: the request is forward, whatever happens in between."""
    free.ask_deposit(anyone, STAKE)
    free.lock()
    free.fund.sleep(HOUR)
    impair(free, "BTC")
    free.fund.set_price("BTC", BTC * factor)
    with reverts(f"queue: no price for asset {free.fund.id('BTC')}"):
        free.queue.settle(sender=executor)
    restore(free, "BTC")
    free.settle(wait=0)
    collect_and_leave_in_kind(free, anyone)
    assert free.fund.worth(anyone) <= STAKE


@pytest.mark.parametrize("factor", [0.25, 0.9, 1.0, 1.2])
def test_small__settled_before_the_restoration__gains_nothing_in_kind(
    free: Counter, anyone: str, factor: float
) -> None:
    free.fund.buy({"AVAX": 4_000})
    free.ask_deposit(anyone, STAKE)
    free.lock()
    free.fund.sleep(HOUR)
    impair(free, "AVAX")
    free.fund.set_price("AVAX", AVAX * factor)
    free.settle(wait=0)
    restore(free, "AVAX")
    collect_and_leave_in_kind(free, anyone)
    assert free.fund.worth(anyone) <= STAKE


@pytest.mark.parametrize("factor", [0.25, 1.0, 1.2])
def test_small__netted_against_a_redemption_before_the_restoration__gains_nothing_in_kind(
    free: Counter, anyone: str, holder: str, factor: float
) -> None:
    """Netting pays no levy on the way in: the exit's own has to do."""
    free.fund.buy({"AVAX": 4_000})
    free.ask_deposit(anyone, STAKE)
    free.ask_redeem(holder, 2 * STAKE * SHARE)
    free.lock()
    free.fund.sleep(HOUR)
    impair(free, "AVAX")
    free.fund.set_price("AVAX", AVAX * factor)
    event = free.settled(free.settle(wait=0))
    assert event.netted_assets == STAKE * DOLLAR
    restore(free, "AVAX")
    collect_and_leave_in_kind(free, anyone)
    assert free.fund.worth(anyone) <= STAKE


@pytest.mark.parametrize("netted", [False, True])
def test_retired__newcomer_by_request__gains_nothing_in_kind(
    free: Counter, anyone: str, holder: str, owner: str, netted: bool
) -> None:
    """Every share has a right to its part of what is retired; the batch pays for it, netted or not."""
    btc = free.fund.id("BTC")
    free.fund.registry.set_status(btc, IMPAIRED, sender=owner)
    free.fund.policy.retire(btc, sender=owner)
    free.ask_deposit(anyone, STAKE)
    if netted:
        free.ask_redeem(holder, 2 * STAKE * SHARE)
    free.lock()
    event = free.settled(free.settle())
    assert event.netted_assets == (STAKE * DOLLAR if netted else 0)
    collect_and_leave_in_kind(free, anyone)
    free.vault.claim(btc, anyone, sender=anyone)
    assert free.fund.worth(anyone) <= STAKE
