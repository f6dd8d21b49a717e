# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Valuation: cash and holdings at quotes, in one pass
@notice An asset without a firm price is carried against the caller: at its last good price for entries, at zero for
        exits. Above MATERIALITY_BPS of the whole such assets close entries and exits at NAV.
"""
from ...interfaces import IAssetRegistry
from .. import levy
from .. import quote

BPS: constant(uint256) = 10_000
CASH: constant(uint256) = 1
PPM: constant(uint256) = 1_000_000
MATERIALITY_BPS: constant(uint256) = 50         # 0.5 % of the whole without a firm price


@pure
@internal
def _value(
    assets: DynArray[uint256, 128], balances: DynArray[uint256, 128], quotes: DynArray[uint256, 128]
) -> IAssetRegistry.Valuation:
    """
    @param assets ids, cash first
    @param balances raw units, below 2**128
    @param quotes quote words of the assets
    """
    cash_firm: bool = quote._is_firm(quotes[0])
    result: IAssetRegistry.Valuation = empty(IAssetRegistry.Valuation)
    result.cash = balances[0]
    result.cash_price = quote._price(quotes[0])
    result.value = quote._value(quotes[0], result.cash)
    result.firm_value = result.value
    volatile_value: uint256 = 0
    weighted_deviation: uint256 = 0     # USD 18 decimals x bps
    cash_deviation: uint256 = quote._deviation_bps(quotes[0])
    largest_unpriced: uint256 = 0
    for i: uint256 in range(1, len(assets), bound=128):
        word: uint256 = quotes[i]
        held_value: uint256 = quote._value(word, balances[i])
        # sums of 128 values below 2**228 stay below 2**235 (quote.vy)
        result.value = unsafe_add(result.value, held_value)
        deviation: uint256 = quote._deviation_bps(word)
        if quote._is_stable(word):
            deviation = unsafe_add(deviation, cash_deviation)
        else:
            volatile_value = unsafe_add(volatile_value, held_value)
        weighted_deviation = unsafe_add(weighted_deviation, unsafe_mul(held_value, deviation))
        if quote._is_firm(word):
            result.firm_value = unsafe_add(result.firm_value, held_value)
        elif held_value > largest_unpriced:
            largest_unpriced = held_value
            result.unpriced = assets[i]

    result.levy_bps = levy._levy_bps(weighted_deviation, volatile_value, result.value)
    if result.value != 0:
        result.volatile_ppm = (volatile_value * PPM + result.value - 1) // result.value
    unpriced_value: uint256 = result.value - result.firm_value
    result.firm = cash_firm and unpriced_value * BPS <= result.value * MATERIALITY_BPS
    if not cash_firm:
        result.unpriced = CASH
    return result
