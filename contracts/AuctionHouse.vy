# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title AuctionHouse: Dutch auctions, for thin assets and for the days without a keeper
@license GNU Affero General Public License v3.0 only
@notice Sells what the fund holds above its target and buys what it holds below, one auction an asset, to whoever bids
        first at a price that starts in the fund's favour and moves toward its limit (lib/auction/price_curve).

        TRUST. The vault trusts the trader alone, and to the trader this house is a pool like any other: each bid is one
        leg of IndexTrader.fill, whose limits hold whatever is written here. Oracle bound, direction, measured balances,
        loss budget, pause: see there. The house holds nothing, has no owner and no parameter of its own.

        AUCTION. Opened with what lies between holding and target at that moment, for an hour, for the active decision;
        another decision ends it. Bids take any part of it, at least 100 USD or the rest. The price is the oracle's of the
        bid; the bidder bounds it by `limit` and `deadline`. He is given first, called back if he passes data, and pays then
        (lib/auction/handover): who has no capital can bring the asset to its market in between.

        WHO OPENS. The executor, at any time. Anyone, when the keeper is silent (lib/auction/keeper_silence), and then
        every auction is one of the fallback, whoever opens it: its losses have a budget of their own, and nobody can
        hold the slot of an asset with auctions whose budget is gone. There is no discretion: side and amount follow
        from the target.

        LIVENESS. An asset without a firm price, one that may not be bought, or risk while entries are paused is passed over
        when opened, and refused by the trader if that comes later. While a session of several steps is open no bid is
        filled; it lasts an hour at most, and the next may not begin for as long.

        TOKENS. A bidder gets what he pays for in full or the bid reverts: tokens that take a fee cannot be auctioned.

        ROUNDING. For the vault. The LOG is complete: events carry a sequence number, and the count is stored. The
        trader logs each fill beside it as a leg of session 0.
