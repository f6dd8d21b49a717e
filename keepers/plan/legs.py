"""Size one leg: the best route, no more than the slippage limit allows, never past the target."""

from dataclasses import dataclass

from keepers.plan.model import Limits, PlannedLeg, Position, Situation
from keepers.plan.route import Market, Route, RouteFill

__all__ = ["Sized", "size"]

BPS = 10_000
SEARCH_STEPS = 24  # halvings: the largest allowed amount to one part in 16 million


@dataclass(frozen=True, slots=True)
class Sized:
    """The leg and what it does to its pools, or None and the reason why there is none."""

    leg: PlannedLeg | None
    order: RouteFill | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Trade:
    """What is swapped for what, whatever the route."""

    position: Position
    cash: Position
    buy: bool
    market: Market

    @property
    def sold(self) -> Position:
        return self.cash if self.buy else self.position

    @property
    def bought(self) -> Position:
        return self.position if self.buy else self.cash

    def quote(self, route: Route, amount_in: int) -> RouteFill:
        return self.market.quote(route, self.sold.token, self.buy, amount_in)

    def paid(self, order: RouteFill) -> int:
        """USD 18 decimals at oracle prices."""
        return order.amount_in * self.sold.price // int(10**self.sold.decimals)

    def received(self, order: RouteFill) -> int:
        """USD 18 decimals at oracle prices."""
        return order.amount_out * self.bought.price // int(10**self.bought.decimals)

    def slippage(self, order: RouteFill) -> int:
        """Bps lost against the oracle, rounded up: what the trader compares with the asset's limit."""
        # USD 18 x both units on both sides, so that nothing is rounded before the division
        paid = order.amount_in * self.sold.price * 10**self.bought.decimals
        received = order.amount_out * self.bought.price * 10**self.sold.decimals
        return -((received - paid) * BPS // paid) if paid else 0


def size(
    position: Position, buy: bool, amount_in: int, exit: bool, situation: Situation, market: Market, limits: Limits
) -> Sized:
    """The leg that swaps `amount_in` raw units (of cash for a buy), or as much of it as the limits allow.

    Of the routes that take all of it within the limit the one that pays most, its gas deducted; if there is none, the
    one that takes most. A buy returns at most the oracle value of what it pays: where the pools sell below the oracle,
    the amount shrinks so that the position does not pass its target. Moves nothing in the market.
    """
    if not position.routes:
        return Sized(
            None,
            reason=f"no pool of {position.symbol} in the asset book; add one to its 'pools', or run "
            f"'auctions open {position.symbol}'",
        )
    trade = _Trade(position, situation.cash, buy, market)
    allowed = max(position.slippage_bps - limits.headroom_bps, 0)
    asked = [(route, trade.quote(route, amount_in)) for route in position.routes]
    whole = [(route, order) for route, order in asked if order.complete and trade.slippage(order) <= allowed]
    note = ""
    if whole:
        gas = {route: situation.gas_cost(_gas(position, buy, route, order, limits)) for route, order in whole}
        route, order = max(whole, key=lambda item: trade.received(item[1]) - gas[item[0]])
    else:
        found = [(route, _largest_within(trade, route, amount_in, allowed)) for route in position.routes]
        parts = [(route, part) for route, part in found if part is not None]
        if not parts:
            return Sized(None, reason=_too_far(trade, amount_in))
        route, order = max(parts, key=lambda item: (item[1].amount_in, item[1].amount_out))
        share = order.amount_in * 100 // amount_in
        note = f"reduced to {share} % of {amount_in} raw units: slippage limit {position.slippage_bps} bps"
    if buy:
        order = _not_past(trade, route, order)
    if order.amount_out == 0:
        return Sized(None, reason="too small: the pool would pay nothing")
    return Sized(_leg(trade, route, order, exit, note, limits), order)


def _leg(trade: _Trade, route: Route, order: RouteFill, exit: bool, note: str, limits: Limits) -> PlannedLeg:
    position, paid = trade.position, trade.paid(order)
    return PlannedLeg(
        asset_id=position.asset_id,
        symbol=position.symbol,
        buy=trade.buy,
        exit=exit and not note,
        leaves_one=exit and not note and order.amount_in < position.balance,
        amount_in=order.amount_in,
        expected_out=order.amount_out,
        min_out=order.amount_out * (BPS - limits.tolerance_bps) // BPS,
        hops=order.hops,
        via=route.via,
        value=paid,
        cost=paid - trade.received(order),
        slippage_bps=trade.slippage(order),
        impact_bps=max(-((order.amount_out - order.spot_out) * BPS // order.spot_out), 0) if order.spot_out else 0,
        gas=_gas(position, trade.buy, route, order, limits),
        note=note,
    )


def _gas(position: Position, buy: bool, route: Route, order: RouteFill, limits: Limits) -> int:
    if buy:
        gas = limits.buy_gas if position.balance else limits.first_buy_gas
    else:
        gas = limits.sell_gas
    first, *second = order.hops
    if first.venue == "v2":
        gas += limits.pair_gas
    if second and second[0].venue == "v2":
        gas += limits.second_pair_gas
    elif second:
        gas += limits.second_pool_gas + (0 if route.via_at_trader else limits.passing_gas)
    return gas


def _too_far(trade: _Trade, amount_in: int) -> str:
    small = [trade.quote(route, max(amount_in // 1_000, 1)) for route in trade.position.routes]
    filled = [order for order in small if order.amount_in]
    which = "the pool" if len(small) == 1 else f"the best of {len(small)} routes"
    limit = (
        f"limit {trade.position.slippage_bps} bps; wait for arbitrage, add a better pool to the asset book, or run "
        f"'auctions open {trade.position.symbol}'"
    )
    if not filled:
        return f"{which} has no liquidity near its price, {limit}"
    return f"{which} is {min(trade.slippage(order) for order in filled)} bps from the oracle, {limit}"


def _largest_within(trade: _Trade, route: Route, amount_in: int, allowed: int) -> RouteFill | None:
    """The largest fill whose slippage stays within `allowed`; the average price only worsens with size."""
    best: RouteFill | None = None
    low, high = 0, amount_in
    for _ in range(SEARCH_STEPS):
        middle = (low + high) // 2
        if middle == low:
            break
        order = trade.quote(route, middle)
        if order.complete and order.amount_out and trade.slippage(order) <= allowed:
            best, low = order, middle
        else:
            high = middle
    return best


def _not_past(trade: _Trade, route: Route, order: RouteFill) -> RouteFill:
    """The same fill, or a smaller one that returns no more than this one's input is worth at oracle prices."""
    worth = trade.paid(order)
    # A smaller order gets a better average, so one division may not be enough; each one takes the excess off again.
    while (received := trade.received(order)) > worth:
        order = trade.quote(route, order.amount_in * worth // (received + 1))
    return order
