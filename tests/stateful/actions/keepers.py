"""Proposer and executor: decisions, sessions, settlements out of a session."""

from __future__ import annotations

from contextlib import suppress
from random import Random

from tests.stateful.actions.action import action
from tests.stateful.actions.requests import locked
from tests.stateful.play import Idle, Play
from tests.stateful.sessions import PPM, Targets, plan, session
from tests.stateful.stage import HOUR
from tests.target_words import pack, with_cash
from world.chain import Reverted

HASH = b"\x01" * 32
SURE = 60_000_000
CAPS = {2: 400_000, 3: 400_000, 4: 400_000, 5: 80_000, 6: 400_000}  # parts per million, by asset id
STABLE = (2, 6)
STEP = 150_000  # an asset's weight moves by less than this


def propose(play: Play, bull: bool, weights: dict[int, int]) -> None:
    strategy = play.index.strategy
    epoch = max(strategy.active().epoch, strategy.pending().epoch, play.notes.get("epoch", 0)) + 1
    words = pack(with_cash(weights))
    play.send(strategy.propose, epoch, bull, SURE, words, HASH, "", 1, sender=strategy.proposer())
    play.notes["epoch"] = epoch


def next_weights(play: Play, random: Random, assets: list[int], *, free: bool) -> dict[int, int]:
    """New weights near the old ones, or free of them, as a change of regime is."""
    old, quotes = Targets.of(play).ppm, play.stage.quotes()
    budget = PPM - random.randint(30_000, 90_000)
    weights = {}
    for asset in random.sample(assets, len(assets)):
        before = 0 if free else old.get(asset, 0)
        weight = min(CAPS[asset], max(0, before + random.randint(-STEP // 3, STEP)), budget)
        if free:
            weight = min(CAPS[asset], budget, random.randint(0, CAPS[asset]))
        if not quotes[asset].buyable:
            # what is not active may stay or shrink
            weight = min(weight, old.get(asset, 0))
        if asset in play.model.retired:
            weight = 0
        weights[asset] = weight
        budget -= weight
    return weights


def wait_for_more_risk(play: Play, random: Random) -> None:
    """Mostly until a decision of more risk may follow the last one, which must be some days old."""
    if random.random() < 0.8:
        limits = play.index.lens.limits()
        play.wait(limits.risk_up_at if play.index.strategy.active().bull else limits.upward_flip_at)


def activate_pending(play: Play) -> None:
    strategy = play.index.strategy
    pending = strategy.pending()
    play.wait(pending.activates_at)
    play.send(strategy.activate, pending.epoch, sender=play.roles.anyone)


def is_pending(play: Play) -> bool:
    pending = play.index.strategy.pending()
    return pending.epoch > play.index.strategy.active().epoch and play.now <= pending.expires_at


@action(weight=5)
def decide_bull(play: Play, random: Random) -> None:
    """Proposed, waited for, activated."""
    wait_for_more_risk(play, random)
    active = play.index.strategy.active()
    free = active.epoch == 0 or not active.bull
    propose(play, True, next_weights(play, random, play.stage.ids[1:], free=free))
    activate_pending(play)


@action(weight=3)
def decide_bear(play: Play, random: Random) -> None:
    active = play.index.strategy.active()
    propose(play, False, next_weights(play, random, list(STABLE), free=active.bull or active.epoch == 0))
    activate_pending(play)


@action(weight=5)
def decide_and_wait(play: Play, random: Random) -> None:
    """A decision that waits: for its time, a veto, or the next one."""
    wait_for_more_risk(play, random)
    propose(play, True, next_weights(play, random, play.stage.ids[1:], free=not play.index.strategy.active().bull))


@action(weight=4)
def activate(play: Play, random: Random) -> None:
    if not is_pending(play):
        decide_and_wait(play, random)
    activate_pending(play)


@action(weight=8)
def rebalance(play: Play, random: Random) -> None:
    """The executor brings the fund toward its target through the true pools."""
    targets = Targets.of(play)
    legs = plan(play, targets, random) if targets.epoch else []
    if not legs:
        raise Idle
    play.send(play.index.trader.rebalance, *session(play, legs), sender=play.roles.executor)


@action(weight=11)
def settle_out_of_a_session(play: Play, random: Random) -> None:
    """Legs and the settlement of a batch in one transaction; after a decision, or there is little to trade."""
    with suppress(Reverted):
        random.choice((decide_bull, decide_bear))(play, random)
    _, at = locked(play, random)
    play.wait(at + HOUR)
    targets = Targets.of(play)
    legs = plan(play, targets, random, buys=random.random() < 0.5) if targets.epoch else []
    if not legs:
        raise Idle
    play.send(play.index.queue.settle_with, *session(play, legs), sender=play.roles.executor)


@action(weight=5)
def mark(play: Play, random: Random) -> None:
    """Anybody makes the NAV of now the measure of later losses."""
    play.send(play.index.trader.mark, sender=play.roles.anyone)
