"""The guardian, who may only lower risk."""

from __future__ import annotations

from random import Random

from tests.stateful.actions.action import action
from tests.stateful.actions.keepers import decide_and_wait, is_pending
from tests.stateful.play import Play
from tests.stateful.stage import DAY, HOUR


@action(weight=3)
def pause(play: Play, random: Random) -> None:
    play.send(play.index.policy.pause_entries, sender=play.roles.guardian)


@action()
def impair(play: Play, random: Random) -> None:
    asset = random.choice(play.stage.ids[1:])
    play.send(play.index.registry.set_status, asset, random.choice([2, 3]), sender=play.roles.guardian)


@action(weight=4)
def veto(play: Play, random: Random) -> None:
    """A decision that waits and would raise risk."""
    if not is_pending(play):
        decide_and_wait(play, random)
    play.send(play.index.strategy.veto, play.index.strategy.pending().epoch, sender=play.roles.guardian)


@action()
def stop_the_executor(play: Play, random: Random) -> None:
    """Nobody trades until the owner names the next one."""
    trader = play.index.trader
    play.send(trader.stop_executor, sender=play.roles.guardian)
    play.sleep(random.randint(HOUR, DAY))
    play.send(trader.set_executor, play.roles.executor, sender=play.roles.owner)


@action()
def stop_the_proposer(play: Play, random: Random) -> None:
    """Three days later anybody forces the safe state; then the owner names the next one."""
    strategy = play.index.strategy
    play.send(strategy.stop_proposer, sender=play.roles.guardian)
    try:
        for _ in range(3):
            play.sleep(DAY)
        play.send(strategy.force_safe_state, sender=play.roles.anyone)
    finally:
        play.send(strategy.set_proposer, play.roles.proposer, sender=play.roles.owner)
