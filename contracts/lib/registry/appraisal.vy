# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Valuation: cash and holdings at the prices of now, in one pass
@notice What is uncertain counts against the caller: `value` includes it (entries), `firm_value` does not (exits).
        Uncertain are an asset without a firm price, at its last good one, and the excess of a vault share, which is what
        its vault reports above the rate that counts. Above MATERIALITY_BPS of the whole they close entries and exits at
        NAV.
        A retired asset still belongs to every share. It counts at its last good price in `value` and not at all in
        `firm_value`, whatever its price; it is no part of the materiality test and pays no levy.
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
MAX_HOLDINGS: constant(uint256) = 128           # 112 held and 16 retired
MATERIALITY_BPS: constant(uint256) = 50         # 0.5 % of the whole may be uncertain
RETIRED: constant(uint256) = 1 << 255           # in a holding


@view
@internal
def _value(cash: uint256, holdings: uint256[MAX_HOLDINGS]) -> IAssetRegistry.Valuation:
    """
    @param cash raw units, below 2**128
    @param holdings the rest: id | raw units << 16 each, raw units below 2**128, bit 255 set for a retired asset; a zero
           word ends them
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    # A certain price is firm and has no excess. While the sequencer is down none is: 0 is never 1.
    certainty: uint256 = 0
    certain: uint256 = 1
    if sequencer._is_up():
        certainty = quote.FIRM | quote.EXCESS
        certain = quote.FIRM
    cash_quote: uint256 = asset_prices._quote(constants.CASH)
    cash_deviation: uint256 = quote._deviation_bps(cash_quote)
    # USD 18 decimals; sums of 128 values below 2**230 stay below 2**237 (quote.vy)
    value: uint256 = quote._value(cash_quote, cash)     # without what is retired
    volatile_value: uint256 = 0
    uncertain_value: uint256 = 0
    largest_uncertain: uint256 = 0
    retired_value: uint256 = 0
    weighted_deviation: uint256 = 0     # USD 18 decimals x bps
    unpriced: uint256 = 0
    for holding: uint256 in holdings:
        if holding == 0:
            break
        word: uint256 = asset_prices._quote(holding & ID)
        held_value: uint256 = quote._value(word, holding >> AMOUNT_SHIFT)
        # One check for all that is rare: retired, not firm, more reported than counted.
        if (word & certainty) ^ (holding & RETIRED) != certain:
            if holding & RETIRED != 0:
                retired_value += quote._told_value(word, (holding ^ RETIRED) >> AMOUNT_SHIFT)
                continue
            uncertain: uint256 = quote._told_value(word, holding >> AMOUNT_SHIFT)
            if word & certainty & quote.FIRM != 0:
                uncertain = unsafe_sub(uncertain, held_value)
                held_value = unsafe_add(held_value, uncertain)
            else:
                held_value = uncertain
            uncertain_value = unsafe_add(uncertain_value, uncertain)
            if uncertain > largest_uncertain:
                largest_uncertain = uncertain
                unpriced = holding & ID
        value = unsafe_add(value, held_value)
        deviation: uint256 = (word >> quote.DEVIATION_SHIFT) & quote.DEVIATION
        if word & quote.STABLE != 0:
            deviation = unsafe_add(deviation, cash_deviation)
        else:
            volatile_value = unsafe_add(volatile_value, held_value)
        weighted_deviation = unsafe_add(weighted_deviation, unsafe_mul(held_value, deviation))

    levy_bps: uint256 = levy._levy_bps(weighted_deviation, volatile_value, value)
    volatile_ppm: uint256 = 0
    if value != 0:
        volatile_ppm = (volatile_value * constants.PPM + value - 1) // value
    cash_firm: bool = cash_quote & certainty & quote.FIRM != 0
    if not cash_firm:
        unpriced = constants.CASH
    return IAssetRegistry.Valuation(
        cash=cash,
        cash_price=quote._price(cash_quote),
        value=value + retired_value,
        firm_value=value - uncertain_value,
        levy_bps=levy_bps,
        firm=cash_firm and uncertain_value * constants.BPS <= value * MATERIALITY_BPS,
        unpriced=unpriced,
        volatile_ppm=volatile_ppm,
    )
