# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The exchange between vault and bidder: the bidder is paid first and pays last
@notice The house stands between them as a pool. The vault pays the house inside the trader's callback. All of that goes to
        the receiver. The bidder is called back if the bid carries data. Then the bidder's payment goes straight to the
        vault. The house keeps nothing, and takes tokens only from the bidder, for this bid, as much as the bid says.

        Every contract it calls on the way (tokens, the bidder) is taken for hostile. Vault, trader and house are all
        locked, the words of the bid are gone before the first call, and the trader measures what the vault gave and got
        as with any pool.
"""
from ethereum.ercs import IERC20

from ...interfaces import IAuctionBidder
from ...interfaces import IIndexTrader
from ..shared import require


struct Handover:
    bidder: address         # empty: no bid is in flight
    receiver: address
    asset: uint256
    token_out: address      # from the vault to the receiver
    amount_out: uint256     # raw units of it
    token_in: address       # from the bidder to the vault
    amount_in: uint256      # raw units of it


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
    @notice Only the trader calls this, inside the fill of the bid.
    @return raw units out of the vault, and into it
    """
    bid: Handover = self.awaited
    require._that(bid.bidder != empty(address), "auction: no bid")
    self.awaited = empty(Handover)

    before: uint256 = self._own_balance(bid.token_out)
    # The trader's hop says that token0 goes in: amount0 is what a pool wants.
    extcall trader.uniswapV3SwapCallback(convert(bid.amount_out, int256), -convert(bid.amount_in, int256), b"")
    received: uint256 = self._own_balance(bid.token_out) - before
    # A token with a transfer fee would be paid for in full and arrive in part.
    require._that(received >= bid.amount_out, "auction: token short")
    paid: bool = extcall IERC20(bid.token_out).transfer(bid.receiver, received, default_return_value=True)
    require._that(paid, "auction: not paid")
    if len(self.data) != 0:
        extcall IAuctionBidder(bid.bidder).auctionCallback(bid.asset, received, bid.amount_in, self.data)
    paid = extcall IERC20(bid.token_in).transferFrom(bid.bidder, vault, bid.amount_in, default_return_value=True)
    require._that(paid, "auction: not paid")
    return bid.amount_out, bid.amount_in


@view
@internal
def _own_balance(token: address) -> uint256:
    return staticcall IERC20(token).balanceOf(self)  # lint: balance-of-self, nothing is booked here; only changes count
