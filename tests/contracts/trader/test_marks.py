"""What a close leaves behind, what the caller bounds, and who may stop the executor."""

import pytest

from tests.conftest import reverts
from tests.contracts.trader.desk import Desk

USD = 10**18
ZERO = "0x" + "00" * 20


def test_near_at__a_close_within_5_percent__is_the_moment_of_it(desk: Desk) -> None:
    desk.target(BTC=300_000)
    assert desk.trader.near_at() == 0
    desk.run(desk.buy("BTC", 240_000))  # 60,000 of a million away
    assert desk.trader.near_at() == 0
    desk.run(desk.buy("BTC", 30_000))
    assert desk.trader.near_at() == desk.chain.now()


def test_near_at__a_close_that_ends_far__keeps_it(invested: Desk) -> None:
    near = invested.trader.near_at()
    assert near > 0
    invested.target(DAI=100_000)
    invested.run(invested.sell("BTC", 1.0))
    assert invested.trader.near_at() == near


def test_mark__after_growth__widens_the_basis_in_the_next_block(invested: Desk, other_holder: str, anyone: str) -> None:
    """Investing ten million into a fund of one costs its own losses, not all that the small fund may lose."""
    invested.world.fund(other_holder, 9_000_000)
    invested.usdc.approve(invested.vault, 2**256 - 1, sender=other_holder)
    small = invested.vault.nav().value
    invested.vault.deposit(9_000_000 * 10**6, other_holder, sender=other_holder)
    nav = invested.vault.nav().value
    assert invested.trader.loss_basis(nav) == small
    (event,) = invested.trader.events(invested.trader.mark(sender=anyone), "Marked")
    assert (event.nav, event.by) == (nav, anyone)
    invested.chain.mine(invested.chain.now() + 12)
    assert invested.trader.loss_basis(nav) == nav


def test_mark__in_the_block_of_the_session__widens_nothing(
    invested: Desk, owner: str, other_holder: str, executor: str, anyone: str
) -> None:
    invested.trader.set_budget((200, 100, 0), sender=owner)
    invested.target(ETH=300_000)
    basis, before = invested.vault.nav().value, invested.trader.remaining_budget(False)
    invested.world.fund(other_holder, 9_000_000)
    invested.usdc.approve(invested.vault, 2**256 - 1, sender=other_holder)
    pool, raw = invested.losing_pool("BTC", usdc=20_000, bps=95)
    arguments = invested.arguments(invested.sell("BTC", raw=raw, pool=pool))
    with invested.chain.one_block():
        invested.vault.deposit(9_000_000 * 10**6, other_holder, sender=other_holder)
        invested.trader.mark(sender=anyone)
        invested.trader.rebalance(*arguments, sender=executor)
    lost, expected = before - invested.trader.remaining_budget(False), 190 * USD * 10**8 // basis
    assert abs(lost - expected) < expected // 20


def test_mark__nav_not_firm__reverts(invested: Desk, anyone: str) -> None:
    invested.answer("BTC", 42_000.0, updated_at=invested.chain.now() - 30 * 86_400)
    with reverts("trader: no price"):
        invested.trader.mark(sender=anyone)


def test_max_cost__a_dollar_below_the_loss__reverts(invested: Desk) -> None:
    invested.target(BTC=100_000, ETH=300_000, LINK=50_000, DAI=100_000)
    pool, raw = invested.losing_pool("BTC", usdc=20_000, bps=50)
    leg = invested.sell("BTC", raw=raw, pool=pool)
    with reverts("trader: above max cost"):
        invested.run(leg, max_cost=99 * USD)
    assert invested.summary(invested.run(leg, max_cost=101 * USD)).cost == pytest.approx(100 * USD, rel=0.001)


def test_data_hash__of_another_decision__reverts(invested: Desk) -> None:
    """After a reorganisation the same epoch may be another decision."""
    invested.target(BTC=100_000, ETH=300_000, LINK=50_000, DAI=100_000)
    leg = invested.sell("BTC", 1.0)
    with reverts("trader: data hash"):
        invested.run(leg, data_hash=b"\x07" * 32)
    with reverts("trader: epoch"):
        invested.run(leg, epoch=0, data_hash=bytes(32))
    invested.run(leg)


@pytest.mark.parametrize("role", ["guardian", "owner"])
def test_stop_executor__at_once__only_the_owner_names_the_next(
    invested: Desk, role: str, owner: str, guardian: str, anyone: str, request: pytest.FixtureRequest
) -> None:
    invested.target(BTC=100_000, ETH=300_000, LINK=50_000, DAI=100_000)
    receipt = invested.trader.stop_executor(sender=request.getfixturevalue(role))
    assert [event.executor for event in invested.trader.events(receipt, "ExecutorSet")] == [ZERO]
    assert invested.trader.executor() == ZERO
    with reverts("trader: only executor"):
        invested.run(invested.sell("BTC", 1.0))
    with reverts("roles: only owner"):
        invested.trader.set_executor(guardian, sender=guardian)
    invested.trader.set_executor(anyone, sender=owner)
    invested.run(invested.sell("BTC", 1.0), sender=anyone)


@pytest.mark.parametrize("role", ["executor", "proposer", "anyone"])
def test_stop_executor__by_another_role__reverts(invested: Desk, role: str, request: pytest.FixtureRequest) -> None:
    with reverts("roles: only guardian"):
        invested.trader.stop_executor(sender=request.getfixturevalue(role))
