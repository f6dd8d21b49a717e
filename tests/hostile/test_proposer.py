"""A thief with the proposer's key, at perfect prices and without costs: the selection bound."""

import json
from itertools import pairwise
from random import Random

import pytest

from tests.conftest import reverts
from tests.hostile.arena import BPS, DAY, HOUR, PPM, Arena
from tests.hostile.campaign import BEAR
from tests.hostile.schemer import CAPS, COLLUDING, MAX_CHANGE, Schemer, exposure
from tests.hostile.thief import Thief
from tests.target_words import pack, with_cash
from world.feeds import deploy_feed
from world.index import Listing, list_assets
from world.tokens import deploy_token, ranked_asset

HONEST = {"BTC": 300_000, "ETH": 300_000, "USDT": 150_000, "DAI": 150_000}
SUM_OF_CAPS_BPS = (3 * CAPS["medium"] + CAPS["thin"]) * BPS / PPM
DUST_BPS = 25  # half a percent of each target, in all of them together well below
RAMP = 20_000  # parts per million
NOTHING = 1e-6  # what is left of a price


@pytest.fixture
def schemer(arena: Arena, thief: Thief) -> Schemer:
    """The fund holds two honest assets and stable ones; then the key is his."""
    schemer = Schemer(arena, thief, Random(1))
    assert schemer.follow(HONEST)
    return schemer


def collapse(arena: Arena, left: float) -> float:
    """bps a share loses when every token of his falls to a part of its price."""
    before = arena.read()
    arena.turn({name: arena.prices[name] * left for name in COLLUDING})
    return float(1 - arena.read().share / before.share) * BPS


def test_collapse__after_weeks_of_the_greediest_decisions__costs_the_caps_at_most(schemer: Schemer) -> None:
    arena, reached = schemer.arena, [exposure(schemer.arena)]
    while reached[-1] < SUM_OF_CAPS_BPS - DUST_BPS and len(reached) < 8:
        arena.turn({}, arena.chain.now() + 7 * DAY)
        assert schemer.follow(schemer.grab())
        reached.append(exposure(arena))
    for before, now in pairwise(reached):
        assert now - before <= 4 * MAX_CHANGE * BPS / PPM + DUST_BPS
    lost = collapse(arena, NOTHING)
    report = {
        "bound_bps": SUM_OF_CAPS_BPS,
        "lost_bps": round(lost, 1),
        "held_bps_by_week": [round(bps) for bps in reached],
        **schemer.check(),
    }
    print(json.dumps(report, indent=2))
    assert SUM_OF_CAPS_BPS * 0.95 < lost <= SUM_OF_CAPS_BPS + DUST_BPS


def test_collapse__a_week_after_the_theft__costs_a_week_of_changes_at_most(schemer: Schemer) -> None:
    """What the guardian's and the owner's delays are measured against."""
    arena = schemer.arena
    arena.turn({}, arena.chain.now() + 7 * DAY)
    assert schemer.follow(schemer.grab())
    assert not schemer.propose(schemer.grab()), "a second rise within six days"
    lost = collapse(arena, NOTHING)
    bound = sum(min(MAX_CHANGE, CAPS[arena.desk.asset(name).market.liquidity_class]) for name in COLLUDING) * BPS / PPM
    assert bound * 0.95 < lost <= bound + DUST_BPS


def test_wild_proposals__whatever_is_let_through__keeps_every_rule(schemer: Schemer) -> None:
    arena = schemer.arena
    for _ in range(26):
        arena.turn({}, arena.chain.now() + schemer.random.choice([1, 3, 7]) * DAY)
        tries = [schemer.wild() for _ in range(4)] + [(schemer.grab(), True)]
        schemer.random.shuffle(tries)
        assert not any(schemer.propose(weights, bull=bull) for weights, bull in schemer.unlawful())
        waits = [schemer.propose(weights, bull=bull) for weights, bull in tries]
        if any(waits):
            schemer.activate()
    found = schemer.check()
    assert found["decisions"] > 8
    assert found["refused"] > 50
    assert exposure(arena) <= SUM_OF_CAPS_BPS + DUST_BPS


