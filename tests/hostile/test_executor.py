"""A thief with the executor's key costs holders at most the budget, in every window of seven days."""

import json
from random import Random

import pytest

from tests.hostile.arena import DAY, Arena
from tests.hostile.attacks import ATTACKS
from tests.hostile.attacks.capital import FlashDeposit
from tests.hostile.attacks.churn import RoundTrip
from tests.hostile.campaign import BULL, Campaign
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


def test_churn__every_day_of_three_weeks__stays_within_every_window(arena: Arena, thief: Thief) -> None:
    week_bps = 5
    arena.trader.set_budget((80, week_bps, 0, 0), sender=arena.world.roles.owner)
    arena.decide(bull=True, **BULL)
    attack = RoundTrip()
    thief.attack = attack.name
    begin = arena.chain.now()
    for day in range(21):
        arena.wait(begin + day * DAY)
        for _ in range(2):
            attack.strike(thief, Random(SEED))
    lost, taken = thief.referee.worst()
    assert max(lost, taken) <= week_bps
    # three times: the budget came back, and was taken again
    assert sum(act.taken for act in thief.referee.acts) > 2 * week_bps
