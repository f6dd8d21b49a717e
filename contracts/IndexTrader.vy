# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title IndexTrader: sessions and legs
@license AGPL-3.0-only
@notice Moves the index from what it holds toward the active decision, inside limits that bind every caller.

        SESSION. rebalance() is a whole session in one call: the vault locks itself and hands over its books, the
        registry prices everything once, the legs trade, the books go back, one summary is logged. While it runs the
        vault, and every function here but the payment callback and an optional leg, reverts for all callers.

        LEG. An asset against USDC in one or two hops through Uniswap V3 pools and V2 pairs. Nobody is approved: the vault
        pays the first pool, while it calls back or, a pair, before; the last pool pays the vault. What lies between two
        hops is never booked and never stays. See lib/trader/swap.vy and route.vy for what a hostile pool or token meets.
        Gas: a raw unit of WETH given to the trader keeps its slot there in use, which takes 20,000 off the gas limit for
        each leg whose second hop is a V3 pool; the trader never spends it.

        OPTIONAL LEG. A leg with a gas limit may fail alone: it runs in a call of the trader to itself, a failure undoes
        all of it, LegFailed names it, and the other legs go on. One paused, blocked or gas-burning token cannot stop a
        session. A session in which no leg trades reverts.

        LIMITS, from prices, balances and targets read on chain (lib/trader/limits.vy):
        1. received x price >= sold x price x (1 - slippage limit of the asset). Bought tokens are measured by the
           vault's balance before and after, sold tokens must still cover books and claims after, USDC is measured once
           over all legs: what callbacks paid and pools reported must equal what really moved.
        2. A leg starts more than dust from its target and passes it by dust at most: the larger of 0.5 % of the target
           and the smaller of 0.01 % of NAV and 3 % of the target. So an asset sold in a session is not bought in it.
           Buys do not spend the cash target either, the session's own cost aside. Several legs may split one trade.
        3. No leg without a firm price of USDC. A purchase needs a firm price of the asset, which must be active in the
           registry, and none of a volatile asset is made while entries are paused. A sale needs a fresh price, whatever
           the status of the asset, and is never paused.
        4. Losses stay within the budgets of the session and of the week (lib/trader/loss_budget.vy), and what is traded
           under one decision within its turnover (turnover_budget.vy).
        5. Epoch, data hash, session number and deadline match; a session number is used once. The session costs no
           more than the caller allows.

        CASH NEED. What the request queue has locked to leave, less what it has locked to come, is set aside: weights
        apply to the rest of NAV and the cash target grows by it, so that raising this cash is toward the target and
        spending it is not.

        FILL. The AuctionHouse is a pool like any other, and what it fills a leg like any other, of session 0, under the
        decision that is active. Who bids there needs no role. All losses count in one sum.

        ROLES. The executor runs sessions, itself or through the request queue, which lets only the executor and settles
        in the same transaction; nothing it passes can move value beyond the limits. The guardian may stop the executor.
        The owner (a timelock) names the executor. The AuctionHouse fills. Anyone may mark NAV.

        ROUNDING. Values round down to 1e-18 USD. The LOG is complete: events carry a sequence number, and the count is
        stored, so a gap shows.
