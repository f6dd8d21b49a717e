# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Rounding: one function per direction
@notice Rounding is against the caller: what they receive is rounded down, what they pay is rounded up.
"""


@pure
@internal
def _received(amount: uint256, numerator: uint256, denominator: uint256) -> uint256:
    """
    @return amount x numerator / denominator, rounded down; reverts on overflow of the product
    """
    return amount * numerator // denominator


@pure
@internal
def _paid(amount: uint256, numerator: uint256, denominator: uint256) -> uint256:
    """
    @return amount x numerator / denominator, rounded up; reverts on overflow of the product
    """
    product: uint256 = amount * numerator
    return product // denominator + convert(product % denominator != 0, uint256)
