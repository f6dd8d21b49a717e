# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The legs of one transaction: books opened, legs traded inside the limits, books closed
@notice The whole of a session that fits in one transaction, or one step of a longer one. Limits: lib/trader/limits; what a
        hostile pool or token meets: lib/trader/swap and route. What trading may cost over time: lib/trader/loss_budget.
"""
from ethereum.ercs import IERC20

from ...interfaces import IAssetRegistry
from ...interfaces import IIndexStrategy
from ...interfaces import IIndexTrader
from ...interfaces import IIndexVault
from ...interfaces import IRequestQueue
from . import basket
from ..vault import books
from ..shared import event_sequence
from . import limits
from ..shared import quote
from . import session_book
from . import trade
from ..shared import constants

uses: basket
uses: event_sequence
uses: session_book
uses: trade


# What a transaction's legs did. USD 18 decimals.
struct Traded:
    nav_before: uint256
    nav_after: uint256
    distance_before: uint256
    distance_after: uint256
    turnover: uint256           # value of what went in, each leg once
    cost: uint256               # sum of losses against the oracle, gains not credited
    derisking: bool             # nothing volatile was bought, and half of the turnover or more left what is no target


MAX_LEGS: constant(uint256) = 128

VAULT: immutable(IIndexVault)
REGISTRY: immutable(IAssetRegistry)
STRATEGY: immutable(IIndexStrategy)
CASH_TOKEN: immutable(IERC20)
QUEUE: immutable(IRequestQueue)


@deploy
def __init__(vault: address, registry: address, strategy: address, cash_token: address, queue: address):
    VAULT = IIndexVault(vault)
    REGISTRY = IAssetRegistry(registry)
    STRATEGY = IIndexStrategy(strategy)
    CASH_TOKEN = IERC20(cash_token)
    QUEUE = IRequestQueue(queue)


@internal
def _run(
    epoch: uint256,
    session: uint256,
    step: uint256,
    suspended_until: uint256,
    legs: DynArray[IIndexTrader.Leg, MAX_LEGS],
) -> Traded:
    """
    @param epoch must be the active one
    @param step 0 for a session of one transaction; else the flags of earlier steps count
    @param suspended_until unix seconds until which the vault waits for the next step, 0 if none follows
    @param legs none: the books are opened, priced and closed
    """
    bought: DynArray[uint256, MAX_LEGS] = []
    for leg: IIndexTrader.Leg in legs:
        if leg.buy:
            bought.append(leg.asset)
    opened: basket.Basket = basket._open(VAULT, REGISTRY, STRATEGY, QUEUE, epoch, bought)
    cash_quote: uint256 = opened.quotes[0]
    assert quote._is_firm(cash_quote), "trader: no price"
    cash_price: uint256 = quote._price(cash_quote)
    cash_measured: uint256 = staticcall CASH_TOKEN.balanceOf(VAULT.address)

    cash_before: uint256 = opened.words[0] & books.FIELD_MASK
    cash: uint256 = cash_before     # raw units of USDC, as callbacks paid and pools reported
    sold: uint256 = 0               # bitmaps over places
    purchased: uint256 = 0
    if step != 0:
        sold, purchased = session_book._flags(session, opened.ids)
    traded: uint256 = 0
    result: Traded = empty(Traded)
    turnover: uint256 = 0           # USD 18 decimals; the next two as well
    cost: uint256 = 0
    exited: uint256 = 0             # sales of what the decision does not hold
    risk_bought: bool = False
    sequence: uint256 = event_sequence.sequence
    for leg: IIndexTrader.Leg in legs:
        assert leg.asset != constants.CASH, "trader: cash is no leg"
        place: uint256 = basket._place(leg.asset)
        assert place < len(opened.ids) and opened.ids[place] == leg.asset, "trader: not held"
        asset_quote: uint256 = opened.quotes[place]
        word: uint256 = opened.words[place]
        value_before: uint256 = opened.values[place]
        ppm: uint256 = opened.ppm[place]
        flag: uint256 = 1 << place
        traded |= flag
        fill: trade.Fill = empty(trade.Fill)
        if leg.buy:
            assert sold & flag == 0, "trader: both directions"
            if not quote._is_stable(asset_quote):
                assert not opened.paused, "trader: paused"
                risk_bought = True
            purchased |= flag
            fill = trade._buy(VAULT, REGISTRY, leg, asset_quote, word, cash_quote, cash)
            cash = unsafe_sub(cash, fill.paid)
            word = unsafe_add(word, fill.received)
        else:
            assert purchased & flag == 0, "trader: both directions"
            sold |= flag
            fill = trade._sell(VAULT, leg, asset_quote, word, cash_quote)
            cash = unsafe_add(cash, fill.received)
            word = unsafe_sub(word, fill.paid)
            if ppm == 0:
                exited = unsafe_add(exited, fill.value_in)
        value_after: uint256 = quote._value(asset_quote, word & books.FIELD_MASK)
        opened.words[place] = word
        opened.values[place] = value_after

        limits._check_price(fill.value_in, fill.value_out, quote._slippage_bps(asset_quote))
        limits._check_direction(leg.buy, value_before, value_after, opened.nav, opened.cash_need, ppm)
        turnover = unsafe_add(turnover, fill.value_in)
        if fill.value_in > fill.value_out:
            cost = unsafe_add(cost, unsafe_sub(fill.value_in, fill.value_out))
        slippage_bps: int256 = limits._slippage_bps(fill.value_in, fill.value_out)
        sequence = unsafe_add(sequence, 1)
        log IIndexTrader.LegTraded(
            session=session,
            asset=leg.asset,
            sequence=sequence,
            epoch=epoch,
            step=step,
            buy=leg.buy,
            amount_in=fill.paid,
            amount_out=fill.received,
            price=quote._price(asset_quote),
            cash_price=cash_price,
            slippage_bps=slippage_bps,
        )
    event_sequence.sequence = sequence

    self._check_cash(cash_measured, cash_before, cash, opened.words[0] >> books.POT_SHIFT)
    opened.words[0] = cash
    opened.values[0] = quote._value(cash_quote, cash)
    if traded & purchased != 0:
        limits._check_cash_target(opened.values[0], cost, opened.nav, opened.cash_need, opened.ppm[0])
    if step != 0:
        session_book._remember(session, opened.ids, sold, purchased)
    result.nav_before = opened.nav
    result.distance_before = opened.distance
    result.turnover = turnover
    result.cost = cost
    result.derisking = not risk_bought and turnover <= unsafe_mul(2, exited)
    result.nav_after, result.distance_after = basket._close(VAULT, opened, traded, suspended_until)
    return result


@view
@internal
def _check_cash(measured_before: uint256, cash_before: uint256, cash: uint256, pot: uint256):
    """
    @notice What callbacks paid and pools reported is what USDC really moved, and books and claims are covered.
    @param measured_before USDC of the vault before the legs
    @param cash_before the book before the legs
    @param cash the book after the legs
    """
    measured: uint256 = staticcall CASH_TOKEN.balanceOf(VAULT.address)
    assert measured + cash_before == measured_before + cash, "trader: cash differs"
    assert measured >= cash + pot, "trader: cash short"
