# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title IndexTrader: sessions and legs
@license GNU Affero General Public License v3.0 only
@notice Moves the index from what it holds toward the active decision, inside limits that hold whoever calls.

        SESSION. rebalance() is a whole session in one call: the vault locks itself and hands over its books, the
        registry prices everything once, the legs trade, the books go back, one summary is logged. While it runs the
        vault, and every function here but the payment callback, reverts for everybody.

        LEG. An asset against USDC through one Uniswap V3 pool. The trader holds nothing and nobody is approved: the
        vault pays the pool while the pool calls back, the pool pays the vault. See lib/trader/swap.vy for what a hostile pool
        or token meets.

        SURPLUS. What the vault has beyond books and claims (a rebase up, a gift) is booked by a leg without a hop: a purchase
        for nothing, inside the limits of any purchase.

        LIMITS, from prices, balances and targets read on chain (lib/trader/limits.vy):
        1. received x price >= sold x price x (1 - slippage limit of the asset). Bought tokens are measured by the
           vault's balance before and after, sold tokens must still cover books and claims after, USDC is measured once
           over all legs: what callbacks paid and pools reported must equal what really moved.
        2. A leg starts on the wrong side of its target and passes it by dust at most: the larger of 0.01 % of NAV and
           0.5 % of the target. Buys do not spend the cash target either, the session's own cost aside. An asset sold in
           a session is not bought in it. Several legs may split one trade.
        3. No leg without a firm price of the asset and of USDC, no purchase of what is not active in the registry, no
           purchase of a volatile asset while entries are paused. Sales are never paused.
        4. Epoch, session number and deadline match; a session number is used once.

        CASH NEED. What the request queue has locked to leave, less what it has locked to come, is set aside: weights
        apply to the rest of NAV and the cash target grows by it, so that raising this cash is toward the target and
        spending it is not.

        ROLES. The executor runs sessions, itself or through the request queue, which lets only the executor and settles
        in the same transaction; nothing it passes can move value beyond the limits. The owner (a timelock) names the
        executor; the zero address stops trading. Nobody else may do anything.

        ROUNDING. Values round down to 1e-18 USD. The LOG is complete: events carry a sequence number, and the count is
        stored, so a gap shows.

        ROOM LEFT. A second hop and V2 pairs are branches of swap._swap. The loss budget is a check of `cost` against
        basket.distance before the close. open / step / close keep `traded` flags and cost in storage between calls and
        share everything else; `step` is 0 in the events until then.
