"""The price of an auction in fractions, written from the rule and not from the contract.

A sale starts at 1.02 of the oracle price and falls toward 1 - limit, a purchase starts at 0.98 and rises toward
1 + limit; the way left halves every ten minutes and is a straight line in between.
"""

from fractions import Fraction
from math import ceil, floor

__all__ = ["exact_factor", "exact_usdc", "rounded_factor", "rounded_usdc"]

PREMIUM = Fraction(2, 100)
TEN_MINUTES = 600
UNIT = 10**8


def exact_factor(elapsed: int, slippage_bps: int, *, buy: bool) -> Fraction:
    """Of the oracle price."""
    limit = Fraction(slippage_bps, 10_000)
    halvings, seconds = divmod(elapsed, TEN_MINUTES)
    at_last = (PREMIUM + limit) / 2**halvings
    at_next = at_last / 2
    left = at_last + (at_next - at_last) * Fraction(seconds, TEN_MINUTES)
    return 1 + limit - left if buy else 1 - limit + left


def rounded_factor(elapsed: int, slippage_bps: int, *, buy: bool) -> int:
    """1e-8 of the oracle price: up in a sale, down in a purchase."""
    exact = exact_factor(elapsed, slippage_bps, buy=buy) * UNIT
    return floor(exact) if buy else ceil(exact)


def exact_usdc(amount: int, decimals: int, price: int, cash_price: int, factor: int) -> Fraction:
    """Raw USDC. Prices: USD 18 decimals of one whole token; factor: 1e-8."""
    dollars = Fraction(amount, 10**decimals) * Fraction(price, 10**18) * Fraction(factor, UNIT)
    return dollars / Fraction(cash_price, 10**18) * 10**6


def rounded_usdc(amount: int, decimals: int, price: int, cash_price: int, factor: int, *, buy: bool) -> int:
    """Raw USDC: up in a sale, down in a purchase."""
    exact = exact_usdc(amount, decimals, price, cash_price, factor)
    return floor(exact) if buy else ceil(exact)
