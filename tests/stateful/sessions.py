"""Legs for a session: what stands above its target is sold, what stands below is bought with what is there.

targets = Targets.of(play)                    parts per million of the active decision
legs = plan(play, targets, random)            through each asset's own pool
play.send(trader.rebalance, *session(play, legs), sender=executor)
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.funded import Leg, next_session
from tests.stateful.play import Play
from tests.stateful.stage import CASH
from tests.stateful.value import worth

__all__ = ["PPM", "Targets", "gaps", "hop", "leg", "plan", "session"]

PPM = 1_000_000
USD = 10**18
WORTH_IT = 50 * USD
MOST = {5: 60_000 * USD}  # of LINK in one leg: its pool is small
ALL_BUT_ONE = 0  # of a sale: the whole holding but one raw unit
OPTIONAL_GAS = 500_000


@dataclass(frozen=True)
class Targets:
    """The active decision."""

    epoch: int
    ppm: dict[int, int]

    @classmethod
    def of(cls, play: Play) -> Targets:
        epoch, _, words = play.index.strategy.active_words()
        pairs = [word >> 36 * place & (2**36 - 1) for word in words for place in range(7)]
        return cls(epoch, {pair & 0xFFFF: pair >> 16 for pair in pairs if pair})


def gaps(play: Play, targets: Targets) -> dict[int, int]:
    """USD 18 decimals above (or below zero) target by id, cash too, at the prices of now."""
    quotes = play.stage.quotes()
    held = {CASH, *play.model.held}
    values = {i: worth(play.model.balances[i], quotes[i]) if i in held else 0 for i in play.stage.ids}
    nav = sum(values.values())
    need = min(nav, worth(play.index.queue.cash_need(), quotes[CASH]))
    aims = {i: (nav - need) * targets.ppm.get(i, 0) // PPM for i in values}
    aims[CASH] += need
    return {i: values[i] - aims[i] for i in values}


def hop(play: Play, asset: int, *, asset_in: bool) -> int:
    """The hop word through the asset's own pool."""
    pool = play.stage.pool(asset)
    zero_in = (pool.token0 == play.stage.row(asset).token.address) == asset_in
    return int(pool.address, 16) | zero_in << 160


def leg(play: Play, asset: int, buy: bool, raw: int, first_hop: int, gas: int = 0) -> Leg:
    """As the trader takes it; with `gas` it may fail alone."""
    return (asset, buy, raw, 0, first_hop, 0, gas)


def raw(play: Play, asset: int, usd: int) -> int:
    """Raw units worth so much, rounded down."""
    quote = play.model.quotes[asset]
    return usd * 10**quote.decimals // quote.price if quote.price else 0


def plan(play: Play, targets: Targets, random: Random, *, buys: bool = True) -> list[Leg]:
    """Sales first, each of which may fail alone, for tokens are odd and feeds are not where the market is.

    Purchases are of what is sound; they share the cash above its target and what sound sales bring, less a cost.
    """
    above, quotes = gaps(play, targets), play.stage.quotes()
    unsound = {*play.stage.odd, *(r.asset_id for r in play.stage.world.assets if r.provider_id in play.stage.dead)}
    legs, cash = [], above[CASH]
    for asset in [i for i in play.model.held if quotes[i].sellable]:
        usd = min(above[asset], MOST.get(asset, 2**255))
        if usd > WORTH_IT:
            whole = asset not in targets.ppm and usd == above[asset]
            amount = ALL_BUT_ONE if whole else raw(play, asset, usd)
            legs.append(leg(play, asset, False, amount, hop(play, asset, asset_in=True), OPTIONAL_GAS))
            cash += usd * 97 // 100 if asset not in unsound else 0
    unsound |= set(play.model.retired)
    sound = [i for i in play.stage.ids[1:] if quotes[i].firm and i not in unsound]
    for asset in random.sample(sound, len(sound)) if buys else []:
        usd = min(-above[asset], cash * 98 // 100, MOST.get(asset, 2**255))
        open_for_risk = quotes[asset].stable or (play.now >= play.model.paused_until and not play.model.wound_down)
        if usd > WORTH_IT and quotes[asset].buyable and open_for_risk:
            legs.append(leg(play, asset, True, raw(play, CASH, usd), hop(play, asset, asset_in=False)))
            cash -= usd
    return legs


def session(play: Play, legs: list[Leg]) -> tuple[Any, ...]:
    """Arguments of `rebalance`."""
    return next_session(play.index, legs)
