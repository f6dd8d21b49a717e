# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title One hop: swap against a pool, pay it in its callback, measure what came
@notice Nobody is ever approved. A pool is paid by the vault while it calls back, and a pool need not be genuine: it is
        taken for hostile code that may do anything but steal. What holds against it:

        - the callback pays only the pool whose swap is in flight, once, only the token of the leg, at most the amount
          of the leg. All other callers, and a second call, revert;
        - which side of the pair goes in is written in the hop, so a pool cannot choose the token it is paid in;
        - a sold token must still be in the vault as far as the books and the claims say, after the leg;
        - a bought token counts as far as the vault's balance grew: fees on transfer and lying pools show here;
        - what a pool says it paid in USDC is believed for one leg only: IndexTrader measures USDC once a transaction
          and reverts if the sum of what pools said is not what came.

        A venue that is paid before it is called (a V2 pair) and a second hop are further branches of _swap: they need
        the same words in flight and the same measurement around them.
"""
from ethereum.ercs import IERC20
from ...interfaces import IIndexVault
from ..vault import books


interface IUniswapV3Pool:
    def swap(
        recipient: address,
        zero_for_one: bool,
        amount_specified: int256,
        sqrt_price_limit: uint160,
        data: Bytes[32],
    ) -> (int256, int256): nonpayable


CASH: constant(uint256) = 1
ADDRESS_MASK: constant(uint256) = 2**160 - 1
ZERO_FOR_ONE: constant(uint256) = 1 << 160
HOP_BITS: constant(uint256) = 176               # a hop word is 160 address, 1 direction, 7 spare, 8 venue

# The price a V3 pool may go to: as far as it can, the oracle bound decides afterwards.
MIN_SQRT_PRICE: constant(uint160) = 4_295_128_740
MAX_SQRT_PRICE: constant(uint160) = 1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_341

# The swap in flight: hop word | id of the asset that goes in << 176. Zero: nobody may call back.
awaited: transient(uint256)

# Raw units of that asset: before the callback the most the pool may take, after it what it took.
amount: transient(uint256)

# The token that was paid, as the vault names it.
token: transient(address)


@internal
def _sell(vault: IIndexVault, asset: uint256, hop: uint256, amount: uint256, word: uint256) -> (uint256, uint256):
    """
    @param amount raw units of the asset, at most its balance
    @param word book word of the asset before the leg: balance | pot << 128
    @return raw units of the asset paid, raw units of USDC the pool reports to have sent to the vault
    """
    received: uint256 = self._swap(vault, asset, hop, amount)
    paid: uint256 = self.amount
    balance: uint256 = staticcall IERC20(self.token).balanceOf(vault.address)
    # the pot of claims is not the fund's to sell
    assert balance >= (word & books.FIELD_MASK) - paid + (word >> books.POT_SHIFT), "trader: sold token short"
    return paid, received


@internal
def _buy(vault: IIndexVault, token: address, hop: uint256, amount: uint256) -> (uint256, uint256):
    """
    @param token the asset bought
    @param amount raw units of USDC
    @return raw units of USDC paid, raw units of the asset by which the vault's balance grew
    """
    before: uint256 = staticcall IERC20(token).balanceOf(vault.address)
    self._swap(vault, CASH, hop, amount)
    after: uint256 = staticcall IERC20(token).balanceOf(vault.address)
    assert after >= before, "trader: bought token short"
    return self.amount, unsafe_sub(after, before)


@internal
def _swap(vault: IIndexVault, asset_in: uint256, hop: uint256, amount: uint256) -> uint256:
    """
    @notice Calls the pool and leaves in self.amount what it took. A pool that runs out of liquidity takes less.
    @return raw units the pool reports to have sent
    """
    # venue and spare bits are zero: only Uniswap V3 pools so far
    assert hop >> 161 == 0, "trader: unknown venue"
    zero_for_one: bool = hop & ZERO_FOR_ONE != 0
    limit: uint160 = MAX_SQRT_PRICE
    if zero_for_one:
        limit = MIN_SQRT_PRICE
    self.awaited = hop | (asset_in << HOP_BITS)
    self.amount = amount

    amount0: int256 = 0
    amount1: int256 = 0
    amount0, amount1 = extcall IUniswapV3Pool(convert(hop & ADDRESS_MASK, address)).swap(
        vault.address, zero_for_one, convert(amount, int256), limit, b""
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
    assert convert(msg.sender, uint256) == awaited & ADDRESS_MASK, "trader: stranger"
    self.awaited = 0
    wanted: int256 = amount1
    if awaited & ZERO_FOR_ONE != 0:
        wanted = amount0
    assert wanted > 0 and convert(wanted, uint256) <= self.amount, "trader: over the leg"
    self.amount = convert(wanted, uint256)
    self.token = extcall vault.pay(awaited >> HOP_BITS, msg.sender, convert(wanted, uint256))
