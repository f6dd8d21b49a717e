# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title AuctionHouse: Dutch auctions, for thin assets and for the days without a keeper
@license AGPL-3.0-only
@notice Sells what the fund holds above its target and buys what it holds below. There is one auction per asset. The price
        starts in the fund's favour and moves toward the asset's slippage limit (lib/auction/price_curve). The first bid
        wins.

        TRUST. The vault trusts the trader alone. To the trader this house is a pool like any other: each bid is one leg
        of IndexTrader.fill. Oracle bound, direction, measured balances, loss budget and pause hold whatever is written
        here. The house holds nothing, has no owner and no parameter of its own.

        AUCTION. It is opened with the amount between holding and target at that moment, and lives for an hour. A new
        decision does not end it: a bid is filled toward the target that is active then. When the new target is on the
        other side, the trader refuses the bid and another auction may be opened in its place. A bid takes any part, at
        least 100 USD or the rest. A sale never takes the last raw unit in the books. The price is the oracle's at the
        moment of the bid; the bidder bounds it by `limit` and `deadline`. The bidder is paid first, called back if the bid
        carries data, and pays last (lib/auction/handover). So a bidder without capital can sell the asset in between.

        WHO OPENS. The executor, at any time. Anyone, when the keeper is silent (lib/auction/keeper_silence). There is no
        discretion: side and amount follow from the target. Losses count in the one budget of all trading.

        LIVENESS. Any asset with a fresh price can be sold, whatever its status. Purchases need a firm price, an active
        asset, and for risk that entries are not paused. What may not trade is passed over when auctions are opened, and
        refused by the trader if that comes later.

        TOKENS. A bidder gets all it pays for or the bid reverts: tokens with a transfer fee cannot be auctioned.

        ROUNDING. In the vault's favour. The LOG is complete: events carry a sequence number, and the count is stored. The
        trader logs each fill beside it as a leg of session 0.
