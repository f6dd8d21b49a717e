"""Size one leg: the best pool, no more than the slippage limit allows, never past the target."""

from dataclasses import dataclass

from keepers.plan.model import Limits, PlannedLeg, Position
from keepers.plan.pool import Fill, Pool, fill

__all__ = ["Sized", "size"]

BPS = 10_000
SEARCH_STEPS = 24  # halvings: the largest allowed amount to one part in 16 million


@dataclass(frozen=True, slots=True)
class Sized:
    """The leg, or None and the reason why there is none."""

    leg: PlannedLeg | None
    reason: str = ""


def size(position: Position, cash: Position, buy: bool, amount_in: int, exit: bool, limits: Limits) -> Sized:
    """The leg that swaps `amount_in` raw units (of cash for a buy), or as much of it as the limits allow.

    A buy returns at most the oracle value of what it pays: where a pool sells below the oracle, the amount shrinks so
    that the position does not pass its target.
    """
    bought, sold = (position, cash) if buy else (cash, position)
    fills = [(pool, fill(pool, _zero_for_one(pool, sold), amount_in)) for pool in position.pools]
    if not fills:
        return Sized(None, f"no pool of {position.symbol} in the asset book; add one to its 'pools' and run again")
    pool, order = max(fills, key=lambda item: (item[1].amount_in, item[1].amount_out))
    allowed = max(position.slippage_bps - limits.headroom_bps, 0)
    note = ""
    if not order.complete or _slippage(order, sold, bought) > allowed:
        found = _largest_within(pool, sold, bought, amount_in, allowed)
        if found is None:
            spot = _slippage(fill(pool, _zero_for_one(pool, sold), max(amount_in // 1_000, 1)), sold, bought)
            return Sized(
                None,
                f"the pool is {spot} bps from the oracle, limit {position.slippage_bps} bps; "
                "wait for arbitrage or add a better pool to the asset book",
            )
        share = found.amount_in * 100 // amount_in
        note = f"reduced to {share} % of {amount_in} raw units: slippage limit {position.slippage_bps} bps"
        order = found
    if buy:
        order = _not_past(pool, order, sold, bought)
    if order.amount_out == 0:
        return Sized(None, "too small: the pool would pay nothing")
    return Sized(_leg(position, pool, order, sold, bought, exit, note, limits))


def _leg(
    position: Position, pool: Pool, order: Fill, sold: Position, bought: Position, exit: bool, note: str, limits: Limits
) -> PlannedLeg:
    value = order.amount_in * sold.price // 10**sold.decimals
    received = order.amount_out * bought.price // 10**bought.decimals
    return PlannedLeg(
        asset_id=position.asset_id,
        symbol=position.symbol,
        buy=bought is position,
        exit=exit and not note,
        leaves_one=exit and not note and order.amount_in < position.balance,
        amount_in=order.amount_in,
        expected_out=order.amount_out,
        min_out=order.amount_out * (BPS - limits.tolerance_bps) // BPS,
        pool=pool.address,
        zero_for_one=_zero_for_one(pool, sold),
        value=value,
        cost=value - received,
        slippage_bps=_slippage(order, sold, bought),
        impact_bps=_impact(pool, order, sold),
        gas=_gas(position, bought is position, limits),
        note=note,
    )


def _gas(position: Position, buy: bool, limits: Limits) -> int:
    if not buy:
        return limits.sell_gas
    return limits.buy_gas if position.balance else limits.first_buy_gas


def _zero_for_one(pool: Pool, sold: Position) -> bool:
    return pool.token0.lower() == sold.token.lower()


def _slippage(order: Fill, sold: Position, bought: Position) -> int:
    """Bps lost against the oracle, rounded up: what the trader compares with the asset's limit."""
    # USD 18 x both units on both sides, so that nothing is rounded before the division
    paid = order.amount_in * sold.price * 10**bought.decimals
    received = order.amount_out * bought.price * 10**sold.decimals
    return -((received - paid) * BPS // paid) if paid else 0


def _impact(pool: Pool, order: Fill, sold: Position) -> int:
    """Bps of the average price against the pool's price before, fee excluded, rounded up."""
    usable = order.amount_in * (1_000_000 - pool.fee) // 1_000_000
    squared = pool.sqrt_price * pool.sqrt_price
    # raw units out at the price before, x 2^192 or / 2^192
    if _zero_for_one(pool, sold):
        spot = usable * squared >> 192
    else:
        spot = (usable << 192) // squared
    return max(-((order.amount_out - spot) * BPS // spot), 0) if spot else 0


def _largest_within(pool: Pool, sold: Position, bought: Position, amount_in: int, allowed: int) -> Fill | None:
    """The largest fill whose slippage stays within `allowed`; the average price only worsens with size."""
    best: Fill | None = None
    low, high = 0, amount_in
    for _ in range(SEARCH_STEPS):
        middle = (low + high) // 2
        if middle == low:
            break
        order = fill(pool, _zero_for_one(pool, sold), middle)
        if order.complete and order.amount_out and _slippage(order, sold, bought) <= allowed:
            best, low = order, middle
        else:
            high = middle
    return best


def _not_past(pool: Pool, order: Fill, sold: Position, bought: Position) -> Fill:
    """The same fill, or a smaller one that returns no more than this one's input is worth at oracle prices."""
    worth = order.amount_in * sold.price // 10**sold.decimals
    # A smaller order gets a better average, so one division may not be enough; each one takes the excess off again.
    while (received := order.amount_out * bought.price // 10**bought.decimals) > worth:
        order = fill(pool, _zero_for_one(pool, sold), order.amount_in * worth // (received + 1))
    return order
