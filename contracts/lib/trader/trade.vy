# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title One leg: what must hold before its swap, the swap, what must hold after it
@notice Required and optional legs pass here alike. Prices are the session's quotes. What the legs of a session do
        together (USDC, cash target, losses, turnover) is the caller's to check. Fields of a quote are taken out here: a
        call costs more than a shift.
"""
from ...interfaces import IAssetRegistry
from ...interfaces import IIndexTrader
from ...interfaces import IIndexVault
from ..shared import quote
from ..vault import books
from . import limits
from . import route

uses: route


# What a leg meets: the place of its asset in the basket, and the session. USD 18 decimals.
struct Position:
    asset_quote: uint256    # quote words
    cash_quote: uint256
    word: uint256           # book word of the asset: balance | pot << 128
    value: uint256          # of the balance
    ppm: uint256            # target weight
    cash: uint256           # raw units of USDC that purchases may spend
    nav: uint256            # at the open
    cash_need: uint256
    paused: bool            # no volatile asset may be bought


struct Fill:
    paid: uint256           # raw units of what went in
    received: uint256       # raw units of what came out
    value_in: uint256       # USD 18 decimals
    value_out: uint256      # USD 18 decimals
    value_after: uint256    # USD 18 decimals, of the balance after the leg


@internal
def _trade(
    vault: IIndexVault, registry: IAssetRegistry, leg: IIndexTrader.Leg, position: Position
) -> Fill:
    fill: Fill = empty(Fill)
    balance: uint256 = position.word & books.FIELD_MASK
    if leg.buy:
        assert position.asset_quote & quote.FIRM != 0, "trader: no price"
        assert position.asset_quote & quote.BUYABLE != 0, "trader: not buyable"
        assert not position.paused or quote._is_stable(position.asset_quote), "trader: paused"
        assert leg.amount_in != 0 and leg.amount_in <= position.cash, "trader: amount"
        token: address = staticcall registry.token(leg.asset)
        fill.paid, fill.received = route._buy(vault, token, leg.first_hop, leg.second_hop, leg.amount_in)
        # what the books can hold; past its target long before, unless a raw unit is worth nothing
        assert fill.received <= books.MAX_AMOUNT - balance, "trader: amount"
        fill.value_in = quote._value(position.cash_quote, fill.paid)
        fill.value_out = quote._value(position.asset_quote, fill.received)
        balance = unsafe_add(balance, fill.received)
    else:
        # status alone stops no sale: a fresh price does for the bound
        assert position.asset_quote & quote.SELLABLE != 0, "trader: no price"
        amount: uint256 = leg.amount_in
        if amount == 0 and balance != 0:
            amount = unsafe_sub(balance, 1)
        assert amount != 0 and amount <= balance, "trader: amount"
        fill.paid, fill.received = route._sell(
            vault, leg.asset, leg.first_hop, leg.second_hop, amount, position.word
        )
        fill.value_in = quote._value(position.asset_quote, fill.paid)
        if position.asset_quote & quote.EXCESS != 0:
            # what a vault reports beyond its capped rate is the fund's: a sale must bring it
            fill.value_in = quote._told_value(position.asset_quote, fill.paid)
        fill.value_out = quote._value(position.cash_quote, fill.received)
        balance = unsafe_sub(balance, fill.paid)
    assert fill.received >= leg.min_out, "trader: below min out"
    fill.value_after = quote._value(position.asset_quote, balance)
    slippage_bps: uint256 = (position.asset_quote >> quote.SLIPPAGE_SHIFT) & quote.SLIPPAGE
    limits._check_price(fill.value_in, fill.value_out, slippage_bps)
    limits._check_direction(
        leg.buy, position.value, fill.value_after, position.nav, position.cash_need, position.ppm
    )
    return fill