"""
from ethereum.ercs import IERC20
from snekmate.auth import ownable
from snekmate.auth import ownable_2step

from .interfaces import IAssetRegistry
from .interfaces import IIndexTrader
from .lib.shared import constants
from .lib.shared import event_sequence
from .lib.shared import guarded
from .lib.shared import require
from .lib.trader import basket
from .lib.trader import leg_engine
from .lib.trader import limits
from .lib.trader import loss_budget
from .lib.trader import route
from .lib.trader import swap
from .lib.trader import trade
from .lib.trader import turnover_budget

implements: IIndexTrader

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: guarded[ownable := ownable, ownable_2step := ownable_2step]
initializes: basket
initializes: event_sequence
initializes: swap
initializes: route[swap := swap]
initializes: trade[route := route]
initializes: turnover_budget
initializes: loss_budget[event_sequence := event_sequence]
initializes: leg_engine[basket := basket, event_sequence := event_sequence, trade := trade]

exports: guarded.__interface__
exports: event_sequence.sequence
exports: leg_engine.attempt

MAX_LEGS: constant(uint256) = 128

AUCTION_HOUSE: immutable(address)

# who may run sessions
executor: public(address)

# sessions run so far: the number of the last one
sessions: public(uint256)


@deploy
def __init__(
    owner: address,
    guardian: address,
    executor: address,
    vault: address,
    registry: address,
    strategy: address,
    cash_token: address,
    queue: address,
    auction_house: address,
    budget: IIndexTrader.Budget,
):
    """
    @param vault, like queue and auction house, may be the address where it will be: the contracts name each other
    """
    ownable.__init__()
    ownable_2step.__init__()
    guarded.__init__(owner, guardian)
    leg_engine.__init__(vault, registry, strategy, cash_token, queue)
    AUCTION_HOUSE = auction_house
    loss_budget._set_budget(budget)
    self._set_executor(executor)


# --- the executor ----------------------------------------------------------------------------------------------------

@external
def rebalance(
    epoch: uint256,
    data_hash: bytes32,
    session: uint256,
    deadline: uint256,
    max_cost: uint256,
    legs: DynArray[IIndexTrader.Leg, MAX_LEGS],
):
    """
    @notice A whole session in one call. Only the executor, or the request queue for the executor.
    @param epoch the active decision
    @param data_hash of the active decision
    @param session one more than sessions()
    @param deadline unix seconds, the last second in which the session may run
    @param max_cost USD 18 decimals: what the losses of all legs may add up to
    @param legs sells before buys, so that the cash is there. amount_in 0 of a sell: all but one raw unit, which keeps the
           books' storage in use and does not fail after an exit in front of the session
    """
    require._that(msg.sender == self.executor or msg.sender == leg_engine.QUEUE.address, "trader: only executor")
    require._that(block.timestamp <= deadline, "trader: deadline passed")
    require._that(session == self.sessions + 1, "trader: wrong session")
    require._that(epoch != 0, "trader: epoch")
    require._that(len(legs) != 0, "trader: no legs")
    self.sessions = session
    done: leg_engine.Traded = leg_engine._execute(epoch, data_hash, session, legs)
    require._that(done.cost <= max_cost, "trader: above max cost")
    notional: uint256 = limits._notional(done.nav_before, done.distance_before)
    loss_budget._check_session(done.cost - done.tolerated, notional)
    self._close(done)
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.SessionClosed(
        session=session,
        epoch=epoch,
        sequence=sequence,
        legs=len(legs),
        cash_price=done.cash_price,
        nav_before=done.nav_before,
        nav_after=done.nav_after,
        distance_before=done.distance_before,
        distance_after=done.distance_after,
        turnover=done.turnover,
        cost=done.cost,
    )


# --- the auction house, pools ----------------------------------------------------------------------------------------

@external
def fill(leg: IIndexTrader.Leg):
    """
    @notice One leg of an auction, outside of any session, under the active decision. Only the auction house, which is the
            pool of the leg.
    """
    require._that(msg.sender == AUCTION_HOUSE, "trader: only auction house")
    self._close(leg_engine._execute(0, empty(bytes32), 0, [leg]))


@external
@reentrant
def uniswapV3SwapCallback(amount0_delta: int256, amount1_delta: int256, data: Bytes[32]):
    """
    @notice Only the pool whose swap is in flight, once. It enters while rebalance() holds the lock.
    @param data not read
    """
    swap._pay_caller(leg_engine.VAULT, amount0_delta, amount1_delta)


# --- anyone ----------------------------------------------------------------------------------------------------------

@external
def mark():
    """
    @notice NAV of now becomes the basis that losses of later blocks are counted against, as a close of a session makes
            it. After large entries the basis would otherwise stay what it was at the last close.
    @dev Error: "trader: no price" (NAV is not firm)
    """
    valued: IAssetRegistry.Valuation = staticcall leg_engine.VAULT.nav()
    require._that(valued.firm, "trader: no price")
    loss_budget._close(valued.value, False)
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.Marked(sequence=sequence, nav=valued.value, by=msg.sender)


# --- the guardian ----------------------------------------------------------------------------------------------------

@external
def stop_executor():
    """
    @notice Ends all sessions until the owner names an executor. Only the guardian (or the owner). A fund without an
            executor counts as silent: anyone may open auctions at once.
    """
    guarded._only_guardian()
    self._set_executor(empty(address))


# --- the owner -------------------------------------------------------------------------------------------------------

@external
def set_executor(executor: address):
    """
    @notice Only the owner.
    @param executor the zero address stops trading
    """
    guarded._only_owner()
    self._set_executor(executor)


@external
def set_budget(budget: IIndexTrader.Budget):
    """
    @notice Only the owner.
    @param budget at most 200, 250 and 200 bps
    @dev Error: "trader: budget"
    """
    guarded._only_owner()
    loss_budget._set_budget(budget)


# --- views -----------------------------------------------------------------------------------------------------------

@view
@external
def budget() -> IIndexTrader.Budget:
    return loss_budget._budget()


@view
@external
def remaining_budget(derisking: bool) -> uint256:
    """
    @return 1e-8 of NAV that may still be lost now, the whole reserve included for transactions that leave risk: one of
            them may draw its part of it only (lib/trader/loss_budget)
    """
    general: uint256 = 0
    reserve: uint256 = 0
    general, reserve = loss_budget._remaining(loss_budget._aged())
    return general + reserve if derisking else general


@view
@external
def loss_basis(nav: uint256) -> uint256:
    """
    @param nav USD 18 decimals, at the open of a session
    @return USD 18 decimals: what the losses of that session are counted against
    """
    return loss_budget._basis(nav)


@view
@external
def remaining_turnover(nav: uint256, distance: uint256) -> uint256:
    """
    @param nav USD 18 decimals, at the open of a session
    @param distance USD 18 decimals, to the target at that open
    @return USD 18 decimals that legs may still move under the active decision, sales of what is no target aside
    """
    epoch: uint256 = 0
    data_hash: bytes32 = empty(bytes32)
    words: DynArray[uint256, 16] = []
    epoch, data_hash, words = staticcall leg_engine.STRATEGY.active_words()
    supply: uint256 = staticcall IERC20(leg_engine.VAULT.address).totalSupply()
    quotes: DynArray[uint256, 128] = staticcall leg_engine.REGISTRY.quotes([constants.CASH])
    cash_need: uint256 = basket._cash_need(leg_engine.VAULT, leg_engine.QUEUE, nav, quotes[0])
    return turnover_budget._remaining(epoch, nav, distance, cash_need, supply)


@view
@external
def near_at() -> uint256:
    """
    @return unix seconds of the last session or fill that ended within 5 % of NAV of its target; 0: there was none
    """
    return loss_budget._near_at()


@view
@external
def vault() -> address:
    return leg_engine.VAULT.address


@view
@external
def registry() -> address:
    return leg_engine.REGISTRY.address


@view
@external
def strategy() -> address:
    return leg_engine.STRATEGY.address


@view
@external
def queue() -> address:
    return leg_engine.QUEUE.address


# --- internal --------------------------------------------------------------------------------------------------------

@internal
def _close(done: leg_engine.Traded):
    derisking: bool = not done.risk_bought and done.turnover <= 2 * done.exited
    loss_budget._spend(done.cost, done.tolerated, done.nav_before, derisking, done.exited, done.departing)
    turnover_budget._use(
        done.epoch,
        done.nav_before,
        done.distance_before,
        done.cash_need,
        staticcall IERC20(leg_engine.VAULT.address).totalSupply(),
        done.turnover,
        done.exited,
    )
    near: bool = done.distance_after * constants.BPS <= done.nav_after * constants.FAR_BPS
    loss_budget._close(done.nav_after, near)


@internal
def _set_executor(executor: address):
    self.executor = executor
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.ExecutorSet(executor=executor, sequence=sequence)
