"""A flight to safety that has begun ends: from any state, a day of an honest keeper takes the fund out of risk.

with rehearsal(play):            everything inside is undone, on the chain and in the model
    fly(play)                    raises Wrong if more than 5 % of what can be sold is volatile a day later

What can be sold: tokens that move, and prices that are firm. The rest cannot be anybody's duty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from random import Random

from tests.stateful.model import Wrong
from tests.stateful.play import Play
from tests.stateful.sessions import PPM, Targets, plan, session
from tests.stateful.stage import HOUR
from tests.stateful.value import worth
from world.chain import Reverted

__all__ = ["fly", "rehearsal"]

HOURS = 24
MOST_PPM = 50_000


@contextmanager
def rehearsal(play: Play) -> Iterator[None]:
    """Whatever happens inside leaves no trace."""
    stage = play.stage
    kept = deepcopy((play.model, play.queue_model, play.watch.losses, play.notes, stage.prices))
    snapshot = stage.chain.snapshot()
    try:
        yield
    finally:
        stage.chain.revert(snapshot)
        stage.chain.pace(0)
        play.model, play.queue_model, play.watch.losses, play.notes, stage.prices = kept


def fly(play: Play) -> None:
    """The active decision is a bear one. A session an hour, sales only."""
    refused = []
    for _ in range(HOURS):
        if _risk_ppm(play) == 0:
            return
        targets = Targets.of(play)
        legs = plan(play, targets, Random(0), buys=False)
        if legs:
            try:
                play.send(play.index.trader.rebalance, *session(play, legs), sender=play.roles.executor)
            except Reverted as reverted:
                refused.append(reverted.reason)
        play.sleep(HOUR)
    if _risk_ppm(play) > MOST_PPM:
        raise Wrong(f"after a day {_risk_ppm(play)} ppm of the fund could be sold and are volatile: {refused}")


def _risk_ppm(play: Play) -> int:
    stage, quotes = play.stage, play.stage.quotes()
    apart = {row.asset_id for row in stage.world.assets if row.provider_id in stage.dead}
    values = {asset: worth(play.model.balances[asset], quotes[asset]) for asset in stage.ids}
    held = [i for i in stage.volatile() if i in play.model.held]
    sellable = [i for i in held if quotes[i].sellable and i not in stage.odd and i not in apart]
    return sum(values[i] for i in sellable) * PPM // max(1, sum(values.values()))
