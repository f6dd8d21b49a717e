# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title NAV: cash and holdings at the registry's prices, in one pass
@notice One registry call prices cash and all held assets; each price is read once a transaction.
        An asset without a firm price is carried against the caller: at its last good price for entries, at zero for
        exits. Above MATERIALITY_BPS of NAV such assets close entries and exits at NAV.
"""
from ..interfaces import IAssetRegistry
from ..interfaces import IIndexVault
from . import books
from . import held_list
from . import levy
from . import quote

uses: books
uses: held_list

BPS: constant(uint256) = 10_000
CASH: constant(uint256) = 1
MATERIALITY_BPS: constant(uint256) = 50         # 0.5 % of NAV without a firm price

REGISTRY: immutable(IAssetRegistry)


@deploy
def __init__(registry: address):
    REGISTRY = IAssetRegistry(registry)


@view
@internal
def _nav() -> IIndexVault.Nav:
    """
    @notice Never reverts: a price that cannot be read is not firm.
    """
    ids: DynArray[uint256, 128] = [CASH]
    held_ids: DynArray[uint256, 112] = held_list._ids()
    for asset: uint256 in held_ids:
        ids.append(asset)
    quotes: DynArray[uint256, 128] = staticcall REGISTRY.quotes(ids)

    result: IIndexVault.Nav = empty(IIndexVault.Nav)
    result.cash = books._balance(CASH)
    result.cash_price = quote._price(quotes[0])
    result.value = quote._value(quotes[0], result.cash)
    result.firm_value = result.value
    volatile_value: uint256 = 0
    weighted_deviation: uint256 = 0     # USD 18 decimals x bps
    cash_deviation: uint256 = quote._deviation_bps(quotes[0])
    largest_unpriced: uint256 = 0
    for i: uint256 in range(1, len(ids), bound=128):
        word: uint256 = quotes[i]
        held_value: uint256 = quote._value(word, books._balance(ids[i]))
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
            result.unpriced = ids[i]

    result.levy_bps = levy._levy_bps(weighted_deviation, volatile_value, result.value)
    unpriced_value: uint256 = result.value - result.firm_value
    result.firm = unpriced_value * BPS <= result.value * MATERIALITY_BPS
    if not quote._is_firm(quotes[0]):
        result.firm = False
        result.unpriced = CASH
    return result


@pure
@internal
def _to_cash_down(usd: uint256, cash_price: uint256) -> uint256:
    """
    @param usd USD, 18 decimals
    @param cash_price USD, 18 decimals, of one USDC
    @return USDC, 6 decimals, rounded down
    """
    return usd * 1_000_000 // cash_price if cash_price != 0 else 0


@pure
@internal
def _to_cash_up(usd: uint256, cash_price: uint256) -> uint256:
    """
    @param usd USD, 18 decimals
    @param cash_price USD, 18 decimals, of one USDC
    @return USDC, 6 decimals, rounded up
    """
    return (usd * 1_000_000 + cash_price - 1) // cash_price if cash_price != 0 else 0
