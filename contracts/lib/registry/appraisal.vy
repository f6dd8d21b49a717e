# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Valuation: cash and holdings at the prices of now, in one pass
@notice An asset without a firm price is carried against the caller: at its last good price for entries, at zero for
        exits. Above MATERIALITY_BPS of the whole such assets close entries and exits at NAV.
        One word a holding and one pass over them: an array between costs more than the arithmetic, and fields of a
        quote are taken out here, for a call costs more than a shift.
"""
from ...interfaces import IAssetRegistry
from . import asset_prices
from ..shared import levy
from ..shared import quote
from . import sequencer
from ..shared import constants

uses: asset_prices
uses: sequencer

ID: constant(uint256) = 65_535
AMOUNT_SHIFT: constant(uint256) = 16
MAX_HOLDINGS: constant(uint256) = 112
MATERIALITY_BPS: constant(uint256) = 50         # 0.5 % of the whole without a firm price


@view
@internal
def _value(cash: uint256, holdings: uint256[MAX_HOLDINGS]) -> IAssetRegistry.Valuation:
    """
    @param cash raw units, below 2**128
    @param holdings the rest: id | raw units << 16 each, raw units below 2**128; a zero word ends them
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    # What the sequencer leaves of `firm`.
    firm: uint256 = 0
    if sequencer._is_up():
        firm = quote.FIRM
    cash_quote: uint256 = asset_prices._quote(constants.CASH)
    cash_deviation: uint256 = quote._deviation_bps(cash_quote)
    # USD 18 decimals; sums of 128 values below 2**228 stay below 2**235 (quote.vy)
    value: uint256 = quote._value(cash_quote, cash)
    volatile_value: uint256 = 0
    unpriced_value: uint256 = 0
    largest_unpriced: uint256 = 0
    weighted_deviation: uint256 = 0     # USD 18 decimals x bps
    unpriced: uint256 = 0
    for holding: uint256 in holdings:
        if holding == 0:
            break
        word: uint256 = asset_prices._quote(holding & ID)
        held_value: uint256 = quote._value(word, holding >> AMOUNT_SHIFT)
        value = unsafe_add(value, held_value)
        deviation: uint256 = (word >> quote.DEVIATION_SHIFT) & quote.DEVIATION
        if word & quote.STABLE != 0:
            deviation = unsafe_add(deviation, cash_deviation)
        else:
            volatile_value = unsafe_add(volatile_value, held_value)
        weighted_deviation = unsafe_add(weighted_deviation, unsafe_mul(held_value, deviation))
        if word & firm == 0:
            unpriced_value = unsafe_add(unpriced_value, held_value)
            if held_value > largest_unpriced:
                largest_unpriced = held_value
                unpriced = holding & ID

    levy_bps: uint256 = levy._levy_bps(weighted_deviation, volatile_value, value)
    volatile_ppm: uint256 = 0
    if value != 0:
        volatile_ppm = (volatile_value * constants.PPM + value - 1) // value
    cash_firm: bool = cash_quote & firm != 0
    if not cash_firm:
        unpriced = constants.CASH
    return IAssetRegistry.Valuation(
        cash=cash,
        cash_price=quote._price(cash_quote),
        value=value,
        firm_value=value - unpriced_value,
        levy_bps=levy_bps,
        firm=cash_firm and unpriced_value * constants.BPS <= value * MATERIALITY_BPS,
        unpriced=unpriced,
        volatile_ppm=volatile_ppm,
    )
