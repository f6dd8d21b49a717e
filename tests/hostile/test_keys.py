"""Keys stolen one by one, in a market apart from its feeds: what is lost, and that the fund is out of risk in a day."""

from random import Random

import pytest

from tests.hostile.arena import Arena
from tests.hostile.attacks.lag import BeforeTheFeed
from tests.hostile.flights import volatile_ppm
from tests.hostile.keys import KEYS, KeyCampaign
from tests.hostile.stated import stated_bps

MOST_VOLATILE_PPM = 50_000


def test_market_apart__a_thief_who_sees_it__loses_holders_what_the_feeds_do_not_show(arena: Arena) -> None:
    """Trades at the feed's price cost nothing by the feeds and something by the market: the referee sees both."""
    campaign = KeyCampaign(arena, frozenset({"executor"}), Random(1))
    campaign.steal()
    attack = BeforeTheFeed()
    campaign.thief.attack = attack.name
    for _ in range(6):
        attack.strike(campaign.thief, campaign.random)
    lost, taken, truly = campaign.referee.windows()
    assert max(lost, taken) < 0.01
    assert 1 < truly <= stated_bps(arena)


@pytest.mark.parametrize("stolen", KEYS)
def test_bear__with_one_key_stolen__a_day_later_is_out_of_risk(arena: Arena, stolen: str) -> None:
    """The other roles act by the runbook."""
    assert volatile_ppm(arena, stolen, Random(1)) <= MOST_VOLATILE_PPM
