# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A pair written by a thief
@notice Has the functions of a Uniswap V2 pair and does in swap() what it was told: sends any amount of any token to whom
        it was asked to, and calls anything first. Its reserves are what it was told to say.
"""
from ethereum.ercs import IERC20

token0: public(address)
token1: public(address)
reserve0: uint112
reserve1: uint112

token: IERC20             # what comes out
sent: uint256             # raw units of it, really
target: address
data: Bytes[16_384]


@external
def pose(token0: address, token1: address, reserve0: uint112, reserve1: uint112):
    """
    @notice What it says it is.
    """
    self.token0 = token0
    self.token1 = token1
    self.reserve0 = reserve0
    self.reserve1 = reserve1


@external
def tell(token: IERC20, sent: uint256):
    self.token = token
    self.sent = sent


@external
def interfere(target: address, data: Bytes[16_384]):
    """
    @notice A call made in every swap. If it reverts, so does the swap.
    """
    self.target = target
    self.data = data


@view
@external
def getReserves() -> (uint112, uint112, uint32):
    return self.reserve0, self.reserve1, convert(block.timestamp % 2**32, uint32)


@external
def swap(amount0_out: uint256, amount1_out: uint256, receiver: address, data: Bytes[32]):
    if self.target != empty(address):
        raw_call(self.target, self.data)
    if self.sent != 0:
        extcall self.token.transfer(receiver, self.sent)