"""
from ethereum.ercs import IERC4626

from .interfaces import IAuctionHouse
from .interfaces import IIndexStrategy
from .interfaces import IIndexTrader
from .lib.shared import require
from .lib.shared import event_sequence
from .lib.shared import quote
from .lib.auction import auction_slots
from .lib.auction import fund_distance
from .lib.auction import handover
from .lib.auction import keeper_silence
from .lib.auction import price_curve
from .lib.shared import constants

implements: IAuctionHouse

initializes: event_sequence
initializes: auction_slots
initializes: fund_distance
initializes: handover
initializes: keeper_silence

exports: (
    event_sequence.sequence,
    keeper_silence.far_since,
)

interface Executor:
    def executor() -> address: view


MIN_LOT: constant(uint256) = 100 * 10**18       # USD 18 decimals: 100 USD a bid, or the rest
TOKEN0_IN: constant(uint256) = 1 << 160         # of a hop word, see IIndexTrader

TRADER: immutable(IIndexTrader)
USDC: immutable(address)


@deploy
def __init__(trader: address):
    """
    @param trader stands already and names this address, like the vault it names
    """
    TRADER = IIndexTrader(trader)
    fund_distance.__init__(trader)
    USDC = staticcall IERC4626(fund_distance.VAULT.address).asset()


# --- who opens -------------------------------------------------------------------------------------------------------

@external
def open(assets: DynArray[uint256, 112]) -> uint256:
    """
    @notice Opens an auction for each of the assets that is away from its target. Passed over are those that are not, that
            have a live one, or that may not trade now; see lot() and workable(). The executor; anyone when silent().
    @return auctions opened, at least one
    @dev Errors: "auction: only executor", "auction: nothing to open"
    """
    found: fund_distance.Found = fund_distance._read()
    fallback: bool = keeper_silence._is_silent(fund_distance.STRATEGY, found.nav, found.distance)
    if not fallback:
        executor: address = staticcall Executor(TRADER.address).executor()
        require._that(msg.sender == executor, "auction: only executor")
    opened: uint256 = 0
    for asset: uint256 in assets:
        buy: bool = False
        amount: uint256 = 0
        buy, amount = self._openable(found, asset)
        if amount == 0:
            continue
        auction_slots._open(asset, found.epoch, amount, buy, fallback)
        opened += 1
        sequence: uint256 = event_sequence._next()
        log IAuctionHouse.AuctionOpened(
            asset=asset,
            epoch=found.epoch,
            sequence=sequence,
            buy=buy,
            fallback=fallback,
            amount=amount,
            closes_at=block.timestamp + auction_slots.LIFE,
            by=msg.sender,
        )
    require._that(opened != 0, "auction: nothing to open")
    return opened


@external
def report_distance() -> uint256:
    """
    @notice Starts the clock of the distance if the fund is more than 5 % of NAV from its target, voids it if it is not.
    @return unix seconds since when it has been far, 0 if it is near
    @dev Error: "auction: no price" (more than a little has no firm one)
    """
    found: fund_distance.Found = fund_distance._read()
    require._that(found.epoch != 0 and fund_distance._is_priced(found), "auction: no price")
    if keeper_silence._report(found.nav, found.distance):
        sequence: uint256 = event_sequence._next()
        log IAuctionHouse.DistanceReported(
            sequence=sequence,
            nav=found.nav,
            distance=found.distance,
            far_since=keeper_silence.far_since,
            by=msg.sender,
        )
    return keeper_silence.far_since


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
    @notice Takes a part of an auction at the price of now. Anyone, who has approved this house for what he will owe.
    @param amount raw units of the asset, at most; more than is left means what is left
    @param limit in a sale the most to pay, in a purchase the least to get, raw USDC
    @param receiver of what is given
    @param deadline unix seconds, the last second in which it may be filled
    @param data if not empty, msg.sender is called back with it before he pays (IAuctionBidder)
    @return raw units given to the receiver, raw units owed by the bidder
    @dev Errors: "auction: deadline passed", "auction: not open", "auction: below minimum", "auction: limit",
         "auction: receiver", "auction: token short", and those of the trader's legs
    """
    require._that(block.timestamp <= deadline, "auction: deadline passed")
    require._that(receiver != empty(address) and receiver != self, "auction: receiver")
    slot: auction_slots.Slot = auction_slots._load(asset)
    # that its epoch is active is the trader's to check
    require._that(auction_slots._is_live(slot, slot.epoch), "auction: not open")
    taken: uint256 = 0
    cash: uint256 = 0
    factor: uint256 = 0
    price: uint256 = 0
    cash_price: uint256 = 0
    taken, cash, factor, price, cash_price = self._price(slot, asset, amount)
    token: address = staticcall fund_distance.REGISTRY.token(asset)
    leg: IIndexTrader.Leg = IIndexTrader.Leg(
        asset=asset,
        buy=slot.buy,
        amount_in=taken,
        min_out=cash,
        first_hop=convert(self, uint256) | TOKEN0_IN,
        second_hop=0,
        gas_limit=0,
    )
    deal: handover.Handover = handover.Handover(
        bidder=msg.sender, receiver=receiver, asset=asset, gift=token, given=taken, price=USDC, owed=cash
    )
    if slot.buy:
        require._that(cash >= limit, "auction: limit")
        leg.amount_in = cash
        leg.min_out = taken
        deal.gift = USDC
        deal.given = cash
        deal.price = token
        deal.owed = taken
    else:
        require._that(cash <= limit, "auction: limit")
    auction_slots._take(asset, taken)
    handover._await(deal, data)
    extcall TRADER.fill(leg)
    sequence: uint256 = event_sequence._next()
    log IAuctionHouse.AuctionFilled(
        asset=asset,
        bidder=msg.sender,
        sequence=sequence,
        epoch=slot.epoch,
        buy=slot.buy,
        fallback=slot.fallback,
        receiver=receiver,
        given=deal.given,
        owed=deal.owed,
        factor=factor,
        price=price,
        cash_price=cash_price,
        left=slot.left - taken,
    )
    return deal.given, deal.owed


