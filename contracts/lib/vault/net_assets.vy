# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title NAV: the books at the registry's prices, by one call
"""
from ...interfaces import IAssetRegistry
from . import books
from . import held_list
from ..shared import constants

uses: books
uses: held_list


REGISTRY: immutable(IAssetRegistry)


@deploy
def __init__(registry: address):
    REGISTRY = IAssetRegistry(registry)


@view
@internal
def _nav() -> IAssetRegistry.Valuation:
    """
    @notice Never reverts: a price that cannot be read is not firm.
    """
    holdings: uint256[112] = empty(uint256[112])
    count: uint256 = 0
    for word: uint256 in held_list.words:
        rest: uint256 = word
        for _: uint256 in range(held_list.IDS_PER_WORD):
            if rest == 0:
                break
            asset: uint256 = rest & held_list.ID_MASK
            holdings[count] = asset | (books._balance(asset) << held_list.ID_BITS)
            count = unsafe_add(count, 1)
            rest = rest >> held_list.ID_BITS
    return staticcall REGISTRY.valuation(books._balance(constants.CASH), holdings)


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
