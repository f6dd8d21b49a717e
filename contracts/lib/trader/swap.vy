# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title One hop: swap against a pool and pay it
@notice Nobody is ever approved. A Uniswap V3 pool is paid while it calls back, a V2 pair before it is called, and neither
        need be genuine: a pool is taken for hostile code that may do anything but steal. What holds against it:

        - the callback pays only the pool whose swap is in flight, once, only the token of the hop, at most the amount
          of the hop. All other callers, and a second call, revert;
        - a pair is paid the amount of the hop and gets no callback: no word is in flight while it holds the floor;
        - which side of the pool goes in is written in the hop, so a pool cannot choose the token it is paid in;
        - what a pool gives is not believed here but measured by who called, see lib/trader/route.vy.

        The vault pays for its assets. What a first hop sent to the trader, the intermediate, is paid by the trader.
"""
from ethereum.ercs import IERC20
from ...interfaces import IIndexVault
from ..vault import books
from ..shared import require
from . import v2_pair


interface IUniswapV3Pool:
    def swap(
        recipient: address,
        zero_for_one: bool,
        amount_specified: int256,
        sqrt_price_limit: uint160,
        data: Bytes[32],
    ) -> (int256, int256): nonpayable


# A hop word: 160 address, 1 direction, 7 spare, 8 venue.
ADDRESS_MASK: constant(uint256) = 2**160 - 1
ZERO_FOR_ONE: constant(uint256) = 1 << 160
VENUE_SHIFT: constant(uint256) = 161            # spare bits included: they must be zero
V3_POOL: constant(uint256) = 0
V2_PAIR: constant(uint256) = 1 << 7
HOP_BITS: constant(uint256) = 176

# What goes in where it is no asset of the vault: the registry gives no asset this id.
INTERMEDIATE: constant(uint256) = 0

# The price a V3 pool may go to: as far as it can, the oracle bound decides afterwards.
MIN_SQRT_PRICE: constant(uint160) = 4_295_128_740
MAX_SQRT_PRICE: constant(uint160) = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341

# The V3 swap in flight: hop word | id of the asset that goes in << 176. Zero: nobody may call back.
awaited: transient(uint256)

# Raw units that go in: before the callback the most the pool may take, after it what it took.
amount: transient(uint256)

# The token the vault paid in, as the vault names it.
token: transient(address)

# The token the trader pays in, as the second pool names it.
intermediate: transient(address)


@internal
def _swap(vault: IIndexVault, asset_in: uint256, hop: uint256, amount: uint256, receiver: address) -> uint256:
    """
    @notice Swaps and leaves in self.amount what the pool took. A V3 pool that runs out of liquidity takes less.
    @param asset_in registry id, or INTERMEDIATE, which only a V3 pool can be paid in here
    @param receiver of what comes out
    @return raw units the pool reports to have sent, at most 2**120
    """
    zero_for_one: bool = hop & ZERO_FOR_ONE != 0
    if hop >> VENUE_SHIFT != V3_POOL:
        require._that(hop >> VENUE_SHIFT == V2_PAIR, "trader: unknown venue")
        pair: address = convert(hop & ADDRESS_MASK, address)
        token: address = extcall vault.pay(asset_in, pair, amount)
        self.token = token
        self.amount = amount
        return v2_pair._swap(pair, token, zero_for_one, receiver)

    limit: uint160 = MAX_SQRT_PRICE
    if zero_for_one:
        limit = MIN_SQRT_PRICE
    self.awaited = hop | (asset_in << HOP_BITS)
    self.amount = amount

    amount0: int256 = 0
    amount1: int256 = 0
    amount0, amount1 = extcall IUniswapV3Pool(convert(hop & ADDRESS_MASK, address)).swap(
        receiver, zero_for_one, convert(amount, int256), limit, b""
    )
    assert self.awaited == 0, "trader: pool not paid"

    sent: int256 = amount0
    if zero_for_one:
        sent = amount1
    # what leaves a pool is negative
    assert sent <= 0 and sent >= -convert(books.MAX_AMOUNT, int256), "trader: pool report"
    return convert(-sent, uint256)


@internal
def _pay_caller(vault: IIndexVault, amount0: int256, amount1: int256):
    """
    @notice The payment callback of a V3 pool: positive is what the pool wants.
    """
    awaited: uint256 = self.awaited
    assert convert(msg.sender, uint256) == awaited & ADDRESS_MASK, "trader: not the pool"
    self.awaited = 0
    wanted: int256 = amount1
    if awaited & ZERO_FOR_ONE != 0:
        wanted = amount0
    most: uint256 = self.amount
    assert wanted > 0 and wanted <= convert(most, int256), "trader: exceeds leg amount"
    taken: uint256 = convert(wanted, uint256)
    if taken != most:
        self.amount = taken
    if awaited >> HOP_BITS == INTERMEDIATE:
        paid: bool = extcall IERC20(self.intermediate).transfer(msg.sender, taken, default_return_value=True)
        assert paid, "trader: pool not paid"
    else:
        self.token = extcall vault.pay(awaited >> HOP_BITS, msg.sender, taken)
