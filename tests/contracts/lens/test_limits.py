"""limits: what each limit still allows, and the first second of everything that waits."""

from typing import Any

import pytest

from tests.conftest import reverts
from tests.contracts.queue.counter import DAY, DOLLAR, HOUR
from tests.contracts.strategy.conftest import HASH, RISK_UP_DELAY
from tests.target_words import pack
from world.contract import Contract
from world.market import World

CASH = 1
UNITS_A_BPS = 10_000
FLOW = 50_000 * DOLLAR
BEAR = {CASH: 1_000_000}


@pytest.fixture
def held(world: World) -> World:
    """A million of `holder`'s in cash, 50,000 USDC of flow an hour, half of this one gone by."""
    roles, vault = world.roles, world.index.vault
    world.lift_flow_limit()
    world.fund(roles.holder, 2_000_000)
    world.usdc.approve(vault, 2**256 - 1, sender=roles.holder)
    vault.deposit(1_000_000 * DOLLAR, roles.holder, sender=roles.holder)
    world.set_flow_limit((FLOW, 1_000, 1_000))
    later(world, HOUR - world.chain.now() % HOUR + HOUR // 2)
    return world


def later(world: World, seconds: int) -> None:
    """Time passes, feeds stay fresh."""
    world.advance_to(world.chain.now() + seconds, {a.provider_id: a.market.price for a in world.assets})


def bull(world: World, btc: int = 400_000) -> dict[int, int]:
    return {CASH: 1_000_000 - btc, world.asset("BTC").asset_id: btc}


def propose(world: World, targets: dict[int, int], *, is_bull: bool, call: bool = False) -> Any:
    """The next decision, or what it would answer."""
    strategy = world.index.strategy
    epoch = max(strategy.active().epoch, strategy.pending().epoch) + 1
    arguments = (epoch, is_bull, 50_000_000, pack(targets), HASH, "", 1)
    if call:
        return strategy.propose.call(*arguments, sender=world.roles.proposer)
    return strategy.propose(*arguments, sender=world.roles.proposer)


def decide(world: World, targets: dict[int, int], *, is_bull: bool) -> None:
    """Proposed, and active as soon as may be."""
    propose(world, targets, is_bull=is_bull)
    pending = world.index.strategy.pending()
    later(world, pending.activates_at - world.chain.now())
    world.index.strategy.activate(pending.epoch, sender=world.roles.anyone)


def test_flow__is_what_the_vault_takes_and_pays(held: World, lens: Contract, holder: str) -> None:
    vault = held.index.vault
    assert (lens.limits().flow_in, lens.limits().flow_out) == (FLOW, FLOW)
    vault.deposit(10_000 * DOLLAR, holder, sender=holder)
    vault.withdraw(20_000 * DOLLAR, holder, holder, sender=holder)
    left = lens.limits()
    assert (left.flow_in, left.flow_out) == (vault.maxDeposit(holder), vault.maxWithdraw(holder))
    assert (left.flow_in, left.flow_out) == (40_000 * DOLLAR, 30_000 * DOLLAR)
    assert left.flow_resets_at == (held.chain.now() // HOUR + 1) * HOUR
    later(held, left.flow_resets_at - 1 - held.chain.now())
    assert lens.limits().flow_in == 40_000 * DOLLAR
    later(held, 1)
    assert lens.limits().flow_in == FLOW


def test_flow__nothing_may_enter__is_zero(held: World, lens: Contract, guardian: str) -> None:
    held.index.policy.pause_entries(sender=guardian)
    left = lens.limits()
    assert (left.flow_in, left.flow_out) == (0, FLOW)
    assert left.unpauses_at == held.chain.now() + 3 * DAY
    later(held, 3 * DAY)
    assert (lens.limits().flow_in, lens.limits().unpauses_at) == (FLOW, 0)


def test_flow__no_price__is_zero(held: World, lens: Contract) -> None:
    held.chain.mine(held.chain.now() + 7 * DAY)
    assert (lens.limits().flow_in, lens.limits().flow_out) == (0, 0)


def test_loss__nothing_lost__is_the_budget_of_nav(held: World, lens: Contract, owner: str) -> None:
    left = lens.limits()
    assert (left.remaining_loss, left.remaining_loss_derisking) == (120 * UNITS_A_BPS, 220 * UNITS_A_BPS)
    assert left.loss_basis == held.index.vault.nav().value
    held.index.trader.set_budget((10, 20, 30), sender=owner)
    assert (lens.limits().remaining_loss, lens.limits().remaining_loss_derisking) == (
        20 * UNITS_A_BPS,
        50 * UNITS_A_BPS,
    )


def test_loss__after_a_mark__is_counted_against_the_smaller_nav(held: World, lens: Contract, anyone: str) -> None:
    held.index.trader.mark(sender=anyone)
    closed_at = held.index.vault.nav().value
    held.lift_flow_limit()
    held.index.vault.deposit(500_000 * DOLLAR, held.roles.holder, sender=held.roles.holder)
    assert lens.limits().loss_basis == closed_at < held.index.vault.nav().value


def test_decision__that_waits__says_from_when_to_when(held: World, lens: Contract, anyone: str) -> None:
    assert (lens.limits().activates_at, lens.limits().expires_at) == (0, 0)
    propose(held, bull(held), is_bull=True)
    left, strategy = lens.limits(), held.index.strategy
    with reverts("strategy: too early"), held.chain.one_block(left.activates_at - 1):
        strategy.activate(1, sender=anyone)
    with reverts("strategy: expired"), held.chain.one_block(left.expires_at + 1):
        strategy.activate(1, sender=anyone)


def test_risk_up__first_second__is_the_one_the_strategy_takes(held: World, lens: Contract) -> None:
    decide(held, bull(held), is_bull=True)
    from_now = lens.limits().risk_up_at - RISK_UP_DELAY
    with reverts("strategy: spacing"):
        later(held, from_now - 1 - held.chain.now())
        propose(held, bull(held, 410_000), is_bull=True, call=True)
    later(held, 1)
    propose(held, bull(held, 410_000), is_bull=True, call=True)


def test_upward_flips__are_counted_and_the_first_second_is_the_strategys(held: World, lens: Contract) -> None:
    decide(held, BEAR, is_bull=False)
    for flips in range(3):
        left = lens.limits()
        assert left.remaining_upward_flips == 3 - flips
        later(held, max(0, left.upward_flip_at - RISK_UP_DELAY - held.chain.now()))
        decide(held, bull(held), is_bull=True)
        decide(held, BEAR, is_bull=False)
        if flips < 2:
            before = lens.limits().upward_flip_at - RISK_UP_DELAY
            later(held, before - 1 - held.chain.now())
            with reverts("strategy: spacing"):
                propose(held, bull(held), is_bull=True, call=True)
    left = lens.limits()
    assert left.remaining_upward_flips == 0
    later(held, left.upward_flip_at - RISK_UP_DELAY - 1 - held.chain.now())
    with reverts("strategy: flips"):
        propose(held, bull(held), is_bull=True, call=True)
    later(held, 1)
    propose(held, bull(held), is_bull=True, call=True)
    later(held, RISK_UP_DELAY)
    assert lens.limits().remaining_upward_flips == 1


def test_upward_flips__limit_of_none__says_never(held: World, lens: Contract, owner: str) -> None:
    held.index.strategy.set_limits(50_000, 200_000, 0, sender=owner)
    assert (lens.limits().upward_flip_at, lens.limits().remaining_upward_flips) == (0, 0)


def test_silence__first_seconds__are_those_of_auctions_and_safe_state(held: World, lens: Contract, anyone: str) -> None:
    strategy, auctions = held.index.strategy, held.index.auctions
    assert (lens.limits().auctions_at, lens.limits().safe_state_at) == (0, 0)
    decide(held, BEAR, is_bull=False)
    left = lens.limits()
    later(held, left.auctions_at - 1 - held.chain.now())
    assert not auctions.silent()
    later(held, 1)
    assert auctions.silent()
    with reverts("strategy: not silent"), held.chain.one_block(left.safe_state_at - 1):
        strategy.force_safe_state(sender=anyone)
    with held.chain.one_block(left.safe_state_at):
        strategy.force_safe_state(sender=anyone)
    assert auctions.silent()
    assert (lens.limits().auctions_at, lens.limits().safe_state_at) == (held.chain.now(), 0)


def test_queue__its_batches__say_when_they_move(held: World, lens: Contract, holder: str, anyone: str) -> None:
    queue = held.index.queue
    assert (lens.limits().settles_at, lens.limits().settles_for_anyone_at) == (0, 0)
    assert lens.limits().locks_at == held.chain.now()
    held.usdc.approve(queue, 2**256 - 1, sender=holder)
    queue.requestDeposit(100 * DOLLAR, holder, holder, sender=holder)
    queue.lock(sender=anyone)
    left, now = lens.limits(), held.chain.now()
    assert (left.locks_at, left.settles_at, left.settles_for_anyone_at) == (now + DAY, now + HOUR, now + 2 * HOUR)
    later(held, HOUR)
    queue.settle(sender=held.roles.executor)
    assert (lens.limits().locks_at, lens.limits().settles_at) == (now + DAY, 0)


def test_fees__announced__say_from_when(held: World, lens: Contract, owner: str, anyone: str) -> None:
    assert lens.limits().fees_rise_at == 0
    held.index.policy.set_fees(200, 20, sender=owner)
    rises_at = lens.limits().fees_rise_at
    with reverts("policy: too early"), held.chain.one_block(rises_at - 1):
        held.index.policy.apply_fees(sender=anyone)
    with held.chain.one_block(rises_at):
        held.index.policy.apply_fees(sender=anyone)
    assert lens.limits().fees_rise_at == 0
