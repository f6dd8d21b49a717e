# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title One leg's trade: what must hold before it, the swap, what it was worth
@notice Prices are the session's quotes; what the trade did to target and books is the caller's to check.
"""
from ethereum.ercs import IERC20

from ...interfaces import IAssetRegistry
from ...interfaces import IIndexTrader
from ...interfaces import IIndexVault
from ..vault import books
from ..shared import quote
from . import route

uses: route


struct Fill:
    paid: uint256           # raw units of what went in
    received: uint256       # raw units of what came out
    value_in: uint256       # USD 18 decimals
    value_out: uint256      # USD 18 decimals


ALL_BUT_DUST: constant(uint256) = max_value(uint256)


@internal
def _sell(
    vault: IIndexVault, leg: IIndexTrader.Leg, asset_quote: uint256, word: uint256, cash_quote: uint256
) -> Fill:
    """
    @param asset_quote quote word of the asset
    @param word book word of the asset: balance | pot << 128
    @param cash_quote quote word of USDC
    """
    assert quote._is_firm(asset_quote), "trader: no price"
    balance: uint256 = word & books.FIELD_MASK
    amount: uint256 = leg.amount_in
    if amount == ALL_BUT_DUST and balance != 0:
        amount = unsafe_sub(balance, 1)
    assert amount != 0 and amount <= balance, "trader: amount"
    paid: uint256 = 0
    received: uint256 = 0
    paid, received = route._sell(vault, leg.asset, leg.first_hop, leg.second_hop, amount, word)
    assert received >= leg.min_out, "trader: below min out"
    return Fill(
        paid=paid,
        received=received,
        value_in=quote._value(asset_quote, paid),
        value_out=quote._value(cash_quote, received),
    )


@internal
def _buy(
    vault: IIndexVault,
    registry: IAssetRegistry,
    leg: IIndexTrader.Leg,
    asset_quote: uint256,
    word: uint256,
    cash_quote: uint256,
    cash: uint256,
) -> Fill:
    """
    @notice A leg without a hop buys for nothing: it books min_out raw units that the vault has beyond books and claims.
    @param asset_quote quote word of the asset
    @param word book word of the asset: balance | pot << 128
    @param cash_quote quote word of USDC
    @param cash raw units of USDC left
    """
    assert quote._is_firm(asset_quote), "trader: no price"
    assert quote._is_buyable(asset_quote), "trader: not buyable"
    token: address = staticcall registry.token(leg.asset)
    balance: uint256 = word & books.FIELD_MASK
    paid: uint256 = 0
    received: uint256 = 0
    if leg.first_hop == 0:
        booked: uint256 = balance + (word >> books.POT_SHIFT)
        received = leg.min_out
        assert leg.second_hop == 0, "trader: second hop"
        assert leg.amount_in == 0 and received != 0, "trader: amount"
        surplus: uint256 = staticcall IERC20(token).balanceOf(vault.address)
        assert surplus >= booked and surplus - booked >= received, "trader: no such surplus"
    else:
        assert leg.amount_in != 0 and leg.amount_in <= cash, "trader: amount"
        paid, received = route._buy(vault, token, leg.first_hop, leg.second_hop, leg.amount_in)
        assert received >= leg.min_out, "trader: below min out"
    # what the books can hold; past its target long before, unless a raw unit is worth nothing
    assert received <= books.MAX_AMOUNT - balance, "trader: amount"
    return Fill(
        paid=paid,
        received=received,
        value_in=quote._value(cash_quote, paid),
        value_out=quote._value(asset_quote, received),
    )
