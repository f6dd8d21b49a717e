# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The least a switch can cost
@notice For each asset: read its feed, swap it in its pool, pay the pool while it calls back. No books, no limits, no
        events, no protection of any kind. What IndexTrader costs above this is what its promises cost.
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


@external
def switch(legs: DynArray[Leg, 128]):
    for leg: Leg in legs:
        assert (staticcall Feed(leg.feed).latestRoundData())[1] > 0
        limit: uint160 = 1461446703485210103287273052203988822378723970341
        if leg.zero_for_one:
            limit = 4295128740
        extcall Pool(leg.pool).swap(self, leg.zero_for_one, leg.amount, limit, abi_encode(leg.token))


@external
def uniswapV3SwapCallback(amount0: int256, amount1: int256, data: Bytes[32]):
    amount: int256 = max(amount0, amount1)
    extcall IERC20(abi_decode(data, address)).transfer(msg.sender, convert(amount, uint256), default_return_value=True)
