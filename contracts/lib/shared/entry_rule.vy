# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title When the vault takes entries, and how much
@notice One rule for the vault, which applies it, and for the queue, which foretells it.
"""

MAX_TOTAL_ASSETS: constant(uint256) = 10**18      # raw USDC: a trillion; keeps every product below 2**256


@pure
@internal
def _is_open(now: uint256, paused_until: uint256, wound_down: bool, supply: uint256) -> bool:
    """
    @notice Beside this an entry needs a firm NAV and no running session.
    @param now unix seconds
    @param supply of shares; 0: the vault is not seeded
    """
    return now >= paused_until and not wound_down and supply != 0


@pure
@internal
def _capacity(total: uint256) -> uint256:
    """
    @param total NAV in raw USDC, rounded up
    @return raw USDC that the vault's total leaves for entries
    """
    return MAX_TOTAL_ASSETS - min(total, MAX_TOTAL_ASSETS)
