# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The legs of one transaction: opens the books, trades the legs inside their limits, closes the books
@notice Required and optional legs pass the same function (lib/trader/trade). An optional leg runs in a call of the trader
        to itself: when it fails, the EVM undoes everything it did, the swap in flight included, and the session goes on.
        A leg never fails for lack of the session's gas: the session reverts unless it can give the leg all of its limit.
        Limits: lib/trader/limits. Hostile pools and tokens: lib/trader/swap and route. Losses over time:
        lib/trader/loss_budget.
"""
from ethereum.ercs import IERC20

from ...interfaces import IAssetRegistry
from ...interfaces import IIndexStrategy
from ...interfaces import IIndexTrader
from ...interfaces import IIndexVault
from ...interfaces import IRequestQueue
from ..shared import constants
from ..shared import event_sequence
from ..shared import quote
from ..shared import require
from ..vault import books
from . import basket
from . import limits
from . import trade

uses: basket
uses: event_sequence
uses: trade


# What a transaction's legs did. USD 18 decimals.
struct Traded:
    epoch: uint256              # of the active decision
    cash_price: uint256         # of one USDC
    nav_before: uint256
    cash_need: uint256
    nav_after: uint256
    distance_before: uint256
    distance_after: uint256
    turnover: uint256           # value of what went in, each leg once
    cost: uint256               # sum of losses against the oracle, gains not credited
    tolerated: uint256          # part of it: losses of exits within the deviation of their feed and 30 bps
    exited: uint256             # value of what was sold of assets that are no target
    departing: uint256          # value at the open of all held that is no target
    risk_bought: bool           # a volatile asset was bought


MAX_LEGS: constant(uint256) = 128
MIN_LEG_GAS: constant(uint256) = 150_000        # an optional leg may not be starved
MAX_LEG_GAS: constant(uint256) = 2_000_000      # nor may one token burn much more than a session has
CALL_GAS: constant(uint256) = 10_000            # what the call itself takes, generously
RESPONSE: constant(uint256) = 160               # bytes: a Fill, or the start of a reason
EXIT_COST_BPS: constant(uint256) = 30           # pool fee and impact of an exit that nobody could make cheaper

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


@external
def attempt(leg: IIndexTrader.Leg, position: trade.Position) -> trade.Fill:
    """
    @notice An optional leg. Only the trader itself, in the middle of a session.
    """
    assert msg.sender == self, "trader: only itself"
    return trade._trade(VAULT, REGISTRY, leg, position)


@internal
def _execute(
    epoch: uint256, data_hash: bytes32, session: uint256, legs: DynArray[IIndexTrader.Leg, MAX_LEGS]
) -> Traded:
    """
    @param epoch of the active decision; 0: whichever is active, and the data hash is not compared
    @param session 0: a fill of an auction
    """
    bought: DynArray[uint256, MAX_LEGS] = []
    for leg: IIndexTrader.Leg in legs:
        if leg.buy:
            bought.append(leg.asset)
    opened: basket.Basket = basket._open(VAULT, REGISTRY, STRATEGY, QUEUE, epoch, data_hash, bought)
    cash_quote: uint256 = opened.quotes[0]
    assert quote._is_firm(cash_quote), "trader: no price"
    cash_measured: uint256 = staticcall CASH_TOKEN.balanceOf(VAULT.address)

    cash_before: uint256 = opened.words[0] & books.FIELD_MASK
    cash: uint256 = cash_before     # raw units of USDC, as callbacks paid and pools reported
    traded: uint256 = 0             # bitmap over places
    bought_any: bool = False
    result: Traded = empty(Traded)
    turnover: uint256 = 0           # USD 18 decimals; the next three as well
    cost: uint256 = 0
    tolerated: uint256 = 0
    exited: uint256 = 0
    sequence: uint256 = event_sequence.sequence
    for leg: IIndexTrader.Leg in legs:
        assert leg.asset != constants.CASH, "trader: cash is no leg"
        place: uint256 = basket._place(leg.asset)
        assert place < len(opened.ids) and opened.ids[place] == leg.asset, "trader: not held"
        position: trade.Position = trade.Position(
            asset_quote=opened.quotes[place],
            cash_quote=cash_quote,
            word=opened.words[place],
            value=opened.values[place],
            ppm=opened.ppm[place],
            cash=cash,
            nav=opened.nav,
            cash_need=opened.cash_need,
            paused=opened.paused,
        )
        sequence = unsafe_add(sequence, 1)
        fill: trade.Fill = empty(trade.Fill)
        if leg.gas_limit == 0:
            fill = trade._trade(VAULT, REGISTRY, leg, position)
        else:
            done: bool = False
            response: Bytes[RESPONSE] = b""
            done, response = self._attempt(leg, position)
            if not done:
                log IIndexTrader.LegFailed(session=session, asset=leg.asset, sequence=sequence, reason=response)
                continue
            fill = abi_decode(response, trade.Fill)
        traded |= 1 << place
        if leg.buy:
            bought_any = True
            result.risk_bought = result.risk_bought or not quote._is_stable(position.asset_quote)
            cash = unsafe_sub(cash, fill.paid)
            opened.words[place] = unsafe_add(position.word, fill.received)
        else:
            cash = unsafe_add(cash, fill.received)
            opened.words[place] = unsafe_sub(position.word, fill.paid)
        opened.values[place] = fill.value_after
        turnover = unsafe_add(turnover, fill.value_in)
        lost: uint256 = 0
        if fill.value_in > fill.value_out:
            lost = unsafe_sub(fill.value_in, fill.value_out)
            cost = unsafe_add(cost, lost)
        if position.ppm == 0:
            # only a sale: what is no target is never bought
            exited = unsafe_add(exited, fill.value_in)
            if lost != 0:
                deviation_bps: uint256 = (position.asset_quote >> quote.DEVIATION_SHIFT) & quote.DEVIATION
                if unsafe_mul(lost, constants.BPS) <= unsafe_mul(fill.value_in, unsafe_add(deviation_bps, EXIT_COST_BPS)):
                    tolerated = unsafe_add(tolerated, lost)
        price: uint256 = position.asset_quote & quote.MAX_PRICE
        if not leg.buy and position.asset_quote & quote.EXCESS != 0:
            price = quote._told_price(position.asset_quote)
        log IIndexTrader.LegTraded(
            session=session,
            asset=leg.asset,
            sequence=sequence,
            buy=leg.buy,
            amount_in=fill.paid,
            amount_out=fill.received,
            price=price,
        )
    event_sequence.sequence = sequence
    assert traded != 0, "trader: no leg traded"

    self._check_cash(cash_measured, cash_before, cash, opened.words[0] >> books.POT_SHIFT)
    opened.words[0] = cash
    opened.values[0] = quote._value(cash_quote, cash)
    if bought_any:
        limits._check_cash_target(opened.values[0], cost, opened.nav, opened.cash_need, opened.ppm[0])
    result.epoch = opened.epoch
    result.cash_price = quote._price(cash_quote)
    result.nav_before = opened.nav
    result.cash_need = opened.cash_need
    result.distance_before = opened.distance
    result.turnover = turnover
    result.cost = cost
    result.tolerated = tolerated
    result.exited = exited
    result.departing = opened.departing
    result.nav_after, result.distance_after = basket._close(VAULT, opened, traded)
    return result


@internal
def _attempt(leg: IIndexTrader.Leg, position: trade.Position) -> (bool, Bytes[RESPONSE]):
    """
    @return whether the leg traded; its Fill, or the start of its reason, empty when it ran out of its gas
    """
    require._that(leg.gas_limit >= MIN_LEG_GAS and leg.gas_limit <= MAX_LEG_GAS, "trader: leg gas")
    # a call gets 63 parts of 64 of what is there at most, and less without a word when that is not enough
    require._that(msg.gas - msg.gas // 64 >= leg.gas_limit + CALL_GAS, "trader: gas")
    done: bool = False
    response: Bytes[RESPONSE] = b""
    done, response = raw_call(
        self,
        abi_encode(
            leg,
            position,
            method_id=method_id(
                "attempt((uint256,bool,uint256,uint256,uint256,uint256,uint256),"
                "(uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,bool))"
            ),
        ),
        max_outsize=RESPONSE,
        gas=leg.gas_limit,
        revert_on_failure=False,
    )
    return done, response


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
