"""A thief with the executor's key costs holders at most the budget, in every window of seven days."""

import json
from random import Random

import pytest

from tests.hostile.arena import Arena
from tests.hostile.attacks import ATTACKS
from tests.hostile.campaign import Campaign

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
