# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Quote words: one word says what an asset is worth and on which terms it trades
@notice The layout is specified in IAssetRegistry. Prices are USD with 18 decimals for one whole token.
        Bounds that make the arithmetic below exact: price < 2**100 (_pack refuses more), told price < 2**102, amounts
        < 2**128 (books hold no more), so amount * price < 2**230, and a sum of 128 values times 100_000 stays below
        2**256.
        A vault share has two prices where its vault reports a rate above the one that counts. The price in the word is
        of the capped rate: NAV, targets, purchases and exits count it. The excess says how far the reported rate is
        above it: sales and entries count the told price, so that nobody gains by the difference.
"""

MAX_PRICE: constant(uint256) = 2**100 - 1
EXCESS_SHIFT: constant(uint256) = 100
EXCESS: constant(uint256) = (2**28 - 1) << 100      # in its place; 1e-8 of the price
EXCESS_UNIT: constant(uint256) = 10**8              # an excess of one whole price
DECIMALS_SHIFT: constant(uint256) = 128
DEVIATION_SHIFT: constant(uint256) = 136
DEVIATION: constant(uint256) = 65_535
SLIPPAGE_SHIFT: constant(uint256) = 152
SLIPPAGE: constant(uint256) = 65_535
FIRM: constant(uint256) = 1 << 168
STABLE: constant(uint256) = 1 << 169
BUYABLE: constant(uint256) = 1 << 170
SELLABLE: constant(uint256) = 1 << 171
FRESH: constant(uint256) = 9 << 168                 # firm and sellable
DUST: constant(uint256) = 10**16     # USD 18 decimals: 0.01 USD; a holding worth less stays in the books uncounted


@pure
@internal
def _pack(
    price: uint256,
    decimals: uint256,
    deviation_bps: uint256,
    slippage_bps: uint256,
    firm: bool,
    stable: bool,
    buyable: bool,
) -> uint256:
    word: uint256 = (
        min(price, MAX_PRICE)
        | (decimals << DECIMALS_SHIFT)
        | (deviation_bps << DEVIATION_SHIFT)
        | (slippage_bps << SLIPPAGE_SHIFT)
    )
    if firm and price <= MAX_PRICE:
        word |= FIRM
    if stable:
        word |= STABLE
    if buyable:
        word |= BUYABLE
    return word


@pure
@internal
def _price(quote: uint256) -> uint256:
    """
    @return USD, 18 decimals, of one whole token
    """
    return quote & MAX_PRICE


@pure
@internal
def _told_price(quote: uint256) -> uint256:
    """
    @return USD, 18 decimals, of one whole token at the rate its vault reports, rounded up; the price, for other assets
    """
    price: uint256 = quote & MAX_PRICE
    # price < 2**100, excess < 2**28
    excess: uint256 = unsafe_mul(price, (quote & EXCESS) >> EXCESS_SHIFT)
    return unsafe_add(price, unsafe_div(unsafe_add(excess, EXCESS_UNIT - 1), EXCESS_UNIT))


@pure
@internal
def _deviation_bps(quote: uint256) -> uint256:
    return (quote >> DEVIATION_SHIFT) & DEVIATION


@pure
@internal
def _slippage_bps(quote: uint256) -> uint256:
    return (quote >> SLIPPAGE_SHIFT) & SLIPPAGE


@pure
@internal
def _is_firm(quote: uint256) -> bool:
    return quote & FIRM != 0


@pure
@internal
def _is_stable(quote: uint256) -> bool:
    return quote & STABLE != 0


@pure
@internal
def _is_buyable(quote: uint256) -> bool:
    return quote & BUYABLE != 0


@pure
@internal
def _is_sellable(quote: uint256) -> bool:
    """
    @return whether the price is fresh by itself, whatever the status of the asset
    """
    return quote & SELLABLE != 0


@pure
@internal
def _value(quote: uint256, amount: uint256) -> uint256:
    """
    @param amount raw units, below 2**128
    @return USD, 18 decimals, rounded down
    """
    # USD 18 = raw units x USD 18 per token / raw units per token; the fields are taken out here, for this runs several
    # times a leg and a call costs more than the arithmetic
    return unsafe_div(
        unsafe_mul(amount, quote & MAX_PRICE),
        pow_mod256(10, (quote >> DECIMALS_SHIFT) & 255),
    )


@pure
@internal
def _told_value(quote: uint256, amount: uint256) -> uint256:
    """
    @param amount raw units, below 2**128
    @return USD, 18 decimals, at the told price, rounded down
    """
    return unsafe_div(
        unsafe_mul(amount, self._told_price(quote)),
        pow_mod256(10, (quote >> DECIMALS_SHIFT) & 255),
    )
