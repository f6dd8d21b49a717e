"""Ends: a flight to safety, rehearsed from wherever the fund is, and the end of a life, when everybody leaves."""

from __future__ import annotations

from random import Random

from tests.stateful.actions.action import action
from tests.stateful.flight import fly, rehearsal
from tests.stateful.play import Idle, Play

__all__ = ["end", "flight"]


@action(weight=9)
def flight(play: Play, random: Random) -> None:
    """A bear decision is active: is the fund out of risk a day later?"""
    active = play.index.strategy.active()
    if active.epoch == 0 or active.bull or not any(play.model.balances[i] for i in play.stage.volatile()):
        raise Idle
    with rehearsal(play):
        fly(play)


def end(play: Play, random: Random) -> None:
    """The fund is wound down, everybody leaves in kind and collects what is due; nothing of theirs stays behind."""
    vault, policy = play.index.vault, play.index.policy
    if not play.model.wound_down:
        play.send(policy.wind_down, sender=play.roles.owner)
    for who, shares in play.stage.look().shares.items():
        if who in play.stage.people and shares:
            play.send(vault.redeem_in_kind, shares, who, who, [], sender=who)
    for asset in list(play.stage.odd):
        play.stage.plain(asset)
    for (asset, who), due in play.stage.look().claims.items():
        if due:
            play.send(vault.claim, asset, who, sender=who)
