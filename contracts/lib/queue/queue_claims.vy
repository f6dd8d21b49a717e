# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Claims: the ERC-4626 functions of an ERC-7540 vault
@notice deposit and mint collect the shares of settled deposits, redeem and withdraw the USDC of settled redemptions, in
        whole or in part, at any time, to any receiver. Rounding is against the claimer, and a claim of everything pays
        everything. max* are what is claimable; preview* revert, as ERC-7540 wants.
"""
from ethereum.ercs import IERC4626

from ...interfaces import IRequestQueue
from ..shared import require
from . import queue_batches
from . import queue_custody
from . import queue_operators
from . import queue_positions
from ..shared import rounding

uses: queue_batches
uses: queue_custody
uses: queue_operators
uses: queue_positions


@external
def deposit(assets: uint256, receiver: address, controller: address = msg.sender) -> uint256:
    """
    @param assets raw USDC of the controller's settled deposits
    @return shares to the receiver, rounded down
    """
    return self._claim(queue_batches.DEPOSITS, assets, receiver, controller)


@external
def mint(shares: uint256, receiver: address, controller: address = msg.sender) -> uint256:
    """
    @return raw USDC of settled deposits used up for the shares, rounded up
    """
    return self._claim_paid(queue_batches.DEPOSITS, shares, receiver, controller)


@external
def redeem(shares: uint256, receiver: address, controller: address) -> uint256:
    """
    @param shares of the controller's settled redemptions
    @return raw USDC to the receiver, rounded down
    """
    return self._claim(queue_batches.REDEMPTIONS, shares, receiver, controller)


@external
def withdraw(assets: uint256, receiver: address, controller: address) -> uint256:
    """
    @return shares of settled redemptions used up for the raw USDC, rounded up
    """
    return self._claim_paid(queue_batches.REDEMPTIONS, assets, receiver, controller)


@view
@external
def claimableDepositRequest(requestId: uint256, controller: address) -> uint256:
    return self._claimable(queue_batches.DEPOSITS, requestId, controller)


@view
@external
def claimableRedeemRequest(requestId: uint256, controller: address) -> uint256:
    return self._claimable(queue_batches.REDEMPTIONS, requestId, controller)


@view
@external
def maxDeposit(controller: address) -> uint256:
    return queue_positions._load(queue_batches.DEPOSITS, controller).claimable


@view
@external
def maxMint(controller: address) -> uint256:
    return queue_positions._load(queue_batches.DEPOSITS, controller).owed


@view
@external
def maxRedeem(controller: address) -> uint256:
    return queue_positions._load(queue_batches.REDEMPTIONS, controller).claimable


@view
@external
def maxWithdraw(controller: address) -> uint256:
    return queue_positions._load(queue_batches.REDEMPTIONS, controller).owed


@view
@external
def previewDeposit(assets: uint256) -> uint256:
    raise "queue: no preview"


@view
@external
def previewMint(shares: uint256) -> uint256:
    raise "queue: no preview"


@view
@external
def previewRedeem(shares: uint256) -> uint256:
    raise "queue: no preview"


@view
@external
def previewWithdraw(assets: uint256) -> uint256:
    raise "queue: no preview"


# --- inside ----------------------------------------------------------------------------------------------------------

@internal
def _claim(side: uint256, amount: uint256, receiver: address, controller: address) -> uint256:
    """
    @param amount of what was asked for
    @return what is paid for it
    """
    position: queue_positions.Position = queue_positions._load(side, controller)
    require._that(amount != 0 and amount <= position.claimable, "queue: above claimable")
    paid: uint256 = rounding._received(amount, position.owed, position.claimable)
    self._pay_claim(side, position, amount, paid, receiver, controller)
    return paid


@internal
def _claim_paid(side: uint256, paid: uint256, receiver: address, controller: address) -> uint256:
    """
    @param paid what is to be paid
    @return the amount of what was asked for that it uses up
    """
    position: queue_positions.Position = queue_positions._load(side, controller)
    require._that(paid != 0 and paid <= position.owed, "queue: above claimable")
    amount: uint256 = rounding._paid(paid, position.claimable, position.owed)
    self._pay_claim(side, position, amount, paid, receiver, controller)
    return amount


@internal
def _pay_claim(
    side: uint256,
    position: queue_positions.Position,
    amount: uint256,
    paid: uint256,
    receiver: address,
    controller: address,
):
    queue_operators._only_for(controller)
    require._that(paid != 0, "queue: zero")
    rest: queue_positions.Position = position
    rest.claimable -= amount
    rest.owed -= paid
    queue_positions._store(side, controller, rest)
    sequence: uint256 = queue_batches._next_sequence()
    log IRequestQueue.Claimed(
        controller=controller,
        sequence=sequence,
        redemption=side == queue_batches.REDEMPTIONS,
        receiver=receiver,
        amount=amount,
        paid=paid,
    )
    if side == queue_batches.DEPOSITS:
        log IERC4626.Deposit(sender=controller, owner=receiver, assets=amount, shares=paid)
    else:
        log IERC4626.Withdraw(sender=msg.sender, receiver=receiver, owner=controller, assets=paid, shares=amount)
    queue_custody._pay(side == queue_batches.DEPOSITS, receiver, paid)


@view
@internal
def _claimable(side: uint256, batch: uint256, controller: address) -> uint256:
    position: queue_positions.Position = queue_positions._load(side, controller)
    return position.claimable if position.claim_batch == batch else 0
