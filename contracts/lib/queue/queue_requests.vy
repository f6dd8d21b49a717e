# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Requests, their cancellation, and what comes back
@notice ERC-7540's requests and ERC-7887's cancellations, which here take effect at once. A request may be cancelled
        while its batch is open, and again when the batch is locked for a day and still not settled, with or without
        a firm NAV: redeemers then have their shares back and may leave the vault in kind. What a settlement could not
        fill is collected like what was cancelled. No price is read here.
        A controller other than the owner is named by themself or by their operator only: requests, claims and what
        comes back are kept by controller, and a stranger must not move their ids.
"""
from ...interfaces import IRequestQueue
from ..shared import require
from ..vault import fund_state
from . import queue_batches
from . import queue_custody
from . import queue_operators
from . import queue_positions
from . import queue_settlement

uses: queue_batches
uses: queue_custody
uses: queue_operators
uses: queue_positions
uses: queue_settlement

interface Fund:
    def fund() -> fund_state.State: view


# --- ERC-7540 --------------------------------------------------------------------------------------------------------

@external
def requestDeposit(assets: uint256, controller: address, owner: address) -> uint256:
    """
    @param assets raw USDC the owner approved to the queue, at least 10 USDC
    @param controller may cancel and claim: the owner, or an account that is the caller or whose operator the caller is
    @param owner the caller, or an account whose operator the caller is
    @return the batch
    """
    return self._request_deposit(assets, controller, owner)


@external
def requestRedeem(shares: uint256, controller: address, owner: address) -> uint256:
    """
    @param shares the owner approved to the queue, at least min_shares()
    @param controller may cancel and claim: the owner, or an account that is the caller or whose operator the caller is
    @param owner the caller, or an account whose operator the caller is
    @return the batch
    """
    return self._request_redeem(shares, controller, owner)


@view
@external
def pendingDepositRequest(requestId: uint256, controller: address) -> uint256:
    return self._pending(queue_batches.DEPOSITS, requestId, controller)


@view
@external
def pendingRedeemRequest(requestId: uint256, controller: address) -> uint256:
    return self._pending(queue_batches.REDEMPTIONS, requestId, controller)


# --- ERC-7887 --------------------------------------------------------------------------------------------------------

@external
def cancelDepositRequest(requestId: uint256, controller: address):
    """
    @notice The whole deposit request of a batch; its USDC is collected with claimCancelDepositRequest.
    """
    self._cancel(queue_batches.DEPOSITS, requestId, controller)
    log IRequestQueue.CancelDepositRequest(controller=controller, requestId=requestId, sender=msg.sender)


@external
def cancelRedeemRequest(requestId: uint256, controller: address):
    """
    @notice The whole redemption request of a batch; its shares are collected with claimCancelRedeemRequest.
    """
    self._cancel(queue_batches.REDEMPTIONS, requestId, controller)
    log IRequestQueue.CancelRedeemRequest(controller=controller, requestId=requestId, sender=msg.sender)


@external
def claimCancelDepositRequest(requestId: uint256, receiver: address, controller: address):
    """
    @notice Collects USDC that was cancelled or that a settlement left over.
    """
    amount: uint256 = self._collect_returned(queue_batches.DEPOSITS, requestId, receiver, controller)
    log IRequestQueue.CancelDepositClaim(
        controller=controller, receiver=receiver, requestId=requestId, sender=msg.sender, assets=amount
    )


@external
def claimCancelRedeemRequest(requestId: uint256, receiver: address, controller: address):
    """
    @notice Collects shares that were cancelled or that a settlement left over.
    """
    amount: uint256 = self._collect_returned(queue_batches.REDEMPTIONS, requestId, receiver, controller)
    log IRequestQueue.CancelRedeemClaim(
        controller=controller, receiver=receiver, requestId=requestId, sender=msg.sender, shares=amount
    )


@view
@external
def pendingCancelDepositRequest(requestId: uint256, controller: address) -> bool:
    """
    @return never: a cancellation takes effect at once
    """
    return False


@view
@external
def pendingCancelRedeemRequest(requestId: uint256, controller: address) -> bool:
    """
    @return never: a cancellation takes effect at once
    """
    return False


@view
@external
def claimableCancelDepositRequest(requestId: uint256, controller: address) -> uint256:
    return self._returned(queue_batches.DEPOSITS, requestId, controller)


@view
@external
def claimableCancelRedeemRequest(requestId: uint256, controller: address) -> uint256:
    return self._returned(queue_batches.REDEMPTIONS, requestId, controller)


# --- inside ----------------------------------------------------------------------------------------------------------

@internal
def _request_deposit(assets: uint256, controller: address, owner: address) -> uint256:
    require._that(assets >= queue_settlement.MIN_ASSETS, "queue: below minimum")
    # the vault's one word is cheaper to read than FundPolicy's
    fund: fund_state.State = staticcall Fund(queue_custody.VAULT.address).fund()
    require._that(not fund.wound_down, "queue: wound down")
    batch: uint256 = self._request(queue_batches.DEPOSITS, assets, controller, owner)
    log IRequestQueue.DepositRequest(
        controller=controller, owner=owner, requestId=batch, sender=msg.sender, assets=assets
    )
    return batch


@internal
def _request_redeem(shares: uint256, controller: address, owner: address) -> uint256:
    require._that(shares >= queue_settlement.min_shares, "queue: below minimum")
    batch: uint256 = self._request(queue_batches.REDEMPTIONS, shares, controller, owner)
    log IRequestQueue.RedeemRequest(
        controller=controller, owner=owner, requestId=batch, sender=msg.sender, shares=shares
    )
    return batch


@internal
def _request(side: uint256, amount: uint256, controller: address, owner: address) -> uint256:
    queue_operators._only_for(owner)
    require._that(controller != empty(address), "queue: controller")
    if controller != owner:
        queue_operators._only_for(controller)
    opened: queue_batches.Open = queue_batches._load()
    opened.amounts[side] += amount
    opened.sequence += 1
    queue_batches._store(opened)
    queue_positions._ask(side, controller, opened.batch, amount)
    log IRequestQueue.Requested(
        controller=controller,
        batch=opened.batch,
        sequence=opened.sequence,
        redemption=side == queue_batches.REDEMPTIONS,
        amount=amount,
    )
    queue_custody._collect(side, owner, amount)
    return opened.batch


@internal
def _cancel(side: uint256, batch: uint256, controller: address):
    queue_operators._only_for(controller)
    amount: uint256 = queue_positions._withdraw(side, controller, batch)
    require._that(amount != 0, "queue: nothing to cancel")
    opened: queue_batches.Open = queue_batches._load()
    if batch == opened.batch:
        opened.amounts[side] -= amount
    else:
        # a position knows of no other batch that is not settled
        due: uint256 = queue_batches.batches[batch].locked_at + queue_settlement.PATIENCE
        require._that(block.timestamp >= due, "queue: locked")
        queue_batches.batches[batch].sides[side].received -= amount
    opened.sequence += 1
    queue_batches._store(opened)
    log IRequestQueue.Cancelled(
        controller=controller,
        batch=batch,
        sequence=opened.sequence,
        redemption=side == queue_batches.REDEMPTIONS,
        amount=amount,
    )


@internal
def _collect_returned(side: uint256, batch: uint256, receiver: address, controller: address) -> uint256:
    queue_operators._only_for(controller)
    position: queue_positions.Position = queue_positions._load(side, controller)
    amount: uint256 = position.returned
    # an older id works too: a settlement, which anyone may send, shows everything under the newest
    require._that(amount != 0 and position.return_batch >= batch, "queue: nothing to return")
    position.returned = 0
    queue_positions._store(side, controller, position)
    sequence: uint256 = queue_batches._next_sequence()
    log IRequestQueue.Returned(
        controller=controller,
        sequence=sequence,
        redemption=side == queue_batches.REDEMPTIONS,
        receiver=receiver,
        amount=amount,
    )
    queue_custody._pay(side == queue_batches.REDEMPTIONS, receiver, amount)
    return amount


@view
@internal
def _pending(side: uint256, batch: uint256, controller: address) -> uint256:
    return queue_positions._asked(queue_positions._load(side, controller), batch)


@view
@internal
def _returned(side: uint256, batch: uint256, controller: address) -> uint256:
    position: queue_positions.Position = queue_positions._load(side, controller)
    return position.returned if position.return_batch == batch else 0
