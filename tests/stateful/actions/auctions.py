"""Auctions: opened by the executor, or by anybody where the keepers are silent; bid for by anybody."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.funded import ALL, FAR
from tests.stateful.actions.action import action, amount, person
from tests.stateful.play import Idle, Play
from tests.stateful.stage import HOUR


@action(weight=5)
def open_auctions(play: Play, random: Random) -> None:
    house = play.index.auctions
    lots = play.stage.ask(*((house.lot, (asset,)) for asset in play.stage.ids[1:]))
    wanted = [asset for asset, lot in zip(play.stage.ids[1:], lots, strict=True) if lot is not None and lot[1]]
    if not wanted:
        raise Idle
    play.send(house.open, wanted, sender=play.roles.executor)


def auctions(play: Play) -> tuple[list[Any], list[int]]:
    """Of every asset but cash; and the ids of those in which somebody may bid."""
    stage, house = play.stage, play.index.auctions
    slots = stage.ask(*((house.auction, (asset,)) for asset in stage.ids[1:]))
    pairs = zip(stage.ids[1:], slots, strict=True)
    return slots, [asset for asset, slot in pairs if slot.live and asset not in stage.odd]


@action(weight=8)
def bid(play: Play, random: Random) -> None:
    """For a part of what is offered, whatever the hour makes of its price."""
    house, stage = play.index.auctions, play.stage
    slots, live = auctions(play)
    if not live:
        open_auctions(play, random)
        slots, live = auctions(play)
    if not live:
        raise Idle
    asset, who = random.choice(live), person(play, random)
    slot = slots[asset - 2]
    play.wait(min(slot.closes_at - 60, play.now + random.randint(0, HOUR)))
    raw = amount(random, slot.remaining) if random.random() < 0.5 else slot.remaining
    paid = stage.row(asset).token if slot.buy else stage.world.usdc
    if slot.buy:
        paid.mint(who, 2 * raw, sender=play.roles.market)
    paid.approve(house, ALL, sender=who)
    play.send(house.bid, asset, raw, 0 if slot.buy else ALL, who, FAR, b"", sender=who)


@action(weight=5)
def report_distance(play: Play, random: Random) -> None:
    play.send(play.index.auctions.report_distance, sender=person(play, random))
