# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The price curve of the auctions, callable
@notice For property tests against a model of its own.
"""
from contracts.lib.auction import price_curve


@pure
@external
def factor(elapsed: uint256, slippage_bps: uint256, buy: bool) -> uint256:
    return price_curve._factor(elapsed, slippage_bps, buy)


@pure
@external
def usdc(asset_quote: uint256, cash_quote: uint256, amount: uint256, factor: uint256, buy: bool) -> uint256:
    return price_curve._usdc(asset_quote, cash_quote, amount, factor, buy)
