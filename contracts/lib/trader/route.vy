# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The way of a leg: one hop or two, and what it moved
@notice Between two hops lies an intermediate (WETH, mostly), which is never booked: a second pool that is a pair gets it
        straight from the first pool, one that is a Uniswap V3 pool from the trader, in its callback. The second pool
        names it, and may lie: the trader owns nothing, so all there is to lose is what the first pool sent, and then
        the leg fails its price.

        What is believed about a leg, whatever the pools and tokens are:
        - a sold token must still be in the vault as far as the books and the claims say, after the leg;
        - a bought token counts as far as the vault's balance grew: fees on transfer and lying pools show here;
        - what the last pool says it paid in USDC is believed for one leg only: IndexTrader measures USDC once a
          transaction and reverts if the sum of what pools said is not what came;
        - the trader ends each leg with as much of the intermediate as before. What was sent to it before stays
          there and changes nothing.
"""
from ethereum.ercs import IERC20

from ...interfaces import IIndexVault
from ..vault import books
from . import swap
from . import v2_pair
from ..shared import constants

uses: swap


interface ITwoTokens:
    def token0() -> address: view
    def token1() -> address: view


@internal
def _sell(
    vault: IIndexVault, asset: uint256, first_hop: uint256, second_hop: uint256, amount: uint256, word: uint256
) -> (uint256, uint256):
    """
    @param second_hop zero: there is none
    @param amount raw units of the asset, at most its balance
    @param word book word of the asset before the leg: balance | pot << 128
    @return raw units of the asset paid, raw units of USDC the last pool reports to have sent to the vault
    """
    received: uint256 = 0
    if second_hop == 0:
        received = swap._swap(vault, asset, first_hop, amount, vault.address)
    else:
        received = self._two_hops(vault, asset, first_hop, second_hop, amount)
    paid: uint256 = swap.amount
    balance: uint256 = staticcall IERC20(swap.token).balanceOf(vault.address)
    # the pot of claims is not the fund's to sell
    assert balance >= (word & books.FIELD_MASK) - paid + (word >> books.POT_SHIFT), "trader: sold token short"
    return paid, received


@internal
def _buy(
    vault: IIndexVault, token: address, first_hop: uint256, second_hop: uint256, amount: uint256
) -> (uint256, uint256):
    """
    @param token the asset bought
    @param second_hop zero: there is none
    @param amount raw units of USDC
    @return raw units of USDC paid, raw units of the asset by which the vault's balance grew
    """
    before: uint256 = staticcall IERC20(token).balanceOf(vault.address)
    if second_hop == 0:
        swap._swap(vault, constants.CASH, first_hop, amount, vault.address)
    else:
        self._two_hops(vault, constants.CASH, first_hop, second_hop, amount)
    after: uint256 = staticcall IERC20(token).balanceOf(vault.address)
    assert after >= before, "trader: bought token short"
    return swap.amount, unsafe_sub(after, before)


@internal
def _two_hops(
    vault: IIndexVault, asset_in: uint256, first_hop: uint256, second_hop: uint256, amount: uint256
) -> uint256:
    """
    @notice Leaves in swap.amount what the first pool took.
    @return raw units the second pool reports to have sent to the vault
    """
    pool: address = convert(second_hop & swap.ADDRESS_MASK, address)
    zero_for_one: bool = second_hop & swap.ZERO_FOR_ONE != 0
    intermediate: address = empty(address)
    if zero_for_one:
        intermediate = staticcall ITwoTokens(pool).token0()
    else:
        intermediate = staticcall ITwoTokens(pool).token1()

    if second_hop >> swap.VENUE_SHIFT == swap.V2_PAIR:
        swap._swap(vault, asset_in, first_hop, amount, pool)
        return v2_pair._swap(pool, intermediate, zero_for_one, vault.address)

    before: uint256 = self._own_balance(intermediate)
    brought: uint256 = swap._swap(vault, asset_in, first_hop, amount, self)
    paid: uint256 = swap.amount
    swap.intermediate = intermediate
    sent: uint256 = swap._swap(vault, swap.INTERMEDIATE, second_hop, brought, vault.address)
    # what the first pool reported really came, the second took all of it, and what was here before stayed
    assert self._own_balance(intermediate) == before, "trader: intermediate differs"
    swap.amount = paid
    return sent


@view
@internal
def _own_balance(token: address) -> uint256:
    """
    @return raw units the trader has of an intermediate
    """
    return staticcall IERC20(token).balanceOf(self)  # lint: balance-of-self, nothing is booked here; only changes count
