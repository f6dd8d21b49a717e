"""How an action is declared, and what most of them need: somebody who can, and an amount.

@action(weight=3)
def deposit(play, random): ...        done when it returns; Reverted: refused; Idle: there is nothing to do
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.stateful.play import Action, Idle, Play

__all__ = ["ACTIONS", "action", "amount", "holder", "person"]

# By name: what it does, and how often it is drawn beside the others.
ACTIONS: dict[str, tuple[Action, int]] = {}


def action(weight: int = 3) -> Callable[[Action], Action]:
    """Puts the function into ACTIONS under its own name."""

    def add(function: Action) -> Action:
        name = getattr(function, "__name__", "")
        assert name not in ACTIONS, name
        ACTIONS[name] = (function, weight)
        return function

    return add


def person(play: Play, random: Random) -> str:
    return random.choice(play.stage.people)


def holder(play: Play, random: Random) -> tuple[str, int]:
    """Somebody who has shares, and how many. Idle if nobody has."""
    holders = [who for who in play.stage.people if play.look.shares[who]]
    if not holders:
        raise Idle
    who = random.choice(holders)
    return who, play.look.shares[who]


def amount(random: Random, most: int, least: int = 1) -> int:
    """Of every size, from the least to all; Idle where there is not even the least."""
    if most < least:
        raise Idle
    kind = random.random()
    if kind < 0.1:
        return most
    if kind < 0.2:
        return random.randint(least, min(most, least + 1_000))
    return max(least, int(most * random.random() ** 3))