"""
from ethereum.ercs import IERC4626

from .interfaces import IAuctionHouse
from .interfaces import IIndexTrader
from .lib.shared import require
from .lib.shared import event_sequence
from .lib.shared import quote
from .lib.auction import auction_slots
from .lib.auction import fund_distance
from .lib.auction import handover
from .lib.auction import keeper_silence
from .lib.auction import keeper_watch
from .lib.auction import price_curve
from .lib.shared import constants

implements: IAuctionHouse

initializes: event_sequence
initializes: auction_slots
initializes: fund_distance
initializes: handover
initializes: keeper_silence
initializes: keeper_watch[
    event_sequence := event_sequence, fund_distance := fund_distance, keeper_silence := keeper_silence
]

exports: event_sequence.sequence
exports: keeper_watch.__interface__


struct Price:
    amount: uint256         # raw units of the asset
    cash: uint256           # raw USDC for them
    factor: uint256         # 1e-8 of the oracle's price
    price: uint256          # USD 18 decimals of one whole token of the asset
    cash_price: uint256     # USD 18 decimals of one USDC
    remaining: uint256      # raw units of the asset that remain after the bid


MIN_BID: constant(uint256) = 100 * 10**18       # USD 18 decimals: 100 USD, or the rest
TOKEN0_IN: constant(uint256) = 1 << 160         # of a hop word, see IIndexTrader

USDC: immutable(address)


@deploy
def __init__(trader: address):
    """
    @param trader stands already and names this address, like the vault it names
    """
    fund_distance.__init__(trader)
    keeper_silence.__init__(trader)
    USDC = staticcall IERC4626(fund_distance.VAULT.address).asset()


# --- who opens -------------------------------------------------------------------------------------------------------

@external
def open(assets: DynArray[uint256, 112]) -> uint256:
    """
    @notice Opens an auction for each of the assets that is away from its target. It passes over assets that are not, that
            have a live auction on the right side, or that may not trade now; see lot() and workable(). Only the executor;
            anyone when silent().
    @return auctions opened, at least one
    @dev Errors: "auction: only executor", "auction: nothing to open"
    """
    portfolio: fund_distance.Portfolio = fund_distance._read()
    if not keeper_watch._is_silent(portfolio):
        require._that(msg.sender == keeper_silence._executor(), "auction: only executor")
    opened: uint256 = 0
    for asset: uint256 in assets:
        buy: bool = False
        amount: uint256 = 0
        buy, amount = self._openable(portfolio, asset)
        if amount == 0:
            continue
        auction_slots._open(asset, portfolio.epoch, amount, buy)
        opened += 1
        sequence: uint256 = event_sequence._next()
        log IAuctionHouse.AuctionOpened(
            asset=asset,
            epoch=portfolio.epoch,
            sequence=sequence,
            buy=buy,
            amount=amount,
            closes_at=block.timestamp + auction_slots.LIFE,
            by=msg.sender,
        )
    require._that(opened != 0, "auction: nothing to open")
    return opened


# --- who bids --------------------------------------------------------------------------------------------------------

@external
def bid(
    asset: uint256,
    amount: uint256,
    limit: uint256,
    receiver: address,
    deadline: uint256,
    data: Bytes[handover.MAX_DATA],
) -> (uint256, uint256):
    """
    @notice Takes a part of an auction at the price of now. Anyone who has approved this house for the payment.
    @param amount raw units of the asset, at most; more than remains means all that remains
    @param limit in a sale the most to pay, in a purchase the least to get, raw USDC
    @param receiver of the asset in a sale, of USDC in a purchase
    @param deadline unix seconds, the last second in which it may be filled
    @param data if not empty, msg.sender is called back with it before it pays (IAuctionBidder)
    @return raw units to the receiver, raw units from the bidder
    @dev Errors: "auction: deadline passed", "auction: not open", "auction: below minimum", "auction: limit",
         "auction: receiver", "auction: token short", and those of the trader's legs
    """
    require._that(block.timestamp <= deadline, "auction: deadline passed")
    require._that(receiver != empty(address) and receiver != self, "auction: receiver")
    slot: auction_slots.Slot = auction_slots._load(asset)
    deal: Price = self._price(slot, asset, amount)
    token: address = staticcall fund_distance.REGISTRY.token(asset)
    exchange: handover.Handover = handover.Handover(
        bidder=msg.sender,
        receiver=receiver,
        asset=asset,
        token_out=token,
        amount_out=deal.amount,
        token_in=USDC,
        amount_in=deal.cash,
    )
    if slot.buy:
        require._that(deal.cash >= limit, "auction: limit")
        exchange.token_out = USDC
        exchange.amount_out = deal.cash
        exchange.token_in = token
        exchange.amount_in = deal.amount
    else:
        require._that(deal.cash <= limit, "auction: limit")
    auction_slots._set_remaining(asset, deal.remaining)
    handover._await(exchange, data)
    # What the vault gives goes into the pool, which is this house.
    leg: IIndexTrader.Leg = IIndexTrader.Leg(
        asset=asset,
        buy=slot.buy,
        amount_in=exchange.amount_out,
        min_out=exchange.amount_in,
        first_hop=convert(self, uint256) | TOKEN0_IN,
        second_hop=0,
        gas_limit=0,
    )
    extcall keeper_silence.TRADER.fill(leg)
    sequence: uint256 = event_sequence._next()
    log IAuctionHouse.AuctionFilled(
        asset=asset,
        bidder=msg.sender,
        sequence=sequence,
        epoch=slot.epoch,
        buy=slot.buy,
        receiver=receiver,
        asset_amount=deal.amount,
        cash_amount=deal.cash,
        price=deal.price,
        cash_price=deal.cash_price,
        factor=deal.factor,
        remaining=deal.remaining,
    )
    return exchange.amount_out, exchange.amount_in


@external
@reentrant
def swap(
    recipient: address, zero_for_one: bool, amount: int256, sqrt_price_limit: uint160, data: Bytes[32]
) -> (int256, int256):
    """
    @notice The pool's part of a bid, in the shape of Uniswap V3. Only the trader, while bid() holds the lock; all
            arguments follow from the bid.
    @return raw units out of the vault, and, negative, raw units into it
    """
    require._that(msg.sender == keeper_silence.TRADER.address, "auction: only trader")
    amount_out: uint256 = 0
    amount_in: uint256 = 0
    amount_out, amount_in = handover._serve(keeper_silence.TRADER, fund_distance.VAULT.address)
    return convert(amount_out, int256), -convert(amount_in, int256)


# --- views -----------------------------------------------------------------------------------------------------------

@view
@external
def auction(asset: uint256) -> IAuctionHouse.Auction:
    """
    @return the last auction of an asset, all zero if there was none
    """
    slot: auction_slots.Slot = auction_slots._load(asset)
    if slot.epoch == 0:
        return empty(IAuctionHouse.Auction)
    return IAuctionHouse.Auction(
        epoch=slot.epoch,
        buy=slot.buy,
        remaining=slot.remaining,
        opened_at=slot.opened_at,
        closes_at=slot.opened_at + auction_slots.LIFE,
        live=auction_slots._is_live(slot),
    )


@view
@external
def preview_bid(asset: uint256, amount: uint256) -> (uint256, uint256):
    """
    @notice What a bid would move now, if the trader fills it. Reverts as bid() does.
    @return raw units to the receiver, raw units from the bidder
    """
    slot: auction_slots.Slot = auction_slots._load(asset)
    deal: Price = self._price(slot, asset, amount)
    if slot.buy:
        return deal.cash, deal.amount
    return deal.amount, deal.cash


@view
@external
def lot(asset: uint256) -> (bool, uint256):
    """
    @return whether an auction opened now would buy, and raw units of the asset: 0 if none can be opened
    """
    return self._openable(fund_distance._read(), asset)


@view
@external
def workable() -> DynArray[uint256, 112]:
    """
    @return ids for which anyone could open an auction now; none while the keeper is not silent
    """
    ids: DynArray[uint256, 112] = []
    portfolio: fund_distance.Portfolio = fund_distance._read()
    if not keeper_watch._is_silent(portfolio):
        return ids
    candidates: DynArray[uint256, 240] = []
    for held: uint256 in portfolio.ids:
        candidates.append(held)
    for target: uint256 in portfolio.targets:
        candidates.append(target & 65_535)
    for asset: uint256 in candidates:
        buy: bool = False
        amount: uint256 = 0
        buy, amount = self._openable(portfolio, asset)
        if amount != 0 and asset not in ids and len(ids) < 112:
            ids.append(asset)
    return ids


@view
@external
def trader() -> address:
    return keeper_silence.TRADER.address


# --- internal --------------------------------------------------------------------------------------------------------

@view
@internal
def _openable(portfolio: fund_distance.Portfolio, asset: uint256) -> (bool, uint256):
    """
    @return whether the fund buys, and raw units; 0 while an auction of the asset is live on the side that is right now
    """
    buy: bool = False
    amount: uint256 = 0
    slot: auction_slots.Slot = auction_slots._load(asset)
    live: bool = auction_slots._is_live(slot)
    buy, amount = fund_distance._lot(portfolio, asset)
    if live and slot.buy == buy:
        return False, 0
    return buy, amount


@view
@internal
def _price(slot: auction_slots.Slot, asset: uint256, amount: uint256) -> Price:
    """
    @param amount raw units that the bidder wants, at most
    @dev Errors: "auction: not open", "auction: below minimum"
    """
    available: uint256 = slot.remaining
    if not slot.buy:
        # An exit in kind since the opening took its part. The last raw unit keeps the books' storage in use.
        booked: uint256 = fund_distance._booked(asset)
        available = min(available, booked - min(booked, 1))
    require._that(auction_slots._is_live(slot) and available != 0, "auction: not open")
    taken: uint256 = min(amount, available)
    quotes: DynArray[uint256, 128] = staticcall fund_distance.REGISTRY.quotes([asset, constants.CASH])
    big: bool = quote._value(quotes[0], taken) >= MIN_BID or taken == available
    require._that(taken != 0 and big, "auction: below minimum")
    factor: uint256 = price_curve._factor(block.timestamp - slot.opened_at, quote._slippage_bps(quotes[0]), slot.buy)
    return Price(
        amount=taken,
        cash=price_curve._usdc(quotes[0], quotes[1], taken, factor, slot.buy),
        factor=factor,
        price=price_curve._oracle_price(quotes[0], slot.buy),
        cash_price=quote._price(quotes[1]),
        remaining=available - taken,
    )
