"""Rehearsal of docs/RUNBOOK.md, "The proposer's key is stolen"."""

from collections.abc import Callable
from pathlib import Path

from keepers.chain import Index
from keepers.execute import Sender
from keepers.execute.actions import propose
from keepers.models import Decision
from tests.conftest import reverts
from tests.keepers.conftest import prices
from tests.runbook.page import Page
from tests.target_words import pack
from world.market import World

HOUR, DAY = 3_600, 86_400
ANYONE = 9


def pumped(world: World) -> list[int]:
    """The active words with 1 point moved from the first volatile target to the next: more risk in one name."""
    words = list(world.index.strategy.active_words()[2])
    targets = [(word >> 36 * place & 0xFFFF, word >> 36 * place + 16 & 0xFFFFF) for word in words for place in range(7)]
    weights = {asset: ppm for asset, ppm in targets if asset}
    first, second = [asset for asset in weights if not world.assets[asset - 1].market.stable][:2]
    weights[first] -= 10_000
    weights[second] += 10_000
    return pack(sorted(weights.items()))


def test_proposer_key_stolen__steps_in_order__his_decision_is_never_active(
    world: World, folder: Path, invested: Index, proposing: Sender, decision: Callable[..., Decision]
) -> None:
    page = Page("The proposer's key is stolen", world, folder)
    strategy, thief = world.index.strategy, world.roles.proposer
    world.advance_to(world.chain.now() + 7 * DAY, prices(world))
    evil = (True, 60_000_000, pumped(world), b"\x66" * 32, "", 1)
    strategy.propose(2, *evil, sender=thief)
    assert strategy.pending().risk_up

    replayed = page.keepers("anyone", "replay 2")
    assert replayed.exit_code != 0 and "66" * 32 in replayed.stderr
    page.do("guardian", "strategy.veto", 2)
    world.advance_to(world.chain.now() + 6 * HOUR, prices(world))
    with reverts("strategy: vetoed"):
        strategy.activate(2, sender=world.roles.anyone)
    page.do("guardian", "strategy.stop_proposer")
    assert strategy.safe_state_at() == strategy.stopped_at() + 3 * DAY
    with reverts("strategy: only proposer"):
        strategy.propose(3, *evil, sender=thief)
    world.advance_to(world.chain.now() + HOUR, prices(world) | {"ETH": 4_600.0})
    assert page.keepers("anyone", "auctions open", dev_account=ANYONE).exit_code == 0
    assert world.index.auctions.auction(world.asset("ETH").asset_id).live
    world.advance_to(world.chain.now() + 3 * DAY, prices(world))
    assert page.keepers("anyone", "safe-state", dev_account=ANYONE).exit_code == 0
    assert strategy.active().methodology == 0
    page.do("owner", "strategy.set_proposer", world.roles.other_holder)
    page.finish()

    # The right decision leads out of it, a week after the flip, by the proposer of now.
    world.advance_to(world.chain.now() + 7 * DAY, prices(world))
    strategy.set_proposer(world.roles.proposer, sender=world.roles.owner)
    epoch = propose(invested, proposing, decision(True, seed=3)).event.fields["epoch"]
    assert strategy.pending().epoch == epoch
