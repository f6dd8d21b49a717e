"""A hundred assets: planned in seconds from live pools, switched in one transaction under the gas it may take."""

import time
from pathlib import Path
from typing import Any

from keepers.chain import Index, read
from keepers.chain.audit import audit
from keepers.execute import Journal, Sender, dev_signer
from keepers.execute.actions import plan_now, rebalance
from keepers.execute.done import Done
from keepers.execute.refresh import refresh
from keepers.plan import Plan
from tests.keepers.conftest import connected, decide_and_activate, decision_on, deposit, described, prices
from tests.keepers.execute.test_send import Faulty, with_fault
from tests.keepers.routed import describe_ways
from tests.odd_tokens import turn_odd
from world.book import Ways
from world.market import World
from world.weth import WethMarket

LOCAL_CHAIN = 31337
PLAN_SECONDS = 5.0
SWITCH_GAS = 12_500_000
MOST_GAS = 16_777_216
ODD = {"C50": "paused", "C60": "takes a fee", "C70": "transfer burns gas"}
REFRESH_GAS = 75_000  # an asset


def test_rebalance__switch_of_a_hundred__planned_in_time_and_one_transaction(world_100: World, tmp_path: Path) -> None:
    world = world_100
    described(world, tmp_path)
    index = connected(tmp_path)
    proposer = Sender(index.connection, dev_signer(3, LOCAL_CHAIN), Journal(tmp_path / "proposer.sqlite"))
    executor = Sender(index.connection, dev_signer(4, LOCAL_CHAIN), Journal(tmp_path / "executor.sqlite"))
    deposit(world, 1_000_000)
    decide_and_activate(world, index, proposer, decision_on(index, True))
    entered = rebalance(index, executor)
    assert len(entered) == 2  # first buys write new storage: too much for one transaction
    assert sum(holding.held for holding in read(index).holdings) == 101

    world.advance_to(world.chain.now() + 8 * 86_400, prices(world))
    decide_and_activate(world, index, proposer, decision_on(index, False, seed=2))
    start = time.perf_counter()
    _, plan = plan_now(index)
    assert time.perf_counter() - start < PLAN_SECONDS
    assert sum(leg.exit for leg in plan.legs) == 100
    assert plan.skipped == ()

    (switch,) = rebalance(index, executor)
    transaction = index.connection.request("eth_getTransactionByHash", switch.outcome.hash)
    assert int(transaction["gas"], 16) <= SWITCH_GAS
    assert received(switch) == {leg.asset_id: leg.expected_out for leg in plan.legs}
    assert audit(index).clean


def ready_to_switch(world: World, folder: Path) -> Index:
    """A hundred volatile assets held, and a decision active that holds none of them."""
    described(world, folder)
    index = connected(folder)
    proposer = Sender(index.connection, dev_signer(3, LOCAL_CHAIN), Journal(folder / "proposer.sqlite"))
    executor = Sender(index.connection, dev_signer(4, LOCAL_CHAIN), Journal(folder / "executor.sqlite"))
    deposit(world, 1_000_000)
    decide_and_activate(world, index, proposer, decision_on(index, True))
    rebalance(index, executor)
    world.advance_to(world.chain.now() + 8 * 86_400, prices(world))
    decide_and_activate(world, index, proposer, decision_on(index, False, seed=2))
    return index


def sold(done: Done) -> set[int]:
    return {
        record.fields["asset"] for record in done.records if record.event == "LegTraded" and not record.fields["buy"]
    }


def received(done: Done) -> dict[int, int]:
    return {
        record.fields["asset"]: record.fields["amount_out"] for record in done.records if record.event == "LegTraded"
    }


def failures(done: Done) -> set[int]:
    return {record.fields["asset"] for record in done.records if record.event == "LegFailed"}


