# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title RequestQueue: forward-priced deposits and redemptions, settled in batches
@license AGPL-3.0-only
@notice
Promise. A request of today settles at a NAV that nobody knew when it was made, at one rate with its whole batch. Only
the controller of a request and their operators can move what it holds. The queue is a customer of the vault like any
other: it has no power there, and a holder can sell at once or leave in kind without it.

Life of a request. Open: requests come in and may be cancelled. lock(), by anyone, once a day: nothing moves any more,
and the locked redemptions less the locked deposits are the cash the index has to raise. settle(), or settle_with() by
the trader's executor with the trades that raise the cash in the same transaction: lib/queue/queue_settlement says when,
at which price and in which order, lib/queue/queue_forecast how much of a batch. Then each controller claims, at any time. A
batch that is not settled a day after its lock may be left: redeemers then have their shares back and may leave the vault
in kind. There is no owner, no pause, and no loop over users.

Accounting. Sums by batch (lib/queue/queue_batches) and two numbers a controller (lib/queue/queue_positions); balances are never
read, so donations stay without effect. Rounding is against the claimer and leaves less than one raw unit a claim here.

Permits. request_deposit_with_permit and request_redeem_with_permit take a permit of the caller: lib/shared/permit.

Standards. ERC-7540 with the batch as request id, ERC-7575, ERC-7887, ERC-165. Where they are not met: docs/QUEUE.md.

