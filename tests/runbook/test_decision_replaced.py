"""Rehearsal of docs/RUNBOOK.md, "A decision was replaced"."""

from collections.abc import Callable
from pathlib import Path

from keepers.chain import Index
from keepers.execute import Sender
from keepers.execute.actions import propose
from keepers.models import Decision
from tests.keepers.conftest import later
from tests.runbook.page import Page
from tests.runbook.test_proposer_key_stolen import pumped
from world.market import World

DAY = 86_400


def test_decision_replaced__steps_in_order__the_other_is_known_and_vetoed(
    world: World, folder: Path, invested: Index, proposing: Sender, decision: Callable[..., Decision]
) -> None:
    page = Page("A decision was replaced", world, folder)
    strategy = world.index.strategy
    later(world, 7 * DAY)
    propose(invested, proposing, decision(True, seed=2))
    other = (True, 60_000_000, pumped(world), b"\x66" * 32, "", 1)
    strategy.propose(3, *other, sender=world.roles.proposer)

    logged = page.keepers("anyone", "log --event Replaced")
    assert logged.exit_code == 0 and "epoch 2" in logged.stdout
    replayed = page.keepers("anyone", "replay 3")
    assert replayed.exit_code != 0 and "66" * 32 in replayed.stderr
    page.do("guardian", "strategy.veto", 3)
    shown = page.keepers("anyone", "status")
    assert shown.exit_code == 0 and "pending:" not in shown.stdout
    page.finish()
