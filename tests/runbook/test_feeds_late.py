"""Rehearsal of docs/RUNBOOK.md, "No feed transmissions"."""

from pathlib import Path

from keepers.chain import Index
from tests.conftest import reverts
from tests.keepers.conftest import deposit, prices
from tests.runbook.page import Page
from world.market import World

HOUR, DAY = 3_600, 86_400


def test_feeds_late__steps_in_order__entries_wait_and_exits_do_not(world: World, folder: Path, invested: Index) -> None:
    page = Page("No feed transmissions", world, folder)
    vault, holder = world.index.vault, world.roles.holder
    world.chain.sleep(3 * HOUR)  # markets go on, no feed answers
    assert vault.nav().firm
    deposit(world, 100)  # at prices three hours old: nothing has stopped it

    said = page.keepers("anyone", "status")
    assert said.exit_code == 0 and said.stdout.count(" 3:00:") > len(vault.held())
    page.do("guardian", "policy.pause_entries")
    with reverts("vault: entries paused"):
        deposit(world, 100)
    vault.sell(10**18, 0, holder, 2**40, sender=holder)

    world.advance_to(world.chain.now() + 3 * DAY, prices(world))
    said = page.keepers("anyone", "status")
    assert said.exit_code == 0 and "paused" not in said.stdout
    deposit(world, 100)
    with reverts("policy: cool-down"):
        world.index.policy.pause_entries(sender=world.roles.guardian)
    world.advance_to(world.chain.now() + 4 * DAY, prices(world))
    world.index.policy.pause_entries(sender=world.roles.guardian)
    page.finish()