Token requirements. USDC, measured when it comes in. A receiver USDC refuses is no end: claims go to any receiver.
"""
from ethereum.ercs import IERC165
from ethereum.ercs import IERC4626

from .interfaces import IIndexTrader
from .interfaces import IRequestQueue
from .lib.shared import require
from .lib.queue import queue_batches
from .lib.queue import queue_claims
from .lib.queue import queue_custody
from .lib.queue import queue_forecast
from .lib.queue import queue_operators
from .lib.queue import queue_permits
from .lib.queue import queue_positions
from .lib.queue import queue_requests
from .lib.queue import queue_settlement
from .lib.queue import queue_shortfalls

implements: IERC165
implements: IRequestQueue

initializes: queue_batches
initializes: queue_custody
initializes: queue_operators
initializes: queue_positions[queue_batches := queue_batches]
initializes: queue_forecast[queue_batches := queue_batches, queue_custody := queue_custody]
initializes: queue_shortfalls[queue_custody := queue_custody]
initializes: queue_settlement[
    queue_batches := queue_batches,
    queue_custody := queue_custody,
    queue_forecast := queue_forecast,
    queue_shortfalls := queue_shortfalls,
]
initializes: queue_requests[
    queue_batches := queue_batches,
    queue_custody := queue_custody,
    queue_operators := queue_operators,
    queue_positions := queue_positions,
    queue_settlement := queue_settlement,
]
initializes: queue_permits[queue_custody := queue_custody, queue_requests := queue_requests]
initializes: queue_claims[
    queue_batches := queue_batches,
    queue_custody := queue_custody,
    queue_operators := queue_operators,
    queue_positions := queue_positions,
]

exports: (
    queue_operators.__interface__,
    queue_requests.__interface__,
    queue_permits.__interface__,
    queue_claims.__interface__,
    queue_settlement.min_shares,
)

# ERC-165 itself, ERC-7540 operators, deposits, redemptions, ERC-7575, ERC-7887 deposits, redemptions
INTERFACES: constant(bytes4[7]) = [
    0x01ffc9a7, 0xe3bc4e65, 0xce3bbe50, 0x620ee8e4, 0x2f0a18c5, 0x8bf840e3, 0xe76cffc7
]

TRADER: immutable(IIndexTrader)


@deploy
def __init__(vault: address, trader: address):
    """
    @param vault deployed before: it says what USDC is
    """
    queue_batches.__init__()
    queue_custody.__init__(vault)
    queue_forecast.__init__()
    queue_shortfalls.__init__()
    queue_settlement.__init__()
    TRADER = IIndexTrader(trader)


# --- the life of a batch ---------------------------------------------------------------------------------------------

@external
def lock() -> uint256:
    """
    @notice Closes the open batch, a day or more after the last lock and after the batch before it was settled.
    @return the batch now locked
    """
    closed: queue_batches.Open = queue_batches._lock()
    log IRequestQueue.Locked(
        batch=closed.batch,
        sequence=closed.sequence,
        assets=closed.amounts[queue_batches.DEPOSITS],
        shares=closed.amounts[queue_batches.REDEMPTIONS],
    )
    return closed.batch


@external
def settle():
    """
    @notice Settles the locked batch with the cash that is there: the executor from an hour after the lock, anyone from
            two hours after it.
    """
    queue_settlement._settle(msg.sender == staticcall TRADER.executor())


@external
def settle_with(
    epoch: uint256,
    data_hash: bytes32,
    session: uint256,
    deadline: uint256,
    max_cost: uint256,
    legs: DynArray[IIndexTrader.Leg, 128],
):
    """
    @notice Only the trader's executor: a session that raises the cash, then the settlement, in one transaction.
            Arguments as in the trader's rebalance.
    """
    require._that(msg.sender == staticcall TRADER.executor(), "queue: only executor")
    extcall TRADER.rebalance(epoch, data_hash, session, deadline, max_cost, legs)
    queue_settlement._settle(True)


# --- views -----------------------------------------------------------------------------------------------------------

@view
@external
@reentrant
def locked_requests(total: uint256) -> (uint256, uint256):
    """
    @notice The one forecast of a settlement. The trader reads it in the middle of settle_with.
    @param total NAV in raw USDC
    @return raw USDC of deposits and shares of redemptions that a settlement of now would take of the locked batch
    """
    return queue_forecast._locked_requests(total)


@view
@external
def cash_need() -> uint256:
    """
    @return raw USDC, rounded down: what the redemptions that a settlement takes are worth, before levy and fee, less
            the deposits that it takes
    """
    if queue_batches._locked_batch() == 0:
        return 0
    assets: uint256 = 0
    shares: uint256 = 0
    assets, shares = queue_forecast._locked_requests(staticcall queue_custody.VAULT.totalAssets())
    worth: uint256 = staticcall queue_custody.VAULT.convertToAssets(shares)
    return worth - min(worth, assets)


@view
@external
def open_requests() -> (uint256, uint256, uint256):
    """
    @return the open batch, its raw USDC, its shares
    """
    opened: queue_batches.Open = queue_batches._load()
    return opened.batch, opened.amounts[queue_batches.DEPOSITS], opened.amounts[queue_batches.REDEMPTIONS]


@view
@external
def batch(requestId: uint256) -> queue_batches.Batch:
    """
    @return what was locked and when, and what became of it
    """
    return queue_batches.batches[requestId]


@view
@external
def sequence() -> uint256:
    """
    @return events logged so far
    """
    return queue_batches._load().sequence


@view
@external
def vault() -> address:
    return queue_custody.VAULT.address


@view
@external
def share() -> address:
    return queue_custody.VAULT.address


@view
@external
def asset() -> address:
    return queue_custody.USDC.address


@view
@external
def trader() -> address:
    return TRADER.address


@view
@external
def totalAssets() -> uint256:
    """
    @return of the vault: raw USDC
    """
    return staticcall queue_custody.VAULT.totalAssets()


@view
@external
def convertToShares(assets: uint256) -> uint256:
    """
    @return as the vault says now; a claim pays what its batch was settled at
    """
    return staticcall queue_custody.VAULT.convertToShares(assets)


@view
@external
def convertToAssets(shares: uint256) -> uint256:
    """
    @return as the vault says now; a claim pays what its batch was settled at
    """
    return staticcall queue_custody.VAULT.convertToAssets(shares)


@view
@external
def supportsInterface(interface_id: bytes4) -> bool:
    return interface_id in INTERFACES
