"""Rehearsal of docs/RUNBOOK.md, "A feed is dead"."""

from pathlib import Path

from keepers.chain import Index
from tests.conftest import reverts
from tests.contracts.listings import pricing
from tests.keepers.conftest import deposit, prices
from tests.runbook.page import Page
from world.feeds import HEARTBEAT, deploy_feed
from world.market import World

DAY = 86_400
SELL_ONLY, ACTIVE = 2, 1


def test_feed_dead__steps_in_order__nav_opens_on_another_feed(world: World, folder: Path, invested: Index) -> None:
    page = Page("A feed is dead", world, folder)
    vault, registry, holder, dead = world.index.vault, world.index.registry, world.roles.holder, world.asset("SOL")
    alive = {name: price for name, price in prices(world).items() if name != "SOL"}
    world.advance_to(world.chain.now() + HEARTBEAT + 1, alive)
    with reverts(f"vault: no price for asset {dead.asset_id}"):
        deposit(world, 1_000)

    said = page.keepers("anyone", "status")
    assert said.exit_code == 0 and "no firm price: feed" in said.stdout and "of SOL" in said.stdout
    page.do("anyone", "registry.report_dead_feed", dead.asset_id)
    vault.redeem_in_kind(vault.balanceOf(holder) // 2, holder, holder, [], sender=holder)
    assert dead.token.balanceOf(holder) > 0
    world.advance_to(world.chain.now() + DAY, alive)
    page.do("anyone", "registry.report_dead_feed", dead.asset_id)
    assert registry.asset(dead.asset_id).status == SELL_ONLY
    with reverts(f"vault: no price for asset {dead.asset_id}"):
        vault.sell(10**18, 0, holder, 2**40, sender=holder)

    feed = deploy_feed(world.chain, dead.market, world.roles.market, world.maker.address)
    terms = pricing(feed.proxy, heartbeat=HEARTBEAT, deviation_bps=feed.deviation_bps)
    page.do("owner", "registry.set_terms", dead.asset_id, terms, 100, 0)
    assert vault.nav().firm
    vault.sell(10**18, 0, holder, 2**40, sender=holder)
    deposit(world, 1_000)
    page.do("owner", "registry.set_status", dead.asset_id, ACTIVE)
    assert registry.asset(dead.asset_id).status == ACTIVE
    page.finish()
