# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The price of a Dutch auction: the oracle's price times a factor that only time moves
@notice A sale starts 2 % above the oracle's price and falls toward that price less the asset's slippage limit. A purchase is
        the mirror image: from 2 % below toward the limit above. The remaining gap to the limit halves every ten minutes,
        interpolated linearly:

            minutes     0     10     20     30     40     50     60
            sale    +2.00  +0.50  -0.25  -0.63  -0.81  -0.91  -0.95 %     slippage limit 1 %

        So a bid of the last second is still inside the slippage limit that the trader applies to every leg. The oracle's
        price is that of the bid, so a bidder who waits never gets an old price.

        Whole numbers throughout. Factors and amounts are rounded in the vault's favour.
"""
from ..shared import quote

UNIT: constant(uint256) = 10**8             # of a factor: 1e-8 of the oracle price
UNITS_A_BPS: constant(uint256) = 10_000
PREMIUM_BPS: constant(uint256) = 200        # 2 %: more than most feeds lag
HALVING: constant(uint256) = 600            # seconds
USDC_UNIT: constant(uint256) = 10**6


@pure
@internal
def _factor(elapsed: uint256, slippage_bps: uint256, buy: bool) -> uint256:
    """
    @param elapsed seconds since the opening, less than a day
    @param slippage_bps of the asset, at most 500
    @return 1e-8 of the oracle price: rounded up in a sale, down in a purchase
    """
    whole_gap: uint256 = (PREMIUM_BPS + slippage_bps) * UNITS_A_BPS
    # gap = whole gap / 2**halvings x (1 - seconds into this one / 1,200), rounded up
    divisor: uint256 = (2 * HALVING) << (elapsed // HALVING)
    gap: uint256 = (whole_gap * (2 * HALVING - elapsed % HALVING) + divisor - 1) // divisor
    if buy:
        return UNIT + slippage_bps * UNITS_A_BPS - gap
    return UNIT - slippage_bps * UNITS_A_BPS + gap


@pure
@internal
def _usdc(asset_quote: uint256, cash_quote: uint256, amount: uint256, factor: uint256, buy: bool) -> uint256:
    """
    @param asset_quote quote word of the asset; cash_quote that of USDC
    @param amount raw units of the asset, at most 2**120
    @return raw USDC that amount is worth at the factor: rounded up in a sale, which the bidder pays, down in a purchase
    """
    price: uint256 = self._oracle_price(asset_quote, buy)
    # raw USDC = raw units x USD 18 a token / raw units a token x factor / UNIT / (USD 18 of one USDC / USDC_UNIT)
    worth: uint256 = amount * price * factor
    divisor: uint256 = (
        10 ** ((asset_quote >> quote.DECIMALS_SHIFT) & 255) * (UNIT // USDC_UNIT) * quote._price(cash_quote)
    )
    if buy:
        return worth // divisor
    return (worth + divisor - 1) // divisor


@pure
@internal
def _oracle_price(asset_quote: uint256, buy: bool) -> uint256:
    """
    @return USD 18 decimals of one whole token, as the trader counts a leg: in a sale a vault share at its rate as told
    """
    if buy:
        return quote._price(asset_quote)
    return quote._told_price(asset_quote)
