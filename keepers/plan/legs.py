"""Size one leg: the best route, no more than slippage limit and loss budget allow, never past the target."""

from dataclasses import dataclass

from keepers.plan.model import BPS, LEVEL, Limits, PlannedLeg, Position, Situation, tolerance
from keepers.plan.orders import Cap, Order
from keepers.plan.route import Market, Route, RouteFill

__all__ = ["Sized", "size"]

SEARCH_STEPS = 24  # halvings: the largest allowed amount to one part in 16 million


@dataclass(frozen=True, slots=True)
class Sized:
    """The leg and what it does to its pools, or None and the reason why there is none."""

    leg: PlannedLeg | None
    order: RouteFill | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Trade:
    """What is swapped for what, whatever the route, and what it may cost."""

    position: Position
    cash: Position
    buy: bool
    market: Market
    most_slippage: int
    """Bps."""
    cap: Cap | None
    tolerated: int
    """Bps that may be lost whatever the cap says."""

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

    def allows(self, order: RouteFill) -> bool:
        """The whole order, within the limits."""
        if not order.complete or self.slippage(order) > self.most_slippage:
            return False
        if self.cap is None:
            return True
        paid = self.paid(order)
        loss = paid - self.received(order)
        if self.cap.value is not None and paid > self.cap.value:
            return False
        return loss <= self.cap.loss + paid * self.cap.share // LEVEL or loss * BPS <= paid * self.tolerated


def size(order: Order, situation: Situation, market: Market, limits: Limits) -> Sized:
    """The leg that swaps what `order` asks for, or as much of it as the slippage limit and its cap allow.

    Of the routes that take all of it within both the one that pays most, its gas deducted; if there is none, the one
    that takes most. A buy returns at most the oracle value of what it pays: where the pools sell below the oracle,
    the amount shrinks so that the position does not pass its target. Moves nothing in the market.
    """
    position, amount_in = order.position, order.amount_in
    if not position.routes:
        return Sized(
            None,
            reason=f"no pool of {position.symbol} in the asset book that can be used; add one to its 'pools', or run "
            f"'auctions open {position.symbol}'",
        )
    most_slippage = max(position.slippage_bps - limits.headroom_bps, 0)
    tolerated = 0 if position.target_ppm else tolerance(position, limits)
    trade = _Trade(position, situation.cash, order.buy, market, most_slippage, order.cap, tolerated)
    asked = [(route, trade.quote(route, amount_in)) for route in position.routes]
    whole = [(route, fill) for route, fill in asked if trade.allows(fill)]
    note = ""
    if whole:
        gas = {route: situation.gas_cost(_gas(position, order.buy, route, fill, limits)) for route, fill in whole}
        route, fill = max(whole, key=lambda item: trade.received(item[1]) - gas[item[0]])
    else:
        found = [(route, _largest_allowed(trade, route, amount_in)) for route in position.routes]
        parts = [(route, part) for route, part in found if part is not None]
        if not parts:
            return Sized(None, reason=order.cap.because if order.cap is not None else _too_far(trade, amount_in))
        route, fill = max(parts, key=lambda item: (item[1].amount_in, item[1].amount_out))
        share = fill.amount_in * 100 // amount_in
        # A cap is only set on what was within the slippage limit and lost too much.
        why = order.cap.because if order.cap is not None else f"slippage limit {position.slippage_bps} bps"
        note = f"reduced to {share} % of {amount_in} raw units: {why}"
    if order.buy:
        fill = _not_past(trade, route, fill)
        # What it would have gained is not bought; what rounding leaves may be more than there is to lose.
        if order.cap is not None and not trade.allows(fill):
            return Sized(None, reason=order.cap.because)
    if fill.amount_out == 0:
        return Sized(None, reason="too small: the pool would pay nothing")
    return Sized(_leg(trade, route, fill, order.exit, note, limits), fill)


def _leg(trade: _Trade, route: Route, order: RouteFill, exit: bool, note: str, limits: Limits) -> PlannedLeg:
    position, paid = trade.position, trade.paid(order)
    gas = _gas(position, trade.buy, route, order, limits)
    return PlannedLeg(
        asset_id=position.asset_id,
        symbol=position.symbol,
        buy=trade.buy,
        exit=exit and not note,
        leaves_one=exit and not note and order.amount_in < position.balance,
        amount_in=order.amount_in,
        expected_out=order.amount_out,
        min_out=order.amount_out * (BPS - limits.tolerance_of(position.liquidity_class)) // BPS,
        hops=order.hops,
        via=route.via,
        value=paid,
        cost=paid - trade.received(order),
        slippage_bps=trade.slippage(order),
        impact_bps=max(-((order.amount_out - order.spot_out) * BPS // order.spot_out), 0) if order.spot_out else 0,
        gas=gas,
        gas_limit=max(2 * gas, limits.least_gas_limit) if position.optional else 0,
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
    return gas + (limits.optional_gas if position.optional else 0)


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


def _largest_allowed(trade: _Trade, route: Route, amount_in: int) -> RouteFill | None:
    """The largest fill that is allowed; average price and loss only worsen with size."""
    best: RouteFill | None = None
    low, high = 0, amount_in
    for _ in range(SEARCH_STEPS):
        middle = (low + high) // 2
        if middle == low:
            break
        order = trade.quote(route, middle)
        if order.amount_out and trade.allows(order):
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
