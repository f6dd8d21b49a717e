"""What a Uniswap V2 pair gives for an exact input, in the integers of UniswapV2Library: x * y = k, a fee of 0.3 %."""

from dataclasses import dataclass, replace

from keepers.plan.fill import Fill

__all__ = ["Pair", "fill_pair"]

FEE_BASE, AFTER_FEE = 1_000, 997
MAX_RESERVE = 2**112 - 1


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair as read at one block. Reserves in raw units; what was sent to it beyond them counts as nothing."""

    address: str
    token0: str
    token1: str
    reserve0: int
    reserve1: int

    def spot(self, zero_for_one: bool, amount_in: int) -> int:
        """Raw units out at the price before, after the fee, rounded down: what size alone would not change."""
        reserve_in, reserve_out = self._reserves(zero_for_one)
        return amount_in * AFTER_FEE * reserve_out // (reserve_in * FEE_BASE) if reserve_in else 0

    def _reserves(self, zero_for_one: bool) -> tuple[int, int]:
        return (self.reserve0, self.reserve1) if zero_for_one else (self.reserve1, self.reserve0)


def fill_pair(pair: Pair, zero_for_one: bool, amount_in: int) -> Fill[Pair]:
    """Swap an exact input against the pair's reserves; to the unit what the trader tells the pair to send.

    An empty pair takes nothing, and no pair holds more than 112 bits of a token.
    """
    reserve_in, reserve_out = pair._reserves(zero_for_one)
    taken = min(amount_in, MAX_RESERVE - reserve_in) if reserve_in and reserve_out else 0
    usable = taken * AFTER_FEE
    sent = usable * reserve_out // (reserve_in * FEE_BASE + usable) if taken else 0
    into, left = reserve_in + taken, reserve_out - sent
    after = replace(pair, reserve0=into, reserve1=left) if zero_for_one else replace(pair, reserve0=left, reserve1=into)
    return Fill(taken, sent, taken == amount_in, after)
