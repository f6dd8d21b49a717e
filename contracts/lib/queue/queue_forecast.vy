# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Forecast: how much of the locked batch a settlement takes now
@notice The trader reads it to raise cash; the settlement works with it. Both see the same numbers, so a deposit that
        will be returned never counts as cash for a redemption. The rest of a batch goes back, pro rata.

        Closed    While entries are paused, and after wind-down, no deposit counts.
        Batch     At most 20 % of NAV a side, or the policy's least flow of an hour where that is more: the executor
                  picks the minute of a settlement, and this bounds what a picked minute can be worth.
        Late      Two hours after the lock anyone may settle. From then on deposits count up to what one hour lets in,
                  as if all assets were volatile. What is netted is included. What flowed before in that hour is not:
                  otherwise a stranger could use the hour up and so send a batch back.
"""
from ethereum.ercs import IERC20

from ...interfaces import IFundPolicy
from ...interfaces import IIndexVault
from ..shared import constants
from ..shared import entry_rule
from ..vault import share_price
from . import queue_batches
from . import queue_custody

uses: queue_batches
uses: queue_custody

BATCH_SHARE_PPM: constant(uint256) = 200_000    # 20 % of NAV a side and batch
EXECUTOR_ONLY: constant(uint256) = 7_200        # 2 hours after the lock in which only the executor settles

# FundPolicy, the vault's: pause, wind-down, fees and the flow limit. It answers in the middle of a session.
POLICY: immutable(IFundPolicy)


@deploy
def __init__():
    POLICY = IFundPolicy(staticcall IIndexVault(queue_custody.VAULT.address).policy())


@view
@internal
def _locked_requests(total: uint256) -> (uint256, uint256):
    """
    @param total NAV in raw USDC
    @return raw USDC and shares that a settlement of now would take; zeros if nothing is locked
    """
    batch: uint256 = queue_batches._locked_batch()
    if batch == 0:
        return 0, 0
    supply: uint256 = staticcall IERC20(queue_custody.VAULT.address).totalSupply()
    return self._taken(batch, total, supply, staticcall POLICY.policy())


@view
@internal
def _taken(batch: uint256, total: uint256, supply: uint256, policy: IFundPolicy.Policy) -> (uint256, uint256):
    """
    @param batch locked
    @param total NAV in raw USDC
    @return raw USDC of its deposits and shares of its redemptions
    """
    limit: IFundPolicy.FlowLimit = staticcall POLICY.flow_limit()
    cap: uint256 = self._batch_cap(total, limit.least)
    shares: uint256 = min(
        queue_batches.batches[batch].sides[queue_batches.REDEMPTIONS].received,
        share_price._plain_shares(cap, total, supply),
    )
    if not entry_rule._is_open(block.timestamp, policy.paused_until, policy.wound_down, supply):
        return 0, shares
    if block.timestamp >= queue_batches.batches[batch].locked_at + EXECUTOR_ONLY:
        cap = min(cap, self._hour_cap(total, limit))
    return min(queue_batches.batches[batch].sides[queue_batches.DEPOSITS].received, cap), shares


@pure
@internal
def _batch_cap(total: uint256, least: uint256) -> uint256:
    """
    @param total NAV in raw USDC
    @param least flow of an hour, raw USDC
    @return raw USDC a side
    """
    return max(total * BATCH_SHARE_PPM // constants.PPM, least)


@pure
@internal
def _hour_cap(total: uint256, limit: IFundPolicy.FlowLimit) -> uint256:
    """
    @param total NAV in raw USDC
    @return raw USDC: the flow limit of an hour, counted as if all assets were volatile
    """
    share: uint256 = min(limit.volatile_share_ppm, limit.stable_share_ppm)
    return max(total * share // constants.PPM, limit.least)
