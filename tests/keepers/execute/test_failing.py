"""Legs that fail, seen before a session is sent or only in its block: the others trade, and the report names each."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from keepers.chain import Index, read
from keepers.chain.audit import audit
from keepers.execute import Journal, Refused, Reverted, Sender, actions, dev_signer, failing
from keepers.execute.actions import plan_now, rebalance
from keepers.execute.again import MAX_AGAIN
from keepers.execute.done import Done
from keepers.execute.failing import Faults
from keepers.execute.settlement import settle
from keepers.plan import Limits, Plan
from tests.keepers.conftest import LOCAL_CHAIN, ask, later
from tests.keepers.execute.test_send import Faulty, with_fault
from tests.odd_tokens import turn_odd
from world.market import World
from world.traded import pool_target

HOUR = 3_600
ODD = {"LINK": "paused", "SHIB": "takes a fee", "AVAX": "transfer burns gas"}


@pytest.fixture
def in_its_block(world: World, bear: Index, tmp_path: Path) -> Iterator[Callable[[Mapping[str, str]], Sender]]:
    """in_its_block(odd): a sender of the executor behind whose first transaction tokens turn odd before it is mined."""
    journals = []

    def sender(odd: Mapping[str, str]) -> Sender:
        waiting = dict(odd)

        def turn(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
            while waiting:
                name, kind = waiting.popitem()
                turn_odd(world.chain, world.asset(name).token, kind)
            return connection.forward(method, *params)

        journals.append(Journal(tmp_path / f"in-its-block-{len(journals)}.sqlite"))
        return Sender(with_fault(bear, turn).connection, dev_signer(4, LOCAL_CHAIN), journals[-1])

    yield sender
    for journal in journals:
        journal.close()


def traded(done: Done) -> set[int]:
    return {record.fields["asset"] for record in done.records if record.event == "LegTraded"}


def failed(done: Done) -> set[int]:
    return {record.fields["asset"] for record in done.records if record.event == "LegFailed"}


def ids(world: World, *names: str) -> set[int]:
    return {world.asset(name).asset_id for name in names}


def volatile(world: World) -> set[int]:
    return {asset.asset_id for asset in world.assets if not asset.market.stable}


def test_rebalance__odd_tokens_seen_in_simulation__left_out_and_named_and_the_others_sold(
    world: World, bear: Index, trading: Sender
) -> None:
    for name, kind in ODD.items():
        turn_odd(world.chain, world.asset(name).token, kind)
    plans: list[Plan] = []
    (done,) = rebalance(bear, trading, planned=plans.append)
    assert traded(done) == volatile(world) - ids(world, *ODD) | ids(world, "USDT", "DAI") and failed(done) == set()
    reasons = {item.symbol: item.reason for item in plans[0].skipped}
    assert set(ODD) <= reasons.keys()
    for name in ODD:
        assert reasons[name].startswith("its leg fails: '") and "'. " in reasons[name]
    assert audit(bear).clean


def test_rebalance__odd_tokens_only_in_the_block__the_others_sold_at_once(
    world: World, bear: Index, in_its_block: Callable[[Mapping[str, str]], Sender]
) -> None:
    plans: list[Plan] = []
    # Each is a tenth of the fund: purchases counted on it, and the first transaction reverted. The second sells apart.
    done, bought = rebalance(bear, in_its_block(ODD), planned=plans.append)
    assert traded(done) == volatile(world) - ids(world, *ODD)
    assert traded(bought) == ids(world, "USDT", "DAI")
    assert {holding.asset.symbol for holding in read(bear).holdings if holding.held} >= set(ODD)
    assert {item.symbol for item in plans[1].skipped} >= set(ODD)
    assert audit(bear).clean


def test_rebalance__required_leg_fails_in_simulation__found_among_all_and_left_out(
    world: World, bear: Index, trading: Sender
) -> None:
    turn_odd(world.chain, world.asset("BTC").token, "paused")
    plans: list[Plan] = []
    (done,) = rebalance(bear, trading, planned=plans.append)
    assert traded(done) >= volatile(world) - ids(world, "BTC")
    (reason,) = [item.reason for item in plans[0].skipped if item.symbol == "BTC"]
    assert reason.startswith("its leg fails: ")


def test_rebalance__required_leg_fails_in_the_block__planned_again_at_once_without_it(
    world: World, bear: Index, in_its_block: Callable[[Mapping[str, str]], Sender]
) -> None:
    plans: list[Plan] = []
    done, _ = rebalance(bear, in_its_block({"ETH": "paused"}), planned=plans.append)
    assert traded(done) == volatile(world) - ids(world, "ETH")
    assert "ETH" in {item.symbol for item in plans[1].skipped}


def test_rebalance__reverts_in_every_block__given_up_with_the_reason(world: World, bear: Index, tmp_path: Path) -> None:
    trader = world.index.trader
    executor = trader.executor()
    times = []

    def starve(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        # While it is on its way the owner names nobody; the keeper's next plan finds the executor as it was.
        # A budget of nothing would not do: sales alone pass without one.
        times.append(method)
        trader.set_executor("0x" + "00" * 20, sender=world.roles.owner)
        answer = connection.forward(method, *params)
        if len(times) <= MAX_AGAIN:
            trader.set_executor(executor, sender=world.roles.owner)
        return answer

    sender = Sender(with_fault(bear, starve).connection, dev_signer(4, LOCAL_CHAIN), Journal(tmp_path / "j.sqlite"))
    with pytest.raises(Reverted, match=r"it reverted: session 2: the contract refuses: 'trader: only executor'"):
        rebalance(bear, sender)
    assert len(times) == 1 + MAX_AGAIN


def test_rebalance__without_simulation_of_events__still_sells_the_others(
    world: World, bear: Index, tmp_path: Path
) -> None:
    class Old(Faulty):
        """A node that does not know eth_simulateV1."""

        def request(self, method: str, *params: Any) -> Any:
            return super().request("eth_unknown" if method == "eth_simulateV1" else method, *params)

    index = dataclasses.replace(
        bear, connection=Old(bear.deployment.url, lambda old, *call: old.forward(call[0], *call[1]))
    )
    sender = Sender(index.connection, dev_signer(4, LOCAL_CHAIN), Journal(tmp_path / "old.sqlite"))
    for name, kind in ODD.items():
        turn_odd(world.chain, world.asset(name).token, kind)
    plans: list[Plan] = []
    # Refused in simulation, for purchases count on what fails: each is found by itself.
    (done,) = rebalance(index, sender, planned=plans.append)
    assert failed(done) == set() and traded(done) >= volatile(world) - ids(world, *ODD)


def test_note__second_failure_in_a_block__left_out_with_the_count(world: World, bear: Index, trading: Sender) -> None:
    faults = Faults()
    link = world.asset("LINK").asset_id
    reason = bytes.fromhex("08c379a0") + (32).to_bytes(32, "big") + (3).to_bytes(32, "big") + b"IIA".ljust(32, b"\0")
    (record, *_) = rebalance(bear, trading)[0].records
    record = dataclasses.replace(record, event="LegFailed", fields={"session": 2, "asset": link, "reason": reason})
    assert [leg.symbol for leg in faults.note(bear, [record])] == ["LINK"] and faults.refused == {}
    faults.note(bear, [record])
    assert faults.refused[link].startswith("its leg fails: 'IIA'. ")
    assert faults.refused[link].endswith("It failed in 2 sessions of this run.")


def test_rebalance__refused_for_another_reason__nothing_is_left_out(world: World, bear: Index, tmp_path: Path) -> None:
    stranger = Sender(bear.connection, dev_signer(9, LOCAL_CHAIN), Journal(tmp_path / "stranger.sqlite"))
    with pytest.raises(Refused, match="'trader: only executor'"):
        rebalance(bear, stranger)
    _, plan = plan_now(bear)
    assert not any("its leg fails" in item.reason for item in plan.skipped)


def test_failing__search__stops_after_so_many_trials(
    world: World, bear: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failing, "MAX_TRIALS", 1)
    turn_odd(world.chain, world.asset("ETH").token, "paused")
    turn_odd(world.chain, world.asset("BTC").token, "paused")
    reading, plan = plan_now(bear)
    assert len(actions.search(bear, world.roles.executor, reading, plan)) == 1


def test_settle__odd_tokens__other_sales_pay_for_those_who_leave(
    world: World, invested: Index, trading: Sender
) -> None:
    ask(world, shares=2_000)
    settle(invested, trading)
    later(world, HOUR)
    for name, kind in {**ODD, "BTC": "paused"}.items():
        turn_odd(world.chain, world.asset(name).token, kind)
    plans: list[Plan] = []
    (done,) = settle(invested, trading, planned=plans.append)
    assert done.event.event == "Settled" and done.event.fields["shares_filled"] == 2_000 * 10**18
    assert not traded(done) & ids(world, *ODD, "BTC")
    assert {item.symbol for item in plans[0].skipped if item.reason.startswith("its leg fails")} == {*ODD, "BTC"}
    assert audit(invested).clean


def test_settle__token_turns_odd_in_the_block__settled_at_once_by_another_plan(
    world: World, invested: Index, trading: Sender, tmp_path: Path
) -> None:
    ask(world, shares=4_000)
    settle(invested, trading)
    later(world, HOUR)
    waiting = ["ADA", "BTC"]

    def turn(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        while waiting:
            turn_odd(world.chain, world.asset(waiting.pop()).token, "paused")
        return connection.forward(method, *params)

    index = with_fault(invested, turn)
    sender = Sender(index.connection, dev_signer(4, LOCAL_CHAIN), Journal(tmp_path / "turning.sqlite"))
    sales, done = settle(index, sender)
    assert sales.event.event == "SessionClosed" and traded(sales) and not traded(sales) & ids(world, "ADA", "BTC")
    assert done.event.fields["shares_filled"] == 4_000 * 10**18


def test_plan_that_runs__healthy__is_the_plan(bear: Index, world: World) -> None:
    account = world.roles.executor
    _, plan = actions.plan_that_runs(bear, account, Limits(), Faults())
    assert plan == plan_now(bear)[1]


def test_rebalance__pool_pushed_before_its_block__costs_its_leg_alone_and_is_sold_by_the_next_plan(
    world: World, bear: Index, tmp_path: Path
) -> None:
    asset = world.asset("LINK")
    waiting = [asset]

    def push(connection: Faulty, method: str, params: tuple[Any, ...]) -> Any:
        while waiting:
            pushed = waiting.pop()
            answers = {each.provider_id: each.own.latest() for each in (pushed, world.assets[0])}
            answers["LINK"] = answers["LINK"] * 99 // 100
            assert pushed.pool is not None
            target = pool_target(pushed, world.assets[0], answers)
            world.maker.move([pushed.pool.address], [target], sender=world.roles.market)
        return connection.forward(method, *params)

    index = with_fault(bear, push)
    sender = Sender(index.connection, dev_signer(4, LOCAL_CHAIN), Journal(tmp_path / "pushed.sqlite"))
    first, second, bought = rebalance(index, sender, Limits(apart=True))
    assert failed(first) == {asset.asset_id} and traded(first) == volatile(world) - {asset.asset_id}
    assert [leg.reason for leg in failing.failed_in(index, first.records)] == ["trader: below min out"]
    assert traded(second) == {asset.asset_id} and traded(bought) == ids(world, "USDT", "DAI")
