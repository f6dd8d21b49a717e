# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The least a switch can cost where some legs have two hops
@notice LeanSwitch with an intermediate: what the first pool sent here is sold to the second.
"""
from ethereum.ercs import IERC20

interface Feed:
    def latestRoundData() -> (uint80, int256, uint256, uint256, uint80): view


interface Pool:
    def swap(
        recipient: address, zero_for_one: bool, amount: int256, limit: uint160, data: Bytes[32]
    ) -> (int256, int256): nonpayable


struct Leg:
    token: address
    feed: address
    pool: address
    zero_for_one: bool
    amount: int256
    second_pool: address        # zero: one hop
    second_zero_for_one: bool


@external
def switch(legs: DynArray[Leg, 128], intermediate: address):
    for leg: Leg in legs:
        assert (staticcall Feed(leg.feed).latestRoundData())[1] > 0
        came: int256 = self._swap(leg.pool, leg.token, leg.zero_for_one, leg.amount)
        if leg.second_pool != empty(address):
            self._swap(leg.second_pool, intermediate, leg.second_zero_for_one, came)


@external
def uniswapV3SwapCallback(amount0: int256, amount1: int256, data: Bytes[32]):
    amount: int256 = max(amount0, amount1)
    extcall IERC20(abi_decode(data, address)).transfer(msg.sender, convert(amount, uint256), default_return_value=True)


@internal
def _swap(pool: address, token: address, zero_for_one: bool, amount: int256) -> int256:
    limit: uint160 = 1461446703485210103287273052203988822378723970341
    if zero_for_one:
        limit = 4295128740
    amount0: int256 = 0
    amount1: int256 = 0
    amount0, amount1 = extcall Pool(pool).swap(self, zero_for_one, amount, limit, abi_encode(token))
    return -min(amount0, amount1)
