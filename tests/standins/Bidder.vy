# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A bidder that is a contract
@notice Called back between what it was given and what it owes, it does what it was told: trades what it got in a Uniswap
        V3 pool for what it owes, or calls anything, and remembers how that ended.
"""
from ethereum.ercs import IERC20

interface House:
    def bid(
        asset: uint256, amount: uint256, limit: uint256, receiver: address, deadline: uint256, data: Bytes[1024]
    ) -> (uint256, uint256): nonpayable


interface Pool:
    def swap(
        recipient: address, zero_for_one: bool, amount: int256, limit: uint160, data: Bytes[32]
    ) -> (int256, int256): nonpayable


asset: public(uint256)
given: public(uint256)
owed: public(uint256)
data: public(Bytes[1024])
paid_before: public(uint256)    # raw units of the price that this contract had when it was called back

price: IERC20
pool: Pool
zero_for_one: bool
gift: IERC20

target: address
calldata: Bytes[4096]
succeeded: public(bool)
answer: public(Bytes[256])


@external
def approve(token: IERC20, spender: address):
    extcall token.approve(spender, max_value(uint256))


@external
def trade_in(pool: Pool, zero_for_one: bool, gift: IERC20, price: IERC20):
    """
    @notice In the callback, swap all that was given in this pool.
    """
    self.pool = pool
    self.zero_for_one = zero_for_one
    self.gift = gift
    self.price = price


@external
def call_back_with(target: address, calldata: Bytes[4096]):
    """
    @notice In the callback, call this; a revert is remembered, not passed on.
    """
    self.target = target
    self.calldata = calldata


@external
def act(target: address, calldata: Bytes[4096]):
    """
    @notice Call anything as this contract, outside of any bid.
    """
    raw_call(target, calldata)


@external
def bid(
    house: House, asset: uint256, amount: uint256, limit: uint256, receiver: address, deadline: uint256, data: Bytes[1024]
) -> (uint256, uint256):
    return extcall house.bid(asset, amount, limit, receiver, deadline, data)


@external
def auctionCallback(asset: uint256, given: uint256, owed: uint256, data: Bytes[1024]):
    self.asset = asset
    self.given = given
    self.owed = owed
    self.data = data
    if self.pool.address != empty(address):
        self.paid_before = staticcall self.price.balanceOf(self)  # lint: balance-of-self, to be told to the test
        limit: uint160 = 1461446703485210103287273052203988822378723970341
        if self.zero_for_one:
            limit = 4295128740
        extcall self.pool.swap(self, self.zero_for_one, convert(given, int256), limit, b"")
    if self.target != empty(address):
        self.succeeded, self.answer = raw_call(self.target, self.calldata, max_outsize=256, revert_on_failure=False)


@external
def uniswapV3SwapCallback(amount0: int256, amount1: int256, data: Bytes[32]):
    assert msg.sender == self.pool.address, "bidder: only its pool"
    extcall self.gift.transfer(msg.sender, convert(max(amount0, amount1), uint256))
