# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What passes between vault and bidder: first what he gets, then what he owes
@notice The house stands between them as a pool: the vault pays it inside of the trader's callback, all of that goes to the
        receiver, the bidder is called if he wishes, and what he owes goes from him straight to the vault. The house
        keeps nothing, and takes only from the bidder, for his bid, what the bid says.

        Whom it calls on the way (tokens, the bidder) is taken for hostile: vault, trader and house are all locked, the
        words of the bid are gone before the first call, and what came is measured by the trader as for any pool.
"""
from ethereum.ercs import IERC20

from ...interfaces import IAuctionBidder
from ...interfaces import IIndexTrader
from ..shared import require


struct Handover:
    bidder: address         # empty: no bid is in flight
    receiver: address
    asset: uint256
    gift: address           # token that the vault gives
    given: uint256          # raw units of it
    price: address          # token that the bidder owes
    owed: uint256           # raw units of it


MAX_DATA: constant(uint256) = 1_024

awaited: transient(Handover)
data: transient(Bytes[MAX_DATA])


@internal
def _await(handover: Handover, data: Bytes[MAX_DATA]):
    self.awaited = handover
    self.data = data


@internal
def _serve(trader: IIndexTrader, vault: address) -> (uint256, uint256):
    """
    @notice Only the trader is here, inside of the bid's fill.
    @return raw units given and owed
    """
    bid: Handover = self.awaited
    require._that(bid.bidder != empty(address), "auction: no bid")
    self.awaited = empty(Handover)

    before: uint256 = self._here(bid.gift)
    # the trader's hop says that token0 goes in: amount0 is what a pool wants
    extcall trader.uniswapV3SwapCallback(convert(bid.given, int256), -convert(bid.owed, int256), b"")
    came: uint256 = self._here(bid.gift) - before
    # a token that takes a fee by now would be paid for in full and arrive in part
    require._that(came >= bid.given, "auction: token short")
    paid: bool = extcall IERC20(bid.gift).transfer(bid.receiver, came, default_return_value=True)
    require._that(paid, "auction: not paid")
    if len(self.data) != 0:
        extcall IAuctionBidder(bid.bidder).auctionCallback(bid.asset, came, bid.owed, self.data)
    paid = extcall IERC20(bid.price).transferFrom(bid.bidder, vault, bid.owed, default_return_value=True)
    require._that(paid, "auction: not paid")
    return bid.given, bid.owed


@view
@internal
def _here(token: address) -> uint256:
    return staticcall IERC20(token).balanceOf(self)  # lint: balance-of-self, nothing is booked here; only changes count
