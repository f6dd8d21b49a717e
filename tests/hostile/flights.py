"""A bear decision with one key stolen, the others acting by docs/RUNBOOK.md: how much is volatile a day later.

volatile_ppm(arena, "executor", Random(1))            parts per million of the fund, 24 hours after the decision

With the proposer's key stolen there may be no honest decision: the guardian stops the proposer, three days later
anybody forces the safe state, and the day begins then.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

from tests.funded import ALL, FAR
from tests.hostile.arena import DAY, HOUR, PPM, Arena
from tests.hostile.attacks.churn import BurnTheWayOut, RoundTrip
from tests.hostile.attacks.venues import OwnPool
from tests.hostile.campaign import BEAR, BULL
from tests.hostile.keeper import Keeper
from tests.hostile.referee import Referee
from tests.hostile.thief import Thief
from tests.hostile.true_market import TrueMarket
from world.chain import Reverted

__all__ = ["volatile_ppm"]

STOPPED = 3 * DAY  # after which the safe state may be forced
BURNING_DAYS = 2


def volatile_ppm(arena: Arena, stolen: str, random: Random) -> int:
    """`stolen`: executor, guardian, proposer, or "" for none."""
    referee = Referee(arena)
    thief, keeper = Thief.hired(arena, referee), Keeper(arena, referee)
    keeper.takes_over()
    arena.decide(bull=True, **BULL)
    for _ in range(3):
        _try(keeper.follow)
        arena.wait(arena.chain.now() + HOUR)
    TrueMarket(arena, random)
    if stolen == "executor":
        _burn(arena, thief, random)
    arena.wait(arena.chain.now() + DAY)
    if stolen == "proposer":
        _without_the_proposer(arena)
    else:
        arena.decide(bull=False, **BEAR)
    if stolen == "executor":
        arena.trader.stop_executor(sender=arena.world.roles.guardian)
    if stolen == "guardian":
        _impair_everything(arena)
    _fly(arena, keeper)
    state = arena.read()
    return sum(state.values[name] for name in arena.volatile()) * PPM // state.nav


def _burn(arena: Arena, thief: Thief, random: Random) -> None:
    """The executor's thief loses what the bull leaves to lose, the reserve of the exit first."""
    arena.trader.set_executor(thief.burglar, sender=arena.world.roles.owner)
    thief.arrive()
    for day in range(BURNING_DAYS):
        for attack in (BurnTheWayOut(), RoundTrip(), OwnPool(), BurnTheWayOut()):
            thief.attack, thief.bold = attack.name, day % 2 == 1
            attack.strike(thief, random)
        arena.wait(arena.chain.now() + DAY)


def _without_the_proposer(arena: Arena) -> None:
    """The thief repeats what holds, the guardian stops the proposer, anybody forces the safe state when it is due."""
    strategy, roles = arena.strategy, arena.world.roles
    hold = {name: ppm for name, ppm in arena.weights.items() if name != "USDC"}
    for _ in range(3):
        _try(arena.decide, bull=True, **hold)
        arena.wait(arena.chain.now() + HOUR)
    strategy.stop_proposer(sender=roles.guardian)
    arena.wait(arena.chain.now() + STOPPED)
    strategy.force_safe_state(sender=roles.anyone)
    arena.took_force()


def _impair_everything(arena: Arena) -> None:
    """The guardian's thief: no price, no entries, no executor."""
    index, guardian = arena.world.index, arena.world.roles.guardian
    for name in arena.names[1:]:
        index.registry.set_status(arena.desk.id(name), 3, sender=guardian)
    index.policy.pause_entries(sender=guardian)
    index.trader.stop_executor(sender=guardian)


def _fly(arena: Arena, keeper: Keeper) -> None:
    """Every hour of a day: the keeper where there is one; else anybody opens auctions, and somebody bids."""
    end = arena.chain.now() + DAY
    while arena.chain.now() < end:
        if int(arena.trader.executor(), 16):
            _try(keeper.follow)
            arena.wait(min(end, arena.chain.now() + HOUR))
            continue
        ids = [arena.desk.id(name) for name in arena.names[1:]]
        _try(arena.house.open, ids, sender=arena.world.roles.anyone)
        opened = arena.chain.now()
        for _ in range(5):
            arena.wait(opened + 600)
            _bid(arena)
            opened = arena.chain.now()
        arena.wait(min(end, opened + 660))


def _bid(arena: Arena) -> None:
    """Whoever knows the market's price takes what is offered below it, less what they want to earn."""
    market, house, usdc = arena.market, arena.house, arena.world.usdc
    bidder = arena.world.roles.other_holder
    assert market is not None
    for name in arena.volatile():
        asset = arena.desk.id(name)
        if not house.auction(asset).live:
            continue
        offered = house.auction(asset).remaining
        try:
            given, owed = house.preview_bid(asset, offered)
        except Reverted:
            continue
        fair = given / arena.desk.unit(name) * market.prices[name] * 10**6
        if owed <= fair * 0.999:
            usdc.mint(bidder, owed, sender=arena.world.roles.market)
            usdc.approve(house, ALL, sender=bidder)
            _try(house.bid, asset, offered, owed, bidder, FAR, b"", sender=bidder)


def _try(act: Callable[..., Any], *args: Any, **options: Any) -> None:
    """It may be refused."""
    with suppress(Reverted):
        act(*args, **options)