"""
from ethereum.ercs import IERC20
from snekmate.auth import ownable
from snekmate.auth import ownable_2step
from .interfaces import IAssetRegistry
from .interfaces import IIndexStrategy
from .interfaces import IIndexTrader
from .interfaces import IIndexVault
from .interfaces import IRequestQueue
from .lib.trader import basket
from .lib.vault import books
from .lib import event_sequence
from .lib.trader import limits
from .lib import quote
from .lib.trader import swap
from .lib.trader import trade

implements: IIndexTrader

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: basket
initializes: event_sequence
initializes: swap
initializes: trade[swap := swap]

exports: (
    ownable_2step.owner,
    ownable_2step.pending_owner,
    ownable_2step.transfer_ownership,
    ownable_2step.accept_ownership,
    event_sequence.sequence,
)

MAX_LEGS: constant(uint256) = 128
CASH: constant(uint256) = 1         # registry id of USDC, place 0 of the basket
STEP: constant(uint256) = 0

VAULT: immutable(IIndexVault)
REGISTRY: immutable(IAssetRegistry)
STRATEGY: immutable(IIndexStrategy)
CASH_TOKEN: immutable(IERC20)
QUEUE: immutable(IRequestQueue)

# who may run sessions
executor: public(address)

# sessions run so far: the number of the last one
sessions: public(uint256)


@deploy
def __init__(
    owner: address,
    executor: address,
    vault: address,
    registry: address,
    strategy: address,
    cash_token: address,
    queue: address,
):
    """
    @param vault, like the queue, may be the address where it will be: the contracts name each other
    """
    assert owner != empty(address), "trader: no owner"
    ownable.__init__()
    ownable_2step.__init__()
    ownable._transfer_ownership(owner)
    VAULT = IIndexVault(vault)
    REGISTRY = IAssetRegistry(registry)
    STRATEGY = IIndexStrategy(strategy)
    CASH_TOKEN = IERC20(cash_token)
    QUEUE = IRequestQueue(queue)
    self._set_executor(executor)


# --- the executor ----------------------------------------------------------------------------------------------------

@external
def rebalance(epoch: uint256, session: uint256, deadline: uint256, legs: DynArray[IIndexTrader.Leg, MAX_LEGS]):
    """
    @notice A whole session in one call. Only the executor, or the request queue on his behalf.
    @param epoch the active decision
    @param session one more than sessions()
    @param deadline unix seconds, the last second in which the session may run
    @param legs sells before buys, so that the cash is there. amount_in of a sell may be the largest uint256: all but
           one raw unit, which keeps the books' storage in use and does not fail after an exit in front of the session
    """
    assert msg.sender == self.executor or msg.sender == QUEUE.address, "trader: only executor"
    assert block.timestamp <= deadline, "trader: deadline passed"
    assert session == self.sessions + 1, "trader: wrong session"
    assert len(legs) != 0, "trader: no legs"
    self.sessions = session

    bought: DynArray[uint256, MAX_LEGS] = []
    for leg: IIndexTrader.Leg in legs:
        if leg.buy:
            bought.append(leg.asset)
    opened: basket.Basket = basket._open(VAULT, REGISTRY, STRATEGY, QUEUE, epoch, bought)
    cash_quote: uint256 = opened.quotes[0]
    assert quote._is_firm(cash_quote), "trader: no price"
    cash_measured: uint256 = staticcall CASH_TOKEN.balanceOf(VAULT.address)

    cash_before: uint256 = opened.words[0] & books.FIELD_MASK
    cash: uint256 = cash_before     # raw units of USDC, as callbacks paid and pools reported
    sold: uint256 = 0               # bitmaps over places
    purchased: uint256 = 0
    turnover: uint256 = 0           # USD 18 decimals
    cost: uint256 = 0               # USD 18 decimals
    sequence: uint256 = event_sequence.sequence
    for leg: IIndexTrader.Leg in legs:
        assert leg.asset != CASH, "trader: cash is no leg"
        assert leg.second_hop == 0, "trader: second hop"
        place: uint256 = basket._place(leg.asset)
        assert place < len(opened.ids) and opened.ids[place] == leg.asset, "trader: not held"
        terms: uint256 = opened.quotes[place]
        word: uint256 = opened.words[place]
        value_before: uint256 = opened.values[place]
        flag: uint256 = 1 << place
        fill: trade.Fill = empty(trade.Fill)
        if leg.buy:
            assert sold & flag == 0, "trader: both directions"
            assert not opened.paused or quote._is_stable(terms), "trader: paused"
            purchased |= flag
            fill = trade._buy(VAULT, REGISTRY, leg, terms, word, cash_quote, cash)
            cash = unsafe_sub(cash, fill.paid)
            word = unsafe_add(word, fill.received)
        else:
            assert purchased & flag == 0, "trader: both directions"
            sold |= flag
            fill = trade._sell(VAULT, leg, terms, word, cash_quote)
            cash = unsafe_add(cash, fill.received)
            word = unsafe_sub(word, fill.paid)
        value_after: uint256 = quote._value(terms, word & books.FIELD_MASK)
        opened.words[place] = word
        opened.values[place] = value_after

        limits._check_price(fill.value_in, fill.value_out, quote._slippage_bps(terms))
        limits._check_direction(leg.buy, value_before, value_after, opened.nav, opened.cash_need, opened.ppm[place])
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
            step=STEP,
            buy=leg.buy,
            amount_in=fill.paid,
            amount_out=fill.received,
            price=quote._price(terms),
            cash_price=quote._price(cash_quote),
            slippage_bps=slippage_bps,
        )

    self._check_cash(cash_measured, cash_before, cash, opened.words[0] >> books.POT_SHIFT)
    opened.words[0] = cash
    opened.values[0] = quote._value(cash_quote, cash)
    if purchased != 0:
        limits._check_cash_target(opened.values[0], cost, opened.nav, opened.cash_need, opened.ppm[0])
    nav_after: uint256 = 0
    distance_after: uint256 = 0
    nav_after, distance_after = basket._close(VAULT, opened, sold | purchased)
    sequence = unsafe_add(sequence, 1)
    event_sequence.sequence = sequence
    log IIndexTrader.SessionClosed(
        session=session,
        epoch=epoch,
        sequence=sequence,
        legs=len(legs),
        nav_before=opened.nav,
        nav_after=nav_after,
        distance_before=opened.distance,
        distance_after=distance_after,
        turnover=turnover,
        cost=cost,
    )


@external
@reentrant
def uniswapV3SwapCallback(amount0_delta: int256, amount1_delta: int256, data: Bytes[32]):
    """
    @notice Only the pool whose swap is in flight, once. It enters while rebalance() holds the lock.
    @param data not read
    """
    swap._pay_caller(VAULT, amount0_delta, amount1_delta)


# --- the owner -------------------------------------------------------------------------------------------------------

@external
def set_executor(executor: address):
    """
    @notice Only the owner.
    @param executor the zero address stops trading
    """
    ownable._check_owner()
    self._set_executor(executor)


# --- views -----------------------------------------------------------------------------------------------------------

@view
@external
def vault() -> address:
    return VAULT.address


@view
@external
def registry() -> address:
    return REGISTRY.address


@view
@external
def strategy() -> address:
    return STRATEGY.address


@view
@external
def queue() -> address:
    return QUEUE.address


# --- inside ----------------------------------------------------------------------------------------------------------

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


@internal
def _set_executor(executor: address):
    self.executor = executor
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.ExecutorSet(executor=executor, sequence=sequence)
