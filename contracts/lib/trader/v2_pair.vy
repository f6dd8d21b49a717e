# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A hop through a Uniswap V2 pair, paid before it is called
@notice A pair does not say what it gives: it is told what to send, and refuses if its product of reserves would fall.
        What went in is what its balance shows beyond its reserves, so that a token that takes a fee on the way counts as
        it arrived; what comes out is the most the formula allows, rounded down. Reserves and balances are what pair and
        token say, and either may lie: what really came is measured by who called.
"""
from ethereum.ercs import IERC20

from ..shared import require


interface IUniswapV2Pair:
    def getReserves() -> (uint112, uint112, uint32): view
    def swap(amount0_out: uint256, amount1_out: uint256, receiver: address, data: Bytes[32]): nonpayable


# The fee is 0.3 % of what goes in, as in the pair's own check.
FEE_BASE: constant(uint256) = 1_000
AFTER_FEE: constant(uint256) = 997


@internal
def _swap(pair: address, token_in: address, zero_for_one: bool, receiver: address) -> uint256:
    """
    @param token_in what the pair was paid in
    @param zero_for_one the pair's token0 went in
    @return raw units the pair was told to send, below 2**112
    """
    reserve0: uint112 = 0
    reserve1: uint112 = 0
    updated_at: uint32 = 0
    reserve0, reserve1, updated_at = staticcall IUniswapV2Pair(pair).getReserves()
    reserve_in: uint256 = convert(reserve1, uint256)
    reserve_out: uint256 = convert(reserve0, uint256)
    if zero_for_one:
        reserve_in = convert(reserve0, uint256)
        reserve_out = convert(reserve1, uint256)

    balance: uint256 = staticcall IERC20(token_in).balanceOf(pair)
    require._that(balance > reserve_in, "trader: pool not paid")
    amount_in: uint256 = (balance - reserve_in) * AFTER_FEE
    sent: uint256 = amount_in * reserve_out // (reserve_in * FEE_BASE + amount_in)

    amount0: uint256 = sent
    amount1: uint256 = 0
    if zero_for_one:
        amount0 = 0
        amount1 = sent
    extcall IUniswapV2Pair(pair).swap(amount0, amount1, receiver, b"")
    return sent
