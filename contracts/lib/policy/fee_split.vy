# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The split of the fee shares between manager and platform
"""
from ethereum.ercs import IERC20

from ...interfaces import IFundPolicy
from ..shared import event_sequence
from ..shared import constants

uses: event_sequence


manager: public(address)
platform: public(address)
platform_share_bps: public(uint256)


@internal
def _set_split(vault: address, manager: address, platform: address, platform_share_bps: uint256):
    # shares sent to the vault or to here would be stuck, or end every later distribution and split
    nowhere: address[3] = [empty(address), vault, self]
    assert manager not in nowhere and platform not in nowhere, "policy: split"
    assert platform_share_bps <= constants.BPS, "policy: split"
    self.manager = manager
    self.platform = platform
    self.platform_share_bps = platform_share_bps
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.SplitSet(
        sequence=sequence, manager=manager, platform=platform, platform_share_bps=platform_share_bps
    )


@internal
def _distribute(share: IERC20):
    """
    @param share the vault's own ERC-20: it reverts or answers True
    """
    total: uint256 = staticcall share.balanceOf(self)  # lint: balance-of-self, fee shares are all it holds
    if total == 0:
        return
    to_platform: uint256 = total * self.platform_share_bps // constants.BPS
    sequence: uint256 = event_sequence._next()
    log IFundPolicy.Distributed(
        sequence=sequence, manager_shares=total - to_platform, platform_shares=to_platform
    )
    if to_platform != 0:
        extcall share.transfer(self.platform, to_platform)
    if total != to_platform:
        extcall share.transfer(self.manager, total - to_platform)
