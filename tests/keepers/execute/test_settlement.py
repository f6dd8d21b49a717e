"""The keeper serves the request queue on the local world."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from keepers.chain import Index, read, read_events
from keepers.chain.audit import audit
from keepers.execute import Journal, Refused, Sender, Unknown, dev_signer
from keepers.execute.actions import Done, plan_now, rebalance
from keepers.execute.settlement import settle
from keepers.models import Decision
from keepers.plan import Limits, Plan
from tests.conftest import reverts
from tests.keepers.conftest import LOCAL_CHAIN, ask, decide_and_activate, deposit, prices
from tests.keepers.execute.test_send import QUICK, swallow, with_fault
from world.feeds import HEARTBEAT
from world.market import World

DOLLAR, SHARE = 10**6, 10**18
HOUR, DAY = 3_600, 86_400


@pytest.fixture
def stranger(index: Index, tmp_path: Path) -> Iterator[Sender]:
    """A sender with a key that has no role."""
    journal = Journal(tmp_path / "stranger.sqlite")
    yield Sender(index.connection, dev_signer(9, LOCAL_CHAIN), journal)
    journal.close()


def wait(world: World, seconds: int) -> None:
    world.advance_to(world.chain.now() + seconds, prices(world))


def lock(world: World, index: Index, sender: Sender, **asked: int) -> None:
    """The batch of what is asked is locked, and an hour is over."""
    ask(world, **asked)
    assert names(settle(index, sender)) == ["Locked"]
    wait(world, HOUR)


def names(done: list[Done]) -> list[str]:
    return [item.event.event for item in done]


def test_settle__nobody_asked__sends_nothing(invested: Index, trading: Sender) -> None:
    assert settle(invested, trading) == []


def test_settle__life_of_a_redemption__locked_once_then_paid_in_full_with_its_sales(
    world: World, invested: Index, trading: Sender
) -> None:
    queue, holder = world.index.queue, world.roles.holder
    ask(world, shares=20_000)
    assert names(settle(invested, trading)) == ["Locked"]
    assert settle(invested, trading) == []  # its hour is not over
    wait(world, HOUR)
    plans: list[Plan] = []
    (done,) = settle(invested, trading, planned=plans.append)
    assert done.event.event == "Settled"
    assert done.event.fields["shares_filled"] == 20_000 * SHARE
    legs = [record.fields for record in done.records if record.event == "LegTraded"]
    assert len(legs) == len(plans[0].legs) > 0 and not any(leg["buy"] for leg in legs)
    assert {leg["asset"]: leg["amount_out"] for leg in legs} == {
        leg.asset_id: leg.expected_out for leg in plans[0].legs
    }
    assert queue.maxWithdraw(holder) == done.event.fields["assets_paid"] > 19_700 * DOLLAR
    assert read(invested).queue.locked is None
    assert read(invested).distance * 100 < read(invested).nav["value"]
    assert audit(invested).clean
    assert settle(invested, trading) == []


def test_settle__cash_is_there__no_sale(world: World, invested: Index, trading: Sender) -> None:
    sessions = read(invested).sessions
    lock(world, invested, trading, shares=500)
    (done,) = settle(invested, trading)
    assert done.event.fields["shares_filled"] == 500 * SHARE
    assert read(invested).sessions == sessions


def test_settle__more_comes_than_leaves__netted_without_a_sale(world: World, invested: Index, trading: Sender) -> None:
    lock(world, invested, trading, shares=20_000, dollars=30_000)
    (done,) = settle(invested, trading)
    fields = done.event.fields
    assert 19_900 * DOLLAR < fields["netted_assets"] < 30_000 * DOLLAR == fields["assets_filled"]
    assert not any(record.event == "SessionClosed" for record in done.records)
    assert audit(invested).clean


def test_settle__both_sides__sells_only_for_the_rest(world: World, invested: Index, trading: Sender) -> None:
    lock(world, invested, trading, shares=20_000, dollars=12_000)
    (done,) = settle(invested, trading)
    closed = next(record.fields for record in done.records if record.event == "SessionClosed")
    assert done.event.fields["netted_assets"] == 12_000 * DOLLAR
    assert 7_000 * 10**18 < closed["turnover"] < 9_000 * 10**18
    assert audit(invested).clean


def test_settle__next_batch_waits_too__settled_then_locked(world: World, invested: Index, trading: Sender) -> None:
    lock(world, invested, trading, dollars=100)
    ask(world, dollars=200)
    wait(world, DAY)
    done = settle(invested, trading)
    assert [(item.event.event, item.event.fields["batch"]) for item in done] == [("Settled", 1), ("Locked", 2)]


def test_settle__more_sales_than_a_session_holds__sessions_before(
    world: World, invested: Index, trading: Sender
) -> None:
    lock(world, invested, trading, shares=50_000)
    done = settle(invested, trading, Limits(max_legs=4))
    assert names(done) == ["SessionClosed", "SessionClosed", "Settled"]
    assert done[-1].event.fields["shares_filled"] == 50_000 * SHARE
    assert audit(invested).clean


def test_settle__everybody_leaves__paid_as_far_as_shares_are_theirs(
    world: World, invested: Index, trading: Sender
) -> None:
    lock(world, invested, trading, shares=world.index.vault.balanceOf(world.roles.holder) // SHARE)
    (done,) = settle(invested, trading)
    assert done.event.fields["shares_filled"] == read_locked(invested)
    assert audit(invested).clean


def read_locked(index: Index) -> int:
    return next(record.fields["shares"] for record in reversed(read_events(index)) if record.event == "Locked")


def test_rebalance__cash_set_aside__is_raised_and_not_spent(world: World, invested: Index, trading: Sender) -> None:
    deposit(world, 20_000)
    lock(world, invested, trading, shares=20_000)
    _, plan = plan_now(invested)
    assert sum(leg.value for leg in plan.legs if leg.buy) < 2_000 * 10**18  # idle cash pays those who leave
    rebalance(invested, trading)
    locked = read(invested).queue.locked
    assert locked is not None and read(invested).cash.balance >= locked.cash_need
    (done,) = settle(invested, trading)
    assert done.event.fields["shares_filled"] == 20_000 * SHARE


def test_settle__after_a_switch_to_bear__stable_assets_pay(
    world: World, invested: Index, decision: Callable[..., Decision], proposing: Sender, trading: Sender
) -> None:
    wait(world, 8 * DAY)
    decide_and_activate(world, invested, proposing, decision(False, 2))
    rebalance(invested, trading)
    lock(world, invested, trading, shares=30_000)
    (done,) = settle(invested, trading)
    assert done.event.fields["assets_paid"] > 29_000 * DOLLAR
    assert read(invested).distance * 100 < read(invested).nav["value"]


def test_settle__no_firm_price__refused_with_the_asset_and_the_remedy(
    world: World, invested: Index, trading: Sender
) -> None:
    lock(world, invested, trading, shares=500)
    rest = {name: price for name, price in prices(world).items() if name != "LINK"}
    world.advance_to(world.chain.now() + HEARTBEAT + 1, rest)
    with pytest.raises(Refused, match=r"'queue: no price for asset \d+'\. The feed of this asset is stale"):
        settle(invested, trading)


def test_settle__pools_far_from_the_oracle__refused_within_the_day_then_pro_rata(
    world: World, invested: Index, trading: Sender
) -> None:
    lock(world, invested, trading, shares=50_000)
    # Feeds rise by a twentieth and no pool follows: no sale is within its slippage limit.
    feeds = [asset for asset in world.assets if not asset.market.stable]
    answers = [asset.feed.answer(asset.market.price * 1.05) for asset in feeds]
    world.maker.transmit([asset.feed.aggregator for asset in feeds], answers, sender=world.roles.market)
    with pytest.raises(Refused, match=r"'queue: cash short'\. The sales do not raise enough"):
        settle(invested, trading)
    world.chain.sleep(DAY - 2 * HOUR)
    with reverts("queue: cash short"):
        world.index.queue.settle(sender=world.roles.anyone)
    world.chain.sleep(HOUR + 60)
    (done,) = settle(invested, trading)
    assert 0 < done.event.fields["shares_filled"] < 5_000 * SHARE
    assert audit(invested).clean


def test_settle__key_without_a_role__may_lock_but_not_settle(world: World, invested: Index, stranger: Sender) -> None:
    ask(world, dollars=500)
    assert names(settle(invested, stranger)) == ["Locked"]
    wait(world, HOUR)
    with pytest.raises(Refused, match=r"'queue: only executor'\. Only the executor may settle yet"):
        settle(invested, stranger)


def test_settle__reply_lost_on_the_way__settled_once_by_the_next_run(
    world: World, invested: Index, trading: Sender, tmp_path: Path
) -> None:
    lock(world, invested, trading, shares=20_000)
    deaf = with_fault(invested, swallow)
    path = tmp_path / "second.sqlite"
    with pytest.raises(Unknown):
        settle(deaf, Sender(deaf.connection, dev_signer(4, LOCAL_CHAIN), Journal(path), QUICK))
    (attempt,) = Journal(path).open_attempts()
    assert attempt.purpose == "settle batch 1"
    assert settle(invested, Sender(invested.connection, dev_signer(4, LOCAL_CHAIN), Journal(path))) == []
    assert Journal(path).of("settle batch 1")[0].state == "done"
    assert [record.event for record in read_events(invested)].count("Settled") == 1
