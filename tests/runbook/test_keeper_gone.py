"""Rehearsal of docs/RUNBOOK.md, "The keeper is gone"."""

from collections.abc import Callable
from pathlib import Path

from keepers.chain import Index
from keepers.execute import Sender
from keepers.execute.actions import propose
from keepers.models import Decision
from tests.conftest import reverts
from tests.keepers.conftest import ask, prices
from tests.runbook.page import Page
from world.market import World

HOUR, DAY = 3_600, 86_400
SHARE = 10**18
ANYONE = 9


def test_keeper_gone__steps_in_order__everybody_leaves(
    world: World, folder: Path, invested: Index, proposing: Sender, decision: Callable[..., Decision]
) -> None:
    page = Page("The keeper is gone", world, folder)
    index, holder = world.index, world.roles.holder

    def wait(seconds: int) -> None:
        world.advance_to(world.chain.now() + seconds, prices(world))

    wait(7 * DAY)
    propose(invested, proposing, decision(True, seed=2))
    ask(world, shares=20_000)
    # From here on nobody at the keepers' hosts does anything.
    wait(6 * HOUR)
    page.do("anyone", "strategy.activate", 2)
    assert index.strategy.active().epoch == 2
    batch = index.queue.open_requests()[0]
    page.do("anyone", "queue.lock")
    wait(HOUR)
    with reverts("queue: only executor"):
        index.queue.settle(sender=world.roles.anyone)
    wait(DAY - HOUR)
    page.do("anyone", "queue.settle")
    world.advance_to(world.chain.now() + HOUR, prices(world) | {"LINK": 19.0})
    reference = index.registry.asset(world.asset("LINK").asset_id).reference
    assert page.keepers("anyone", "refresh", dev_account=ANYONE).exit_code == 0
    assert index.registry.asset(world.asset("LINK").asset_id).reference > reference
    filled = index.queue.maxRedeem(holder)
    assert 0 < filled < 20_000 * SHARE

    anyone, house = world.roles.anyone, index.auctions
    assert "the executor may open auctions; anyone from 2024-01-" in page.keepers("anyone", "auctions").stdout
    # The fund is near what was decided last: there is nothing to start.
    reported = page.keepers("anyone", "auctions report-distance", dev_account=ANYONE)
    assert reported.exit_code == 0 and "which is not far; no clock runs" in reported.stdout

    wait(14 * DAY)
    away = set(house.workable())
    assert page.keepers("anyone", "auctions open", dev_account=ANYONE).exit_code == 0
    assert away and all(house.auction(asset).live for asset in away)
    sold = next(asset for asset in sorted(away) if not house.auction(asset).buy)
    world.fund(anyone, 100_000)
    wait(HOUR // 2)
    assert page.keepers("anyone", f"auctions bid {sold} all", dev_account=ANYONE).exit_code == 0
    assert world.assets[sold - 1].token.balanceOf(anyone) > 0 and house.auction(sold).remaining == 0
    wait(14 * DAY)
    assert page.keepers("anyone", "safe-state", dev_account=ANYONE).exit_code == 0
    assert index.strategy.active().epoch == 3
    assert page.keepers("anyone", "auctions open", dev_account=ANYONE).exit_code == 0
    assert all(house.auction(asset).live and not house.auction(asset).buy for asset in index.vault.held())

    before = world.usdc.balanceOf(holder)
    page.do("holder", "queue.redeem", filled, holder, holder)
    assert world.usdc.balanceOf(holder) > before
    page.do("holder", "queue.claimCancelRedeemRequest", batch, holder, holder)
    page.do("holder", "vault.redeem_in_kind", index.vault.balanceOf(holder), holder, holder, [])
    assert index.vault.balanceOf(holder) == 0
    assert all(world.assets[asset - 1].token.balanceOf(holder) > 0 for asset in index.vault.held())

    page.do("owner", "strategy.set_proposer", world.roles.other_holder)
    page.do("owner", "trader.set_executor", world.roles.other_holder)
    page.finish()