@external
@reentrant
def swap(
    recipient: address, zero_for_one: bool, amount: int256, sqrt_price_limit: uint160, data: Bytes[32]
) -> (int256, int256):
    """
    @notice The pool's part of a bid, in the shape of Uniswap V3. Only the trader, while bid() holds the lock; all
            arguments follow from the bid.
    @return raw units that the vault gave, and, negative, those it got
    """
    require._that(msg.sender == TRADER.address, "auction: only trader")
    given: uint256 = 0
    owed: uint256 = 0
    given, owed = handover._serve(TRADER, fund_distance.VAULT.address)
    return convert(given, int256), -convert(owed, int256)


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
    active: IIndexStrategy.Decision = staticcall fund_distance.STRATEGY.active()
    return IAuctionHouse.Auction(
        epoch=slot.epoch,
        buy=slot.buy,
        fallback=slot.fallback,
        left=slot.left,
        opened_at=slot.opened_at,
        closes_at=slot.opened_at + auction_slots.LIFE,
        live=auction_slots._is_live(slot, active.epoch),
    )


@view
@external
def preview_bid(asset: uint256, amount: uint256) -> (uint256, uint256):
    """
    @notice What a bid would be given and owe now, if the trader fills it. Reverts as bid() does.
    """
    slot: auction_slots.Slot = auction_slots._load(asset)
    require._that(auction_slots._is_live(slot, slot.epoch), "auction: not open")
    taken: uint256 = 0
    cash: uint256 = 0
    factor: uint256 = 0
    price: uint256 = 0
    cash_price: uint256 = 0
    taken, cash, factor, price, cash_price = self._price(slot, asset, amount)
    if slot.buy:
        return cash, taken
    return taken, cash


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
    found: fund_distance.Found = fund_distance._read()
    if not keeper_silence._is_silent(fund_distance.STRATEGY, found.nav, found.distance):
        return ids
    candidates: DynArray[uint256, 240] = []
    for held: uint256 in found.ids:
        candidates.append(held)
    for target: uint256 in found.targets:
        candidates.append(target & 65_535)
    for asset: uint256 in candidates:
        buy: bool = False
        amount: uint256 = 0
        buy, amount = self._openable(found, asset)
        if amount != 0 and asset not in ids and len(ids) < 112:
            ids.append(asset)
    return ids


@view
@external
def silent() -> bool:
    """
    @return whether anyone may open auctions now
    """
    found: fund_distance.Found = fund_distance._read()
    return keeper_silence._is_silent(fund_distance.STRATEGY, found.nav, found.distance)


@view
@external
def distance() -> (uint256, uint256):
    """
    @return distance to target and NAV, USD 18 decimals, at the prices of now
    """
    found: fund_distance.Found = fund_distance._read()
    return found.distance, found.nav


@view
@external
def trader() -> address:
    return TRADER.address


# --- inside ----------------------------------------------------------------------------------------------------------

@view
@internal
def _openable(found: fund_distance.Found, asset: uint256) -> (bool, uint256):
    """
    @return whether the fund buys, and raw units; 0 while an auction of the asset is live
    """
    if auction_slots._is_live(auction_slots._load(asset), found.epoch):
        return False, 0
    return fund_distance._lot(found, asset)


@view
@internal
def _price(slot: auction_slots.Slot, asset: uint256, amount: uint256) -> (uint256, uint256, uint256, uint256, uint256):
    """
    @return raw units of the asset, raw USDC for them, the factor of the oracle price, the oracle's prices of both in USD
    @dev Error: "auction: below minimum"
    """
    quotes: DynArray[uint256, 128] = staticcall fund_distance.REGISTRY.quotes([asset, constants.CASH])
    taken: uint256 = min(amount, slot.left)
    big: bool = quote._value(quotes[0], taken) >= MIN_LOT or taken == slot.left
    require._that(big, "auction: below minimum")
    factor: uint256 = price_curve._factor(block.timestamp - slot.opened_at, quote._slippage_bps(quotes[0]), slot.buy)
    cash: uint256 = price_curve._usdc(quotes[0], quotes[1], taken, factor, slot.buy)
    return taken, cash, factor, quote._price(quotes[0]), quote._price(quotes[1])