def test_flips__as_often_as_he_can__rise_three_times_in_90_days(schemer: Schemer) -> None:
    arena, bull = schemer.arena, True
    begin = arena.chain.now()
    while arena.chain.now() < begin + 200 * DAY:
        if schemer.follow(BEAR if bull else HONEST, bull=not bull):
            bull = not bull
        else:
            arena.turn({}, arena.chain.now() + DAY)
    assert schemer.check()["upward_flips_in_90_days"] == 3


def test_guardian__awake__stops_every_rise(schemer: Schemer) -> None:
    """Within the delay, however often it is proposed anew; not one comes into force."""
    arena, strategy = schemer.arena, schemer.arena.strategy
    arena.turn({}, arena.chain.now() + 7 * DAY)
    for _ in range(10):
        assert schemer.propose(schemer.grab())
        epoch, ready = strategy.pending().epoch, strategy.pending().activates_at
        assert ready - arena.chain.now() >= 6 * HOUR - 1
        arena.wait(arena.chain.now() + schemer.random.randrange(HOUR, 6 * HOUR - 10))
        with reverts("strategy: too early"):
            strategy.activate(epoch, sender=arena.world.roles.anyone)
        strategy.veto(epoch, sender=arena.world.roles.guardian)
        arena.wait(ready)
        with reverts("strategy: vetoed"):
            strategy.activate(epoch, sender=arena.world.roles.anyone)
    assert exposure(arena) == 0


def test_new_listing__within_its_week__is_let_in_by_two_percent(schemer: Schemer) -> None:
    """The owner lists a token that is his: it may be small at once, and grow only after a week."""
    arena, world = schemer.arena, schemer.arena.world
    asset = ranked_asset("NEW", "NEW", "New", 1.0, rank=35)
    token = deploy_token(arena.chain, asset, world.roles.market)
    feed = deploy_feed(arena.chain, asset, world.roles.market, world.maker.address)
    arena.turn({}, arena.chain.now() + 7 * DAY)
    feed.aggregator.set(feed.answer(1.0), arena.chain.now(), sender=world.roles.market)
    (new,) = list_assets(arena.chain, world.index, world.roles, [Listing(token, feed, "medium", False)])
    held = {arena.desk.id(name): ppm for name, ppm in arena.weights.items()}

    def propose(ppm: int) -> None:
        words = pack(with_cash(held | {arena.desk.id("BTC"): HONEST["BTC"] - ppm, new: ppm}))
        arena.strategy.propose(arena.proposed + 1, True, 0, words, b"\x01" * 32, "", 1, sender=world.roles.proposer)
        arena.proposed += 1

    propose(RAMP)
    with reverts("strategy: new asset"):
        propose(RAMP + 1)
    arena.wait(arena.chain.now() + 7 * DAY)
    propose(MAX_CHANGE)


def test_falling_knife__with_both_keys__costs_a_day_what_the_band_lets_through(schemer: Schemer) -> None:
    """The bound above is of one fall. A thief with the executor's key as well buys again all the way down: then a token
    costs at most its cap times the logarithm of the fall, and the registry's band ends the day's fall at a fifth. The
    turnover that a decision allows ends the purchases earlier.
    """
    arena, name = schemer.arena, "LINK"
    for _ in range(2):
        arena.turn({}, arena.chain.now() + 7 * DAY)
        more = {name: arena.weights.get(name, 0) + MAX_CHANGE, "BTC": arena.weights["BTC"] - MAX_CHANGE}
        assert schemer.follow(arena.weights | more)
    cap = CAPS["medium"] / PPM
    start, reference = arena.read(), arena.prices[name]
    for fall in range(1, 40):
        arena.turn({name: reference * 0.95**fall})
        schemer.follower.arrive()
    lost = float(1 - arena.read().share / start.share)
    # below a fifth of the reference there is no price, so nothing more is bought; what is held then may fall to nothing
    bound = 1 - (1 - cap) * (1 / 5) ** cap
    print(json.dumps({"cap_bps": cap * BPS, "lost_bps": round(lost * BPS, 1), "bound_bps": round(bound * BPS, 1)}))
    assert cap / 2 < lost <= bound
