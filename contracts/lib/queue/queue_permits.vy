# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Requests with a permit: one transaction instead of an approval and a request
@notice The caller signs an ERC-2612 permit for the queue and exactly the amount, of USDC or of shares; lib/shared/permit says
        what becomes of one that somebody submitted first.
"""
from ethereum.ercs import IERC20

from ..shared import permit
from . import queue_custody
from . import queue_requests

uses: queue_custody
uses: queue_requests


@external
def request_deposit_with_permit(
    assets: uint256, controller: address, deadline: uint256, v: uint8, r: bytes32, s: bytes32
) -> uint256:
    """
    @notice requestDeposit of the caller's own USDC.
    @param assets raw USDC, at least 10 USDC
    @param controller may cancel and claim
    @param deadline of the permit, unix seconds
    @return the batch
    """
    permit._use(queue_custody.USDC, assets, deadline, v, r, s)
    return queue_requests._request_deposit(assets, controller, msg.sender)


@external
def request_redeem_with_permit(
    shares: uint256, controller: address, deadline: uint256, v: uint8, r: bytes32, s: bytes32
) -> uint256:
    """
    @notice requestRedeem of the caller's own shares.
    @param shares at least min_shares()
    @param controller may cancel and claim
    @param deadline of the permit, unix seconds
    @return the batch
    """
    permit._use(IERC20(queue_custody.VAULT.address), shares, deadline, v, r, s)
    return queue_requests._request_redeem(shares, controller, msg.sender)
