# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A pool written by a thief
@notice Has the swap function of a Uniswap V3 pool and does in it what it was told: asks for any amount, any number of
        times, sends and reports any other, and calls anything before and after it was paid. Names any tokens as its own.
"""
from ethereum.ercs import IERC20

interface Payer:
    def uniswapV3SwapCallback(amount0: int256, amount1: int256, data: Bytes[32]): nonpayable


struct Call:
    target: address
    data: Bytes[16_384]


asked: int256             # raw units of what goes in, in each callback
callbacks: uint256
sent: uint256             # raw units of what comes out, really
reported: int256          # the same, as returned: negative is out
token: IERC20             # what comes out
token0: public(address)   # what it says it trades
token1: public(address)

before: Call
after: Call


@external
def tell(asked: int256, callbacks: uint256, token: IERC20, sent: uint256, reported: int256):
    """
    @notice An honest swap: asked = the leg's amount, callbacks = 1, reported = -sent.
    """
    self.asked = asked
    self.callbacks = callbacks
    self.token = token
    self.sent = sent
    self.reported = reported


@external
def pose(token0: address, token1: address):
    self.token0 = token0
    self.token1 = token1


@external
def interfere(before_payment: bool, target: address, data: Bytes[16_384]):
    """
    @notice A call made in every swap, before or after the callbacks. If it reverts, so does the swap.
    """
    if before_payment:
        self.before = Call(target=target, data=data)
    else:
        self.after = Call(target=target, data=data)


@external
def swap(
    recipient: address, zero_for_one: bool, amount: int256, limit: uint160, data: Bytes[32]
) -> (int256, int256):
    self._make(self.before)
    for _: uint256 in range(self.callbacks, bound=4):
        if zero_for_one:
            extcall Payer(msg.sender).uniswapV3SwapCallback(self.asked, self.reported, b"")
        else:
            extcall Payer(msg.sender).uniswapV3SwapCallback(self.reported, self.asked, b"")
    self._make(self.after)
    if self.sent != 0:
        extcall self.token.transfer(recipient, self.sent)
    if zero_for_one:
        return self.asked, self.reported
    return self.reported, self.asked


@internal
def _make(call: Call):
    if call.target != empty(address):
        raw_call(call.target, call.data)
