"""Rehearsal of docs/RUNBOOK.md, "An impairment ends"."""

from pathlib import Path

from keepers.chain import Index
from tests.conftest import reverts
from tests.keepers.conftest import later
from tests.runbook.page import Page
from world.market import World

DAY = 86_400
SELL_ONLY, IMPAIRED = 2, 3


def test_impairment_ends__steps_in_order__lapses_to_sell_only_and_stays_once_confirmed(
    world: World, folder: Path, invested: Index
) -> None:
    page = Page("An impairment ends", world, folder)
    registry, link = world.index.registry, world.asset("LINK").asset_id
    page.do("guardian", "registry.set_status", link, IMPAIRED)
    assert registry.asset(link).status == IMPAIRED and not world.index.vault.nav().firm
    logged = page.keepers("anyone", "log --event StatusSet")
    assert logged.exit_code == 0 and "asset LINK" in logged.stdout and "until 2024-01-04" in logged.stdout
    later(world, 3 * DAY + 1)
    assert page.do("anyone", "registry.asset", link).status == SELL_ONLY
    assert world.index.vault.nav().firm
    with reverts("registry: impaired lately"):
        registry.set_status(link, IMPAIRED, sender=world.roles.guardian)
    later(world, 4 * DAY)
    page.do("guardian", "registry.set_status", link, IMPAIRED)
    page.do("owner", "registry.set_status", link, IMPAIRED)
    later(world, 30 * DAY)
    assert page.do("anyone", "registry.asset", link).status == IMPAIRED
    page.finish()
