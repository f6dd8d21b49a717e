# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The product of two feeds' readings, callable
@notice For readings no feed can be made to give in a test, but a feed of few decimals could.
"""
from contracts.lib.registry import price_feed


@pure
@external
def product(first: uint256, second: uint256) -> uint256:
    return price_feed._product(first, second)
