"""Rehearsal of docs/RUNBOOK.md, "The executor's key is stolen"."""

from pathlib import Path

from keepers.chain import Index
from tests.conftest import reverts
from tests.contracts.trader.desk import Desk
from tests.funded import Leg, next_session
from tests.keepers.conftest import prices
from tests.runbook.page import Page
from world.chain import Reverted
from world.market import World

BPS = 10_000
ANYONE = 9
WEEK_BPS = 120 + 100  # of NAV: what all sessions may lose, and what de-risking may beside
LIMITS = {"trader: past target", "trader: session budget", "trader: week budget"}


def test_executor_key_stolen__steps_in_order__he_burns_the_budget_at_most(
    world: World, folder: Path, invested: Index
) -> None:
    page = Page("The executor's key is stolen", world, folder)
    index, thief = world.index, world.roles.executor
    desk = Desk(world, index.strategy)  # builds legs; the strategy stays what it is

    def trade(leg: Leg) -> None:
        index.trader.rebalance(*next_session(index, [leg]), sender=thief)

    full, at_close = index.trader.remaining_budget(True), index.vault.nav().value
    # ETH doubled: 9,000 dollars of it are above target, and the thief sells them to themselves, as dear as allowed.
    world.advance_to(world.chain.now() + 60, prices(world) | {"ETH": 4_600.0})
    before, stopped = index.vault.nav().value, ""
    while not stopped:
        pool, raw = desk.losing_pool("ETH", usdc=1_000, bps=75)
        try:
            trade(desk.sell("ETH", raw=raw, pool=pool))
        except Reverted as error:
            stopped = error.reason
    assert stopped in LIMITS
    lost = before - index.vault.nav().value
    assert 0 < lost * BPS <= before * WEEK_BPS

    page.do("guardian", "trader.stop_executor")
    pool, raw = desk.losing_pool("ETH", usdc=100, bps=75)
    with reverts("trader: only executor"):
        trade(desk.sell("ETH", raw=raw, pool=pool))
    said = page.keepers("anyone", "log --event SessionClosed")
    assert said.exit_code == 0 and said.stdout.count("SessionClosed") == index.trader.sessions()
    left = page.do("anyone", "trader.remaining_budget", True)
    # Losses are parts of the smaller of NAV now and NAV at the last close, each rounded up.
    assert lost * 10**8 // before < full - left <= lost * 10**8 // at_close + index.trader.sessions()
    assert page.keepers("anyone", "auctions open", dev_account=ANYONE).exit_code == 0
    assert index.auctions.auction(world.asset("ETH").asset_id).live
    page.do("owner", "trader.set_executor", world.roles.other_holder)
    with reverts("trader: only executor"):
        trade(desk.sell("ETH", raw=raw, pool=pool))
    page.finish()
