# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A pool whose owner names the price
@notice Swaps like a Uniswap V3 pool without a curve: what comes out is what goes in times the fraction told for that
        direction. It asks once, for all, and sends what it reports: nothing about it is false but the price.
"""
from ethereum.ercs import IERC20

interface Payer:
    def uniswapV3SwapCallback(amount0: int256, amount1: int256, data: Bytes[32]): nonpayable


struct Rate:
    numerator: uint256        # raw units out
    denominator: uint256      # raw units in


token0: public(address)
token1: public(address)
rates: Rate[2]                # of token0 into token1, and back


@deploy
def __init__(token0: address, token1: address):
    self.token0 = token0
    self.token1 = token1


@external
def tell(forward: Rate, back: Rate):
    self.rates = [forward, back]


@external
def swap(
    recipient: address, zero_for_one: bool, amount: int256, limit: uint160, data: Bytes[32]
) -> (int256, int256):
    rate: Rate = self.rates[0 if zero_for_one else 1]
    sent: uint256 = convert(amount, uint256) * rate.numerator // rate.denominator
    amount0: int256 = -convert(sent, int256)
    amount1: int256 = amount
    out: address = self.token0
    if zero_for_one:
        amount0 = amount
        amount1 = -convert(sent, int256)
        out = self.token1
    extcall Payer(msg.sender).uniswapV3SwapCallback(amount0, amount1, b"")
    extcall IERC20(out).transfer(recipient, sent)
    return amount0, amount1
