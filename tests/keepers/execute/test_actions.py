"""Decisions and sessions on the local world, by the keeper alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from keepers.chain import Index, read
from keepers.chain.audit import audit
from keepers.errors import KeeperError
from keepers.execute import Refused, Sender
from keepers.execute.actions import activate, plan_now, propose, rebalance, run_session
from keepers.models import Decision, Target
from keepers.plan import Limits
from tests.keepers.conftest import decide_and_activate, deposit, later, prices
from world.market import World


def test_rebalance__switch_to_bear_and_back__as_planned_to_the_last_unit(
    world: World, invested: Index, decision: Callable[..., Decision], proposing: Sender, trading: Sender
) -> None:
    for seed, bull in ((2, False), (3, True)):
        world.advance_to(world.chain.now() + 8 * 86_400, prices(world))
        decide_and_activate(world, invested, proposing, decision(bull, seed))
        _, plan = plan_now(invested)
        (done,) = rebalance(invested, trading)
        traded = {record.fields["asset"]: record for record in done.records if record.event == "LegTraded"}
        assert {asset: record.fields["amount_out"] for asset, record in traded.items()} == {
            leg.asset_id: leg.expected_out for leg in plan.legs
        }
        assert done.event.fields["distance_after"] * 50 < done.event.fields["distance_before"]
        found = read(invested)
        assert {holding.asset.symbol for holding in found.holdings if holding.held} == {
            asset.symbol
            for asset in invested.book.assets
            if asset.asset_id in {target.asset_id for target in found.active.targets}
        }
        assert audit(invested).clean


def test_rebalance__at_its_targets__sends_nothing(invested: Index, trading: Sender) -> None:
    assert rebalance(invested, trading) == []
    assert read(invested).sessions == 1


def test_rebalance__nothing_active__says_so(index: Index, trading: Sender) -> None:
    with pytest.raises(KeeperError, match="no decision is active; propose one and activate it first"):
        rebalance(index, trading)


def test_run_session__past_its_deadline__refused_with_the_remedy(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender, trading: Sender
) -> None:
    deposit(world, 10_000)
    decide_and_activate(world, index, proposing, decision(True))
    reading, plan = plan_now(index)
    world.advance_to(world.chain.now() + 3_600, prices(world))
    with pytest.raises(Refused, match=r"'trader: deadline passed'\. The deadline of the plan is over; plan again"):
        run_session(index, trading, reading, plan, Limits())
    assert read(index).sessions == 0


def test_run_session__leg_past_its_target__refused_with_the_remedy(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender, trading: Sender
) -> None:
    deposit(world, 10_000)
    decide_and_activate(world, index, proposing, decision(True))
    reading, plan = plan_now(index)
    ((first, *rest),) = plan.sessions
    greedy = replace(plan, sessions=((replace(first, amount_in=first.amount_in * 11 // 10), *rest),))
    with pytest.raises(Refused, match=r"'trader: past target'\. Holdings or prices moved since the plan; plan again"):
        run_session(index, trading, reading, greedy, Limits())


def test_run_session__more_gas_than_its_cap__nothing_sent(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender, trading: Sender
) -> None:
    deposit(world, 10_000)
    decide_and_activate(world, index, proposing, decision(True))
    reading, plan = plan_now(index)
    with pytest.raises(KeeperError, match=r"needs \d+ gas, the cap is 500000; use a lower --max-legs"):
        run_session(index, trading, reading, plan, Limits(gas_cap=500_000))


def test_rebalance__small_sessions__as_many_as_it_takes(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender, trading: Sender
) -> None:
    deposit(world, 10_000)
    decide_and_activate(world, index, proposing, decision(True))
    done = rebalance(index, trading, Limits(max_legs=4))
    assert [item.event.fields["legs"] for item in done] == [4, 4, 2]
    assert audit(index).clean


def test_rebalance__little_left_of_the_week__buys_as_far_as_it_may_and_goes_on_later(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender, trading: Sender, owner: str
) -> None:
    trader = world.index.trader
    trader.set_budget((80, 10, 10), sender=owner)
    most = trader.remaining_budget(False)
    deposit(world, 10_000)
    decide_and_activate(world, index, proposing, decision(True))
    (done,) = rebalance(index, trading)
    assert most * 4 // 100 < trader.remaining_budget(False) < most * 6 // 100
    out_of_place = done.event.fields["distance_after"]
    assert 0 < out_of_place < done.event.fields["distance_before"]
    reading, plan = plan_now(index)
    assert plan.turnover * 10 < out_of_place
    assert all(item.reason.startswith("the loss budget of the week has ") for item in plan.skipped)
    weeks = 0
    while reading.distance * 100 > reading.nav["value"]:
        later(world, 9 * 86_400)
        rebalance(index, trading)
        reading, weeks = read(index), weeks + 1
    assert 0 < weeks < 6


def test_rebalance__budget_burned__everything_volatile_leaves_in_one_session(
    world: World, bear: Index, trading: Sender, owner: str
) -> None:
    """A thief of the executor's key left nothing of it. Exits within their feed's deviation and 30 bps still go."""
    trader = world.index.trader
    before = trader.budget()
    trader.set_budget((before.session_bps, 0, 0), sender=owner)
    volatile = {item.asset.asset_id for item in read(bear).holdings if item.held and not item.quote.stable}
    done = rebalance(bear, trading)
    sold = {record.fields["asset"] for item in done for record in item.records if record.event == "LegTraded"}
    assert len(done) == 1 and sold == volatile
    reading, plan = plan_now(bear)
    assert not volatile & {item.asset.asset_id for item in reading.holdings if item.held}
    assert plan.legs == ()
    assert {item.reason for item in plan.skipped} == {"the loss budget of the week has 0.00 USD left"}
    trader.set_budget(tuple(before), sender=owner)
    rebalance(bear, trading)
    assert read(bear).distance * 100 < read(bear).nav["value"]


def test_activate__expired_decision__says_how_late(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender
) -> None:
    done = propose(index, proposing, decision(True))
    world.chain.mine(done.event.fields["expires_at"] + 5)
    with pytest.raises(KeeperError, match="decision 1 expired 5 s ago; propose again"):
        activate(index, proposing)


def test_activate__too_early__refused_with_the_remedy(
    index: Index, decision: Callable[..., Decision], proposing: Sender
) -> None:
    propose(index, proposing, decision(True))
    with pytest.raises(Refused, match=r"'strategy: too early'\. The decision may not be activated yet"):
        activate(index, proposing)


def test_activate__nothing_pending__says_so(index: Index, proposing: Sender) -> None:
    with pytest.raises(KeeperError, match="no decision is pending; propose one"):
        activate(index, proposing)


def test_propose__sum_off_by_one__refused_before_the_chain(
    index: Index, decision: Callable[..., Decision], proposing: Sender
) -> None:
    right = decision(True)
    first, *rest = right.targets
    wrong = replace(right, targets=(Target(first.asset_id, first.ppm + 1), *rest))
    with pytest.raises(KeeperError, match="weights sum to 1000001 ppm, must be 1000000"):
        propose(index, proposing, wrong)


def test_propose__unlisted_asset__refused_with_the_remedy(
    index: Index, decision: Callable[..., Decision], proposing: Sender
) -> None:
    right = decision(True)
    first, *rest = right.targets
    wrong = replace(right, targets=(replace(first, ppm=first.ppm - 1), *rest, Target(999, 1)))
    with pytest.raises(Refused, match=r"'strategy: unlisted asset'\. The registry has no such asset; list it"):
        propose(index, proposing, wrong)


def test_propose__after_a_veto__takes_the_next_epoch(
    world: World, index: Index, decision: Callable[..., Decision], proposing: Sender
) -> None:
    propose(index, proposing, decision(True))
    world.index.strategy.veto(1, sender=world.roles.guardian)
    assert propose(index, proposing, decision(True, seed=2)).event.fields["epoch"] == 2
