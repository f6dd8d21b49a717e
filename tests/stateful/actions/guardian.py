"""The guardian, who may only lower risk."""

from __future__ import annotations

from random import Random

from tests.stateful.actions.action import action
from tests.stateful.play import Idle, Play


@action()
def pause(play: Play, random: Random) -> None:
    play.send(play.index.policy.pause_entries, sender=play.roles.guardian)


@action()
def impair(play: Play, random: Random) -> None:
    asset = random.choice(play.stage.ids[1:])
    play.send(play.index.registry.set_status, asset, random.choice([2, 3]), sender=play.roles.guardian)


@action()
def veto(play: Play, random: Random) -> None:
    pending = play.index.strategy.pending()
    if pending.epoch == 0 or pending.activated_at:
        raise Idle
    play.send(play.index.strategy.veto, pending.epoch, sender=play.roles.guardian)
