# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Whoever looks at the vault from inside a transaction of somebody else's
"""
from ethereum.ercs import IERC4626

VAULT: immutable(IERC4626)

seen: DynArray[uint256, 6]


@deploy
def __init__(vault: IERC4626):
    VAULT = vault


@external
def observe(account: address):
    """
    @notice Remember the four limits, the total assets and what a share is worth, as they are now.
    """
    self.seen = [
        staticcall VAULT.maxDeposit(account),
        staticcall VAULT.maxMint(account),
        staticcall VAULT.maxWithdraw(account),
        staticcall VAULT.maxRedeem(account),
        staticcall VAULT.totalAssets(),
        staticcall VAULT.convertToAssets(10**18),
    ]


@view
@external
def seen_values() -> DynArray[uint256, 6]:
    return self.seen
