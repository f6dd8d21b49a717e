# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title NAV: the books at the registry's prices, by one call
@notice The queue may mark a valuation for the rest of its transaction: a batch is priced once, and both of its sides meet
        one NAV and one levy. Only cash moves between the mark and its use, and the mark follows it. Whatever else
        changes what is held, counted or owed ends the mark.
"""
from ...interfaces import IAssetRegistry
from . import books
from . import held_list
from ..shared import constants

uses: books
uses: held_list


RETIRED: constant(uint256) = 1 << 255           # in a holding, see IAssetRegistry.valuation
MAX_HOLDINGS: constant(uint256) = 128           # 112 held and 16 retired

REGISTRY: immutable(IAssetRegistry)

mark: transient(IAssetRegistry.Valuation)
marked: transient(bool)


@deploy
def __init__(registry: address):
    REGISTRY = IAssetRegistry(registry)


@view
@internal
def _nav() -> IAssetRegistry.Valuation:
    """
    @notice Never reverts: a price that cannot be read is not firm.
    """
    holdings: uint256[MAX_HOLDINGS] = empty(uint256[MAX_HOLDINGS])
    count: uint256 = 0
    for i: uint256 in range(held_list.WORDS + 1):
        retired: bool = i == held_list.WORDS
        rest: uint256 = held_list.retired if retired else held_list.words[i]
        for _: uint256 in range(held_list.IDS_PER_WORD):
            if rest == 0:
                break
            asset: uint256 = rest & held_list.ID_MASK
            rest = rest >> held_list.ID_BITS
            holding: uint256 = asset | (books._balance(asset) << held_list.ID_BITS)
            if retired:
                if held_list.written_off[asset]:
                    continue
                holding |= RETIRED
            holdings[count] = holding
            count = unsafe_add(count, 1)
    return staticcall REGISTRY.valuation(books._balance(constants.CASH), holdings)


@internal
def _set_mark() -> IAssetRegistry.Valuation:
    valued: IAssetRegistry.Valuation = self._nav()
    self.mark = valued
    self.marked = True
    return valued


@view
@internal
def _marked_nav() -> IAssetRegistry.Valuation:
    """
    @return the valuation marked in this transaction, with the cash of now
    """
    valued: IAssetRegistry.Valuation = self.mark
    cash: uint256 = books._balance(constants.CASH)
    # USD 18 = raw USDC x USD 18 / 10**6, below 2**220; the marked cash is part of both values
    before: uint256 = unsafe_div(unsafe_mul(valued.cash, valued.cash_price), 1_000_000)
    after: uint256 = unsafe_div(unsafe_mul(cash, valued.cash_price), 1_000_000)
    valued.value = unsafe_add(unsafe_sub(valued.value, before), after)
    valued.firm_value = unsafe_add(unsafe_sub(valued.firm_value, before), after)
    valued.cash = cash
    return valued


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
