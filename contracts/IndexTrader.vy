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

        LEG. An asset against USDC in one or two hops through Uniswap V3 pools and V2 pairs. Nobody is approved: the vault
        pays the first pool, while it calls back or, a pair, before; the last pool pays the vault. What lies between two
        hops is never booked and never stays. See lib/trader/swap.vy and route.vy for what a hostile pool or token meets.
        Gas: a raw unit of WETH given to the trader keeps its slot there in use, which takes 20,000 off the gas limit for
        each leg whose second hop is a V3 pool; the trader never spends it.

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

        FILL. The AuctionHouse is a pool like any other, and what it fills a leg like any other, of session 0. Who bids there
        needs no role; fills of an auction that anyone could open have a loss budget of their own.

        ROLES. The executor runs sessions, itself or through the request queue, which lets only the executor and settles
        in the same transaction; nothing it passes can move value beyond the limits. The owner (a timelock) names the
        executor; the zero address stops its trading. The AuctionHouse fills. Nobody else may do anything.

        ROUNDING. Values round down to 1e-18 USD. The LOG is complete: events carry a sequence number, and the count is
        stored, so a gap shows.
"""
from ethereum.ercs import IERC20
from snekmate.auth import ownable
from snekmate.auth import ownable_2step
from .interfaces import IIndexTrader
from .lib.shared import require
from .lib.shared import event_sequence
from .lib.trader import basket
from .lib.trader import legs as legs_of
from .lib.trader import limits
from .lib.trader import loss_budget
from .lib.trader import route
from .lib.trader import session_book
from .lib.trader import swap
from .lib.trader import trade

implements: IIndexTrader

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: basket
initializes: event_sequence
initializes: swap
initializes: route[swap := swap]
initializes: trade[route := route]
initializes: session_book
initializes: loss_budget[event_sequence := event_sequence]
initializes: legs_of[
    basket := basket, event_sequence := event_sequence, session_book := session_book, trade := trade
]

exports: (
    ownable_2step.owner,
    ownable_2step.pending_owner,
    ownable_2step.transfer_ownership,
    ownable_2step.accept_ownership,
    event_sequence.sequence,
    session_book.reopens_at,
)

MAX_LEGS: constant(uint256) = 128

AUCTION_HOUSE: immutable(address)

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
    auction_house: address,
    budget: IIndexTrader.Budget,
):
    """
    @param vault, like queue and auction house, may be the address where it will be: the contracts name each other
    """
    assert owner != empty(address), "trader: no owner"
    ownable.__init__()
    ownable_2step.__init__()
    ownable._transfer_ownership(owner)
    legs_of.__init__(vault, registry, strategy, cash_token, queue)
    AUCTION_HOUSE = auction_house
    loss_budget._set_budget(budget)
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
    require._that(msg.sender == self.executor or msg.sender == legs_of.QUEUE.address, "trader: only executor")
    self._begin(session, deadline)
    require._that(len(legs) != 0, "trader: no legs")
    done: legs_of.Traded = legs_of._run(epoch, session, 0, 0, legs)
    loss_budget._check_session(done.cost, self._notional(done))
    self._spend(done, False)
    loss_budget._close(done.nav_after)
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.SessionClosed(
        session=session,
        epoch=epoch,
        sequence=sequence,
        legs=len(legs),
        nav_before=done.nav_before,
        nav_after=done.nav_after,
        distance_before=done.distance_before,
        distance_after=done.distance_after,
        turnover=done.turnover,
        cost=done.cost,
    )


@external
def open(epoch: uint256, session: uint256, deadline: uint256):
    """
    @notice Opens a session of several transactions. Only the executor. Entries and exits at NAV wait until it is closed,
            an hour at most; exits in kind do not.
    @param epoch the active decision
    @param session one more than sessions()
    @param deadline unix seconds, the last second in which it may open
    """
    require._that(msg.sender == self.executor, "trader: only executor")
    self._begin(session, deadline)
    closes_by: uint256 = block.timestamp + session_book.LIFE
    found: legs_of.Traded = legs_of._run(epoch, session, 0, closes_by, [])
    supply: uint256 = staticcall IERC20(legs_of.VAULT.address).totalSupply()
    session_book._open(session, epoch, closes_by, supply, found.nav_before, found.distance_before)
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.SessionOpened(
        session=session,
        epoch=epoch,
        sequence=sequence,
        closes_by=closes_by,
        nav=found.nav_before,
        distance=found.distance_before,
    )


@external
def step(session: uint256, step: uint256, deadline: uint256, legs: DynArray[IIndexTrader.Leg, MAX_LEGS]):
    """
    @notice Legs of an open session, at the prices of now. Only the executor.
    @param session the number it was opened with
    @param step one more than the last one of this session, from 1
    @param deadline unix seconds, the last second in which the step may run
    """
    require._that(msg.sender == self.executor, "trader: only executor")
    require._that(block.timestamp <= deadline, "trader: deadline passed")
    current: session_book.Session = session_book.current
    require._that(session_book._is_open() and session == current.number, "trader: no session")
    require._that(step == current.steps + 1, "trader: wrong step")
    require._that(len(legs) != 0, "trader: no legs")
    done: legs_of.Traded = legs_of._run(current.epoch, session, step, current.closes_by, legs)
    supply: uint256 = staticcall IERC20(legs_of.VAULT.address).totalSupply()
    notional: uint256 = current.distance + limits._dust(current.nav, 0)
    loss_budget._check_session(current.cost + done.cost, session_book._scaled(notional, supply))
    self._spend(done, False)
    session_book.current.steps = step
    session_book.current.legs = current.legs + len(legs)
    session_book.current.turnover = current.turnover + done.turnover
    session_book.current.cost = current.cost + done.cost
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.StepTraded(
        session=session,
        step=step,
        sequence=sequence,
        legs=len(legs),
        nav_before=done.nav_before,
        nav_after=done.nav_after,
        turnover=done.turnover,
        cost=done.cost,
    )


@external
def close(session: uint256):
    """
    @notice Ends an open session. The executor; anyone once its hour is over, until the next one opens.
    @param session the number it was opened with
    """
    current: session_book.Session = session_book.current
    require._that(current.closes_by != 0 and session == current.number, "trader: no session")
    require._that(msg.sender == self.executor or not session_book._is_open(), "trader: only executor")
    session_book._close()
    epoch: uint256 = 0
    words: DynArray[uint256, 16] = []
    epoch, words = staticcall legs_of.STRATEGY.active_words()
    left: legs_of.Traded = legs_of._run(epoch, session, 0, 0, [])
    loss_budget._close(left.nav_after)
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.SessionClosed(
        session=session,
        epoch=current.epoch,
        sequence=sequence,
        legs=current.legs,
        nav_before=current.nav,
        nav_after=left.nav_after,
        distance_before=current.distance,
        distance_after=left.distance_after,
        turnover=current.turnover,
        cost=current.cost,
    )


@external
def fill(epoch: uint256, leg: IIndexTrader.Leg, fallback: bool):
    """
    @notice One leg of an auction, outside of any session. Only the auction house, which is the pool of the leg.
    @param epoch the decision the auction was opened for; it must be active
    @param fallback anyone could open the auction: its losses count against the budget of its own
    """
    require._that(msg.sender == AUCTION_HOUSE, "trader: only auction house")
    self._only_closed()
    done: legs_of.Traded = legs_of._run(epoch, 0, 0, 0, [leg])
    self._spend(done, fallback)
    loss_budget._close(done.nav_after)


@external
@reentrant
def uniswapV3SwapCallback(amount0_delta: int256, amount1_delta: int256, data: Bytes[32]):
    """
    @notice Only the pool whose swap is in flight, once. It enters while rebalance() holds the lock.
    @param data not read
    """
    swap._pay_caller(legs_of.VAULT, amount0_delta, amount1_delta)


# --- the owner -------------------------------------------------------------------------------------------------------

@external
def set_executor(executor: address):
    """
    @notice Only the owner.
    @param executor the zero address stops trading
    """
    ownable._check_owner()
    self._set_executor(executor)


@external
def set_budget(budget: IIndexTrader.Budget):
    """
    @notice Only the owner.
    @param budget at most 200, 250, 200 and 300 bps
    @dev Error: "trader: budget"
    """
    ownable._check_owner()
    loss_budget._set_budget(budget)


# --- views -----------------------------------------------------------------------------------------------------------

@view
@external
def budget() -> IIndexTrader.Budget:
    return loss_budget.budget


@view
@external
def budget_left(derisking: bool) -> uint256:
    """
    @return 1e-8 of NAV that sessions may still lose now; more for those that lower risk (lib/trader/loss_budget)
    """
    return loss_budget._left(derisking, False)


@view
@external
def fallback_left(derisking: bool) -> uint256:
    """
    @return 1e-8 of NAV that auctions of the fallback may still lose now
    """
    return loss_budget._left(derisking, True)


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
def vault() -> address:
    return legs_of.VAULT.address


@view
@external
def registry() -> address:
    return legs_of.REGISTRY.address


@view
@external
def strategy() -> address:
    return legs_of.STRATEGY.address


@view
@external
def queue() -> address:
    return legs_of.QUEUE.address


# --- inside ----------------------------------------------------------------------------------------------------------

@internal
def _begin(session: uint256, deadline: uint256):
    require._that(block.timestamp <= deadline, "trader: deadline passed")
    require._that(session == self.sessions + 1, "trader: wrong session")
    self._only_closed()
    self.sessions = session


@view
@internal
def _only_closed():
    require._that(not session_book._is_open(), "trader: session open")


@pure
@internal
def _notional(done: legs_of.Traded) -> uint256:
    """
    @return USD 18 decimals: what the session was for, and the dust a leg may pass its target by
    """
    return done.distance_before + limits._dust(done.nav_before, 0)


@internal
def _spend(done: legs_of.Traded, fallback: bool):
    loss_budget._spend(done.cost, done.nav_before, done.derisking, fallback)


@internal
def _set_executor(executor: address):
    self.executor = executor
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.ExecutorSet(executor=executor, sequence=sequence)
