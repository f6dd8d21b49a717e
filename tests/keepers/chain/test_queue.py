"""The queue as the keeper reads it, and that what it calls due is what the contract lets happen, to the second."""

import pytest

from keepers.chain import Index, gaps, read, read_events, stored_counts
from keepers.chain.queue import Queue
from tests.conftest import reverts
from tests.funded import next_session
from tests.keepers.conftest import ask, prices
from world.market import World

DOLLAR, SHARE = 10**6, 10**18
HOUR, DAY = 3_600, 86_400


def queue_now(index: Index) -> tuple[Queue, int]:
    reading = read(index)
    return reading.queue, reading.timestamp


def test_read_queue__nobody_asked__first_batch_is_open(index: Index) -> None:
    queue, now = queue_now(index)
    assert (queue.batch, queue.assets, queue.shares, queue.locked) == (1, 0, 0, None)
    assert queue.due(now) is None


def test_read_queue__life_of_a_batch__amounts_times_and_what_is_due(world: World, invested: Index) -> None:
    chain, contract, roles = world.chain, world.index.queue, world.roles
    ask(world, dollars=500, shares=600)
    queue, now = queue_now(invested)
    assert (queue.batch, queue.assets, queue.shares) == (1, 500 * DOLLAR, 600 * SHARE)
    assert queue.due(now) == "lock"  # the world is older than a day

    contract.lock(sender=roles.anyone)
    queue, now = queue_now(invested)
    assert queue.locked is not None and not queue.waits
    assert (queue.batch, queue.last_lock) == (2, now)
    locked = queue.locked
    assert (locked.number, locked.assets, locked.shares, locked.locked_at) == (1, 500 * DOLLAR, 600 * SHARE, now)
    assert locked.cash_need == contract.cash_need() > 90 * DOLLAR

    chain.mine(locked.settles_at - 2)
    assert queue.due(read(invested).timestamp) is None
    with reverts("queue: too early"):
        contract.settle(sender=roles.executor)  # a second later: one to go
    chain.mine(locked.settles_at)
    assert queue.due(read(invested).timestamp) == "settle"
    contract.settle(sender=roles.executor)
    assert queue_now(invested)[0].locked is None

    ask(world, dollars=500)
    queue, now = queue_now(invested)
    assert queue.due(now) is None
    chain.mine(queue.locks_at - 2)
    with reverts("queue: before the cut-off"):
        contract.lock(sender=roles.anyone)
    chain.mine(queue.locks_at)
    assert queue.due(read(invested).timestamp) == "lock"
    contract.lock(sender=roles.anyone)


def test_read_queue__a_day_after_the_lock__open_to_all(world: World, invested: Index) -> None:
    contract, roles = world.index.queue, world.roles
    ask(world, dollars=500)
    contract.lock(sender=roles.anyone)
    locked = read(invested).queue.locked
    assert locked is not None
    world.advance_to(locked.open_to_all_at - 2, prices(world))
    with reverts("queue: only executor"):
        contract.settle(sender=roles.anyone)
    world.chain.mine(locked.open_to_all_at)
    contract.settle(sender=roles.anyone)


def test_reading__locked_batch__cash_need_and_distance_are_the_traders(world: World, invested: Index) -> None:
    ask(world, dollars=1_000, shares=20_000)
    world.index.queue.lock(sender=world.roles.anyone)
    found = read(invested)
    assert found.queue.locked is not None
    assert found.cash_need == pytest.approx(found.queue.locked.cash_need * 10**12, rel=1e-4)
    bitcoin = world.asset("BTC")
    amount = world.index.vault.book(bitcoin.asset_id)[0] // 10
    pool = invested.book.by_id(bitcoin.asset_id).pools[0]
    hop = int(pool.address, 16) | ((pool.token0 == bitcoin.token.address) << 160)
    leg = (bitcoin.asset_id, False, amount, 0, hop, 0, 0)
    receipt = world.index.trader.rebalance(*next_session(world.index, [leg]), sender=world.roles.executor)
    closed = world.index.trader.events(receipt, "SessionClosed")[0]
    assert abs(closed.distance_before - found.distance) < 100  # wei of a dollar: each target is rounded down


def test_log__queue__numbered_events_and_their_gaps(world: World, invested: Index) -> None:
    ask(world, dollars=500, shares=600)
    world.index.queue.lock(sender=world.roles.anyone)
    records, counts = read_events(invested), stored_counts(invested)
    numbered = [record for record in records if record.contract == "queue" and record.sequence is not None]
    assert [record.event for record in numbered] == ["Requested", "Requested", "Locked"]
    assert {record.event for record in records if record.contract == "queue"} >= {"DepositRequest", "RedeemRequest"}
    assert gaps(records, counts) == []
    (gap,) = gaps([record for record in records if record is not numbered[1]], counts)
    assert (gap.contract, gap.first, gap.last) == ("queue", 2, 2)
