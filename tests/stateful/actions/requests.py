"""Requests: asked, taken back, locked, settled, collected."""

from __future__ import annotations

from random import Random

from tests.stateful.actions.action import action, amount, holder, person
from tests.stateful.play import Idle, Play
from tests.stateful.stage import DAY, HOUR

MOST = 150_000 * 10**6  # raw USDC
DEPOSITS, REDEMPTIONS = 0, 1


def batches(play: Play) -> tuple[int, bool]:
    """The number of the open batch, and whether the one before it is locked and waits."""
    queue = play.index.queue
    number = int(queue.open_requests()[0])
    return number, number > 1 and queue.batch(number - 1).settled_at == 0


@action(weight=4)
def request_deposit(play: Play, random: Random) -> None:
    who = person(play, random)
    assets = amount(random, MOST, 10**7)
    play.send(play.index.queue.requestDeposit, assets, who, who, sender=who)


@action(weight=4)
def request_redeem(play: Play, random: Random) -> None:
    who, shares = holder(play, random)
    least = play.index.queue.min_shares()
    play.send(play.index.queue.requestRedeem, amount(random, shares // 4, least), who, who, sender=who)


@action(weight=3)
def cancel(play: Play, random: Random) -> None:
    """While the batch is open."""
    if not any(play.index.queue.open_requests()[1:]):
        request_deposit(play, random)
    take_back(play, random, batches(play)[0])


@action(weight=3)
def take_back_what_is_locked(play: Play, random: Random) -> None:
    """A day after the lock, where nobody settled."""
    batch, at = locked(play, random)
    play.wait(at + DAY)
    take_back(play, random, batch)


def take_back(play: Play, random: Random, number: int) -> None:
    queue = play.index.queue
    for who in random.sample(play.stage.people, len(play.stage.people)):
        for pending, cancel_request in (
            (queue.pendingDepositRequest, queue.cancelDepositRequest),
            (queue.pendingRedeemRequest, queue.cancelRedeemRequest),
        ):
            if pending(number, who):
                play.send(cancel_request, number, who, sender=who)
                return
    raise Idle


@action(weight=6)
def lock(play: Play, random: Random) -> None:
    """At the next cut-off; not while a batch waits."""
    if batches(play)[1]:
        raise Idle
    locked(play, random)


def locked(play: Play, random: Random) -> tuple[int, int]:
    """The batch that waits, locked now if none does, and since when."""
    queue, (number, waits) = play.index.queue, batches(play)
    if not waits:
        _, assets, shares = queue.open_requests()
        if not assets and not shares:
            request_deposit(play, random)
        play.wait(queue.batch(number - 1).locked_at + DAY)
        play.send(queue.lock, sender=person(play, random))
        number += 1
    return number - 1, int(queue.batch(number - 1).locked_at)


@action(weight=4)
def settle(play: Play, random: Random) -> None:
    """The executor, an hour after the lock."""
    _, at = locked(play, random)
    play.wait(at + HOUR)
    play.send(play.index.queue.settle, sender=play.roles.executor)


@action(weight=3)
def settle_after_two_hours(play: Play, random: Random) -> None:
    """Anybody, where all redemptions are paid for."""
    _, at = locked(play, random)
    play.wait(at + 2 * HOUR)
    play.send(play.index.queue.settle, sender=person(play, random))


@action(weight=3)
def settle_late(play: Play, random: Random) -> None:
    """Anybody, a day after the lock, with whatever cash there is."""
    _, at = locked(play, random)
    play.wait(at + DAY)
    play.send(play.index.queue.settle, sender=person(play, random))


@action(weight=5)
def collect(play: Play, random: Random) -> None:
    """What a settlement gave: shares, or USDC."""
    queue = play.index.queue
    for who in random.sample(play.stage.people, len(play.stage.people)):
        if assets := queue.maxDeposit(who):
            play.send(queue.deposit, assets, who, sender=who)
            return
        if shares := queue.maxRedeem(who):
            play.send(queue.redeem, amount(random, shares), who, who, sender=who)
            return
    raise Idle


@action(weight=3)
def collect_what_came_back(play: Play, random: Random) -> None:
    """Under any batch in which something is due."""
    queue, (number, _) = play.index.queue, batches(play)
    for who in random.sample(play.stage.people, len(play.stage.people)):
        for batch in range(number, 0, -1):
            if queue.claimableCancelDepositRequest(batch, who):
                play.send(queue.claimCancelDepositRequest, batch, who, who, sender=who)
                return
            if queue.claimableCancelRedeemRequest(batch, who):
                play.send(queue.claimCancelRedeemRequest, batch, who, who, sender=who)
                return
    raise Idle
