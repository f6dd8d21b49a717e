"""What a Uniswap V3 pool gives for an exact input, in the pool's integer arithmetic (SwapMath, SqrtPriceMath).

Exact as far as the ticks were read; where the knowledge ends the fill stops, so that the rest of an order counts as
not filled: the planner then makes the leg smaller instead of hoping for depth nobody has seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from keepers.plan.fill import Fill
from keepers.plan.ticks import MAX_TICK, MIN_TICK, next_tick_in_word, sqrt_price_at, tick_at, word_of

__all__ = ["Pool", "fill"]

Q96 = 1 << 96
FEE_UNIT = 1_000_000


@dataclass(frozen=True)
class Pool:
    """A pool as read at one block.

    fee: parts per million of the input. sqrt_price: Q96 of sqrt(token1 / token0) in raw units.
    bitmap: tick bitmap words by position; net: liquidity change of initialised ticks. Both hold what was read only.
    """

    address: str
    token0: str
    token1: str
    fee: int
    tick_spacing: int
    sqrt_price: int
    tick: int
    liquidity: int
    bitmap: Mapping[int, int]
    net: Mapping[int, int]

    def spot(self, zero_for_one: bool, amount_in: int) -> int:
        """Raw units out at the price before, after the fee, rounded down: what size alone would not change."""
        usable = amount_in * (FEE_UNIT - self.fee) // FEE_UNIT
        squared = self.sqrt_price * self.sqrt_price
        return usable * squared >> 192 if zero_for_one else (usable << 192) // squared


def fill(pool: Pool, zero_for_one: bool, amount_in: int) -> Fill[Pool]:
    """Swap an exact input against the pool's state. Never promises more than the pool pays."""
    price, tick, liquidity = pool.sqrt_price, pool.tick, pool.liquidity
    remaining, received, known = amount_in, 0, True
    while remaining > 0:
        position = word_of(tick if zero_for_one else tick + pool.tick_spacing, pool.tick_spacing)
        if position not in pool.bitmap:
            break
        edge, initialised = next_tick_in_word(pool.bitmap[position], tick, pool.tick_spacing, zero_for_one)
        edge = min(max(edge, MIN_TICK), MAX_TICK)
        target = sqrt_price_at(edge)
        start = price
        price, spent, out = _step(start, target, liquidity, remaining, pool.fee, zero_for_one)
        remaining -= spent
        received += out
        if price != target:
            # An order too small to move the price leaves the tick, which at a tick's very price may be the one below.
            tick = tick_at(price) if price != start else tick
            break
        if edge in (MIN_TICK, MAX_TICK) or (initialised and edge not in pool.net):
            # Paid to the unit or not: what the pool is from here on was not read.
            known = False
            break
        if initialised:
            liquidity += -pool.net[edge] if zero_for_one else pool.net[edge]
        tick = edge - 1 if zero_for_one else edge
    after = replace(pool, sqrt_price=price, tick=tick, liquidity=liquidity)
    return Fill(amount_in - remaining, received, known and remaining == 0, after)


def _step(
    price: int, target: int, liquidity: int, remaining: int, fee: int, zero_for_one: bool
) -> tuple[int, int, int]:
    """One step toward `target`: (price after, input with fee, output)."""
    usable = remaining * (FEE_UNIT - fee) // FEE_UNIT
    needed = _amount0(target, price, liquidity, True) if zero_for_one else _amount1(price, target, liquidity, True)
    after = target if usable >= needed else _price_after(price, liquidity, usable, zero_for_one)
    if after == target:
        paid, fee_paid = needed, -(-needed * fee // (FEE_UNIT - fee))
    else:
        paid = _amount0(after, price, liquidity, True) if zero_for_one else _amount1(price, after, liquidity, True)
        fee_paid = remaining - paid
    out = _amount1(after, price, liquidity, False) if zero_for_one else _amount0(price, after, liquidity, False)
    return after, paid + fee_paid, out


def _price_after(price: int, liquidity: int, amount: int, zero_for_one: bool) -> int:
    if amount == 0:
        return price
    if zero_for_one:
        # Q96, rounded up: L x P / (L + amount x P), or where that product leaves 256 bits L / (L / P + amount)
        scaled, product = liquidity << 96, amount * price
        if scaled + product < 1 << 256:
            return -(-scaled * price // (scaled + product))
        return -(-scaled // (scaled // price + amount))
    return price + (amount << 96) // liquidity


def _amount0(lower: int, upper: int, liquidity: int, round_up: bool) -> int:
    """Raw token0 between two prices: L x (upper - lower) / (upper x lower)."""
    numerator = (liquidity << 96) * (upper - lower)
    if round_up:
        return -(-(-(-numerator // upper)) // lower)
    return numerator // upper // lower


def _amount1(lower: int, upper: int, liquidity: int, round_up: bool) -> int:
    """Raw token1 between two prices: L x (upper - lower)."""
    numerator = liquidity * (upper - lower)
    return -(-numerator // Q96) if round_up else numerator // Q96
