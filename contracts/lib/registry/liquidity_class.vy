# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What an asset's liquidity allows
@notice How much of the index an asset may be, and how far below the oracle a leg of it may fill, by class.
"""

DEEP: constant(uint256) = 1      # BTC, ETH, USDC
MEDIUM: constant(uint256) = 2
THIN: constant(uint256) = 3


@pure
@internal
def _weight_cap_ppm(liquidity_class: uint256) -> uint256:
    """
    @return the most one asset of the class may weigh, parts per million
    """
    if liquidity_class == DEEP:
        return 1_000_000      # 100 %
    if liquidity_class == MEDIUM:
        return 100_000        # 10 %
    return 5_000              # 0.5 %


@pure
@internal
def _slippage_bps(liquidity_class: uint256) -> uint256:
    """
    @return the slippage limit an asset of the class has unless its listing says otherwise
    """
    if liquidity_class == DEEP:
        return 100
    if liquidity_class == MEDIUM:
        return 200
    return 400