def test_rebalance__three_odd_tokens_of_a_hundred_in_simulation__the_others_sold_in_one_transaction(
    world_100: World, tmp_path: Path
) -> None:
    world = world_100
    index = ready_to_switch(world, tmp_path)
    for name, kind in ODD.items():
        turn_odd(world.chain, world.asset(name).token, kind)
    executor = Sender(index.connection, dev_signer(4, LOCAL_CHAIN), Journal(tmp_path / "second.sqlite"))
    plans: list[Plan] = []
    (switch,) = rebalance(index, executor, planned=plans.append)
    odd = {world.asset(name).asset_id for name in ODD}
    assert len(sold(switch)) == 97 and not sold(switch) & odd and failures(switch) == set()
    reasons = {item.symbol: item.reason for item in plans[-1].skipped}
    assert reasons.keys() == set(ODD)
    assert all(reason.startswith("its leg fails: ") for reason in reasons.values())
    assert switch.outcome.gas_used < SWITCH_GAS


def test_rebalance__three_odd_tokens_of_a_hundred_only_in_the_block__the_others_sold_in_one_transaction(
    world_100: World, tmp_path: Path
) -> None:
    world = world_100
    index = ready_to_switch(world, tmp_path)
    waiting = dict(ODD)

    def turn(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        while waiting:
            name, kind = waiting.popitem()
            turn_odd(world.chain, world.asset(name).token, kind)
        return connection.forward(method, *params)

    turning = with_fault(index, turn)
    executor = Sender(turning.connection, dev_signer(4, LOCAL_CHAIN), Journal(tmp_path / "second.sqlite"))
    switch, *_ = rebalance(turning, executor)
    odd = {world.asset(name).asset_id for name in ODD}
    assert len(sold(switch)) == 97 and failures(switch) == odd
    assert switch.outcome.gas_used < MOST_GAS
    assert {holding.asset.asset_id for holding in read(index).holdings if holding.held} >= odd
    assert audit(index).clean


def test_rebalance__forty_of_a_hundred_through_weth__planned_in_time_and_one_transaction(
    world_100: World, tmp_path: Path
) -> None:
    world = world_100
    weth = WethMarket.open(world, price=2_300.0)
    forty = [asset for asset in world.assets if asset.asset_id % 5 in (0, 2) and not asset.market.stable]
    ways = {asset.provider_id: [weth.pair(asset) if asset.asset_id % 2 else weth.pool(asset)] for asset in forty}
    weth.token.transfer(world.index.trader, 1, sender=world.roles.market)  # as docs/DEPLOYMENT.md advises
    describe_ways(world, tmp_path, Ways(ways, {"WETH": (weth.token, [weth.cash_pool, weth.cash_pair()])}))
    index = connected(tmp_path)
    proposer = Sender(index.connection, dev_signer(3, LOCAL_CHAIN), Journal(tmp_path / "proposer.sqlite"))
    executor = Sender(index.connection, dev_signer(4, LOCAL_CHAIN), Journal(tmp_path / "executor.sqlite"))
    deposit(world, 1_000_000)
    decide_and_activate(world, index, proposer, decision_on(index, True))
    rebalance(index, executor)
    world.advance_to(world.chain.now() + 8 * 86_400, prices(world))
    decide_and_activate(world, index, proposer, decision_on(index, False, seed=2))
    start = time.perf_counter()
    _, plan = plan_now(index)
    assert time.perf_counter() - start < PLAN_SECONDS
    assert sum(len(leg.hops) == 2 for leg in plan.legs) == 40
    assert plan.skipped == ()
    (switch,) = rebalance(index, executor)
    transaction = index.connection.request("eth_getTransactionByHash", switch.outcome.hash)
    assert switch.outcome.gas_used <= plan.gas <= int(transaction["gas"], 16) * 11 // 10
    assert received(switch) == {leg.asset_id: leg.expected_out for leg in plan.legs}


def test_refresh__a_hundred__two_transactions_far_below_the_cap(world_100: World, tmp_path: Path) -> None:
    world = world_100
    described(world, tmp_path)
    index = connected(tmp_path)
    anyone = Sender(index.connection, dev_signer(9, LOCAL_CHAIN), Journal(tmp_path / "anyone.sqlite"))
    world.advance_to(
        world.chain.now() + 86_400, {name: price * 1.3 for name, price in prices(world).items() if price != 1.0}
    )
    done = refresh(index, anyone)
    moved = [len(item.moves) for item in done]
    assert len(moved) == 2 and moved[0] == 60
    assert all(item.outcome.gas_used < REFRESH_GAS * count for item, count in zip(done, moved, strict=True))
    assert refresh(index, anyone) == []
