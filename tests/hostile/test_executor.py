"""A thief with the executor's key costs holders at most the budget, in every window of seven days."""

import json
from random import Random

import pytest

from tests.hostile.arena import DAY, HOUR, Arena
from tests.hostile.attacks import ATTACKS
from tests.hostile.attacks.capital import FlashDeposit
from tests.hostile.attacks.churn import BurnTheWayOut, RoundTrip
from tests.hostile.attacks.venues import OwnPool
from tests.hostile.campaign import BULL, OTHER_BULL, Campaign
from tests.hostile.thief import Thief

STEPS, WEEKS, SEED = 500, 6, 1
DISTINCT = 8


@pytest.mark.slow
def test_campaign__whatever_he_does__stays_within_the_budget(arena: Arena) -> None:
    campaign = Campaign(arena, STEPS, WEEKS, Random(SEED))
    campaign.run()
    report = campaign.report()
    print(json.dumps(report, indent=2))
    budget = report["budget_bps"]
    for measure in ("lost_bps", "taken_bps"):
        assert report[measure] <= budget
        # and the campaign is one: an attack by itself takes half of what there is
        assert max(attack[measure] for attack in report["by_attack"].values()) >= budget / 2
    assert report["days"] >= 7 * WEEKS - 1
    # every attack was let through at least once, so what held was the budget and not a mistake of his
    traded = {name for name, attack in report["by_attack"].items() if attack["legs"]}
    assert traded == {attack.name for attack in ATTACKS}
    assert len(ATTACKS) >= DISTINCT


def test_flash_deposit__ten_times_the_fund__takes_no_more_than_without(arena: Arena, thief: Thief) -> None:
    """The hour's flow would stop it; here the owner has lifted that limit, so that the budget stands alone."""
    arena.world.lift_flow_limit()
    arena.decide(bull=True, **BULL)
    # a loss is counted against NAV at the last close, which there must be
    thief.arrive()
    week_bps = arena.trader.budget().week_bps
    attack = FlashDeposit()
    thief.attack = attack.name
    for bold in (True, True, True, False):
        thief.bold = bold
        attack.strike(thief, Random(SEED))
    _, taken = thief.referee.worst()
    assert week_bps / 2 < taken <= week_bps
    assert thief.referee.refused[attack.name]["trader: week budget"] == 3


def test_flash_deposit__after_one_that_made_the_last_close_large__he_pays_it_himself(
    arena: Arena, thief: Thief
) -> None:
    """Then losses count against ten times the fund: more is lost in all, and no more of a share."""
    arena.world.lift_flow_limit()
    arena.decide(bull=True, **BULL)
    thief.arrive()
    week_bps = arena.trader.budget().week_bps
    FlashDeposit(lossless=True).strike(thief, Random(SEED))
    arena.wait(arena.chain.now() + 60)
    before = thief.wealth()
    FlashDeposit().strike(thief, Random(SEED))
    lost, taken = thief.referee.worst()
    assert taken > 2 * week_bps
    assert lost <= week_bps
    assert thief.wealth() < before


@pytest.mark.parametrize("attack", [RoundTrip(), BurnTheWayOut()], ids=lambda attack: attack.name)
def test_churn__around_a_target_that_was_reached__takes_nothing(arena: Arena, thief: Thief, attack: RoundTrip) -> None:
    """A leg begins more than dust from its target and ends at most dust beyond it, so no swing can be repeated."""
    arena.decide(bull=True, **BULL)
    thief.arrive()
    thief.attack = attack.name
    for day in range(7):
        arena.wait(arena.chain.now() + day * DAY)
        attack.strike(thief, Random(SEED))
    assert max(thief.referee.worst()) < 0.01
    assert "trader: past target" in thief.referee.refused[attack.name]


def test_decisions__week_after_week__are_traded_at_a_loss_within_every_window(arena: Arena, thief: Thief) -> None:
    """Each new decision authorises trades. What they lose is bounded by the week, not by the decision."""
    week_bps = 5
    arena.trader.set_budget((80, week_bps, 0), sender=arena.world.roles.owner)
    attack = OwnPool()
    thief.attack = attack.name
    for week in range(4):
        arena.decide(bull=True, **(OTHER_BULL if week % 2 else BULL))
        for hour in range(6):
            arena.wait(arena.chain.now() + hour * HOUR)
            attack.strike(thief, Random(SEED))
        thief.arrive()
        arena.wait(arena.chain.now() + 7 * DAY)
    lost, taken = thief.referee.worst()
    assert max(lost, taken) <= week_bps
    # the budget came back, and was taken again
    assert sum(act.taken for act in thief.referee.acts) > 3 * week_bps
