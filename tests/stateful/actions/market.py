"""The market: prices, time, and feeds that go wrong in every way a feed can."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tests.stateful.actions.action import action
from tests.stateful.play import Idle, Play
from tests.stateful.stage import DAI, DAY, HOUR

VOLATILE = ("BTC", "ETH", "LINK")
SHARES = "sDAI"
AGGREGATOR_SLOT = 2  # of FeedProxy, where a new phase is written
FEEDS = (*VOLATILE, DAI)


@action(weight=4)
def drift(play: Play, random: Random) -> None:
    play.stage.turn(**{name: 1 + random.uniform(-0.03, 0.03) for name in VOLATILE})


@action()
def jump(play: Play, random: Random) -> None:
    play.stage.turn(**{random.choice(VOLATILE): random.choice([0.7, 0.8, 1.25, 1.4])})


@action()
def depeg(play: Play, random: Random) -> None:
    """A stable asset, or USDC itself, leaves its peg or comes back."""
    name = random.choice([DAI, "USDC"])
    price = play.stage.prices[name]
    play.stage.turn(**{name: random.uniform(0.97, 1.01) if price == 1 else 1 / price})


@action(weight=4)
def yield_grows(play: Play, random: Random) -> None:
    play.stage.turn(**{SHARES: 1 + random.uniform(0, 0.0005)})


@action(weight=6)
def yield_jumps(play: Play, random: Random) -> None:
    play.stage.turn(**{SHARES: random.choice([0.95, 1.03, 1.095])})


@action(weight=4)
def minutes_pass(play: Play, random: Random) -> None:
    play.sleep(random.randint(1, 3 * HOUR))


@action(weight=4)
def a_day_passes(play: Play, random: Random) -> None:
    play.sleep(random.randint(3 * HOUR, DAY))


@action()
def weeks_pass(play: Play, random: Random) -> None:
    for _ in range(random.randint(2, 14)):
        play.sleep(DAY)


@action()
def feed_falls_silent(play: Play, random: Random) -> None:
    """Nobody answers for it any more; it grows stale with time."""
    play.stage.dead.add(random.choice(FEEDS))


@action()
def feed_breaks(play: Play, random: Random) -> None:
    """It reverts, swallows its gas, or says something no feed should."""
    name = random.choice(FEEDS)
    first_phase(play, name)
    aggregator = play.stage.world.asset(name).feed.aggregator
    if random.random() < 0.5:
        aggregator.fail(random.choice([1, 2]), sender=play.roles.market)
    else:
        aggregator.set(random.choice([0, -1, 2**190]), play.now, sender=play.roles.market)
    play.stage.dead.add(name)
    play.stage.said[name] = None


@action()
def feed_is_clamped(play: Play, random: Random) -> None:
    """It stays at a price far from the market's and says that it is fresh."""
    name = random.choice(VOLATILE)
    first_phase(play, name)
    feed = play.stage.world.asset(name).feed
    answer = feed.answer(play.stage.prices[name] * random.choice([0.1, 0.5, 3]))
    feed.aggregator.set(answer, play.now, sender=play.roles.market)
    play.stage.dead.add(name)
    play.stage.said[name] = feed.price(answer), play.now


@action()
def feed_changes_decimals(play: Play, random: Random) -> None:
    """A new phase of the same feed answers with eighteen decimals."""
    name, market = random.choice(VOLATILE), play.roles.market
    feed, chain = play.stage.world.asset(name).feed, play.stage.chain
    answer = round(play.stage.prices[name] * 10**6) * 10**12
    other = chain.deploy("FeedAggregator", market, market, feed.proxy, 18, f"{name} / USD", answer, sender=market)
    chain.rpc("anvil_setStorageAt", feed.proxy.address, hex(AGGREGATOR_SLOT), "0x" + other.address[2:].rjust(64, "0"))
    play.stage.dead.add(name)
    play.stage.said[name] = Fraction(answer, 10**18), play.now


@action(weight=6)
def feeds_heal(play: Play, random: Random) -> None:
    """Whatever was wrong with one of them, it answers the market's price again."""
    if not play.stage.dead:
        raise Idle
    name = random.choice(sorted(play.stage.dead))
    first_phase(play, name)
    play.stage.world.asset(name).feed.aggregator.fail(0, sender=play.roles.market)
    play.stage.dead.discard(name)
    play.stage.turn()


def first_phase(play: Play, name: str) -> None:
    """The proxy asks the aggregator it began with."""
    feed = play.stage.world.asset(name).feed
    word = "0x" + feed.aggregator.address[2:].rjust(64, "0")
    play.stage.chain.rpc("anvil_setStorageAt", feed.proxy.address, hex(AGGREGATOR_SLOT), word)


@action(weight=3)
def refresh(play: Play, random: Random) -> None:
    """Anybody lets the registry's references follow."""
    play.send(play.index.registry.refresh, play.stage.ids, sender=play.roles.anyone)
