"""Ways between an asset and cash, through one pool or two, and what they pay as the pools stand.

A plan's legs run one after the other in one transaction, and many may share the pool of their intermediate and cash. So
a `Market` is moved by each leg that is planned, and the next one is sized against what that leg will leave behind: the
sum of a plan is what the pools pay, to the unit, as long as nobody trades in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from keepers.plan.fill import Fill
from keepers.plan.pair import Pair, fill_pair
from keepers.plan.pool import Pool, fill

__all__ = ["Hop", "Market", "Route", "RouteFill"]


@dataclass(frozen=True, slots=True)
class Route:
    """Addresses of one pool, or of two, in the order from the asset to cash; a purchase takes them backwards."""

    pools: tuple[str, ...]
    via: str = ""
    """Symbol of what lies between two pools."""
    via_at_trader: bool = False
    """The trader has a unit of it, so that no leg opens and clears a storage slot of that token."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One swap of a leg, in its order."""

    venue: Literal["v3", "v2"]
    pool: str
    zero_for_one: bool
    """token0 goes in."""


@dataclass(frozen=True, slots=True)
class RouteFill:
    """What a route pays. Raw units; complete is False when an order is larger than the depth that was read."""

    hops: tuple[Hop, ...]
    amount_in: int
    amount_out: int
    spot_out: int
    """What it would be without moving any price: fees only."""
    complete: bool
    after: tuple[Pool | Pair, ...]
    """The pools as they stand then; meaningful only of a complete fill."""


class Market:
    """The pools of a situation, as the legs planned so far leave them."""

    def __init__(self, pools: Mapping[str, Pool | Pair]) -> None:
        self._pools = dict(pools)

    def quote(self, route: Route, token: str, buy: bool, amount_in: int) -> RouteFill:
        """An exact input of `token`, cash when `buy`, over the whole route; nothing is moved.

        Of an incomplete fill amount_in is what the first pool took, even where the second takes less than that brings.
        """
        hops: list[Hop] = []
        after: list[Pool | Pair] = []
        amount, spot, taken, complete = amount_in, amount_in, amount_in, True
        for place, address in enumerate(reversed(route.pools) if buy else route.pools):
            pool = self._pools[address]
            zero_for_one = pool.token0.lower() == token.lower()
            order = _filled(pool, zero_for_one, amount)
            if place == 0:
                taken = order.amount_in
            hops.append(Hop("v2" if isinstance(pool, Pair) else "v3", address, zero_for_one))
            after.append(order.after)
            complete = complete and order.complete
            amount, spot = order.amount_out, pool.spot(zero_for_one, spot)
            token = pool.token1 if zero_for_one else pool.token0
        return RouteFill(tuple(hops), taken, amount, spot, complete, tuple(after))

    def move(self, order: RouteFill) -> None:
        """A leg was planned."""
        for pool in order.after:
            self._pools[pool.address] = pool


def _filled(pool: Pool | Pair, zero_for_one: bool, amount_in: int) -> Fill[Pool | Pair]:
    return fill_pair(pool, zero_for_one, amount_in) if isinstance(pool, Pair) else fill(pool, zero_for_one, amount_in)
