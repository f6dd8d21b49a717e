# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The list of assets and the only writer of their words
@notice Ids count from 1 and are never reused; a token is listed once. Every change of status or stable flag goes through
        this module, so the terms word and the eligibility never disagree. It authorises nobody: the contract does.
"""
from ethereum.ercs import IERC20Detailed

from ...interfaces import IAssetRegistry
from . import asset_prices
from . import asset_terms
from ..shared import constants
from ..shared import event_sequence
from . import liquidity_class
from . import price_terms
from ..shared import quote

uses: asset_prices
uses: event_sequence
uses: price_terms

MAX_ASSETS: constant(uint256) = 65_535            # ids are 16 bits
MAX_TOKEN_DECIMALS: constant(uint256) = 27

# Seconds between two reports of a dead feed: at least, and at most.
DEAD_FOR: constant(uint256) = 86_400
REPORT_LIFE: constant(uint256) = 3 * 86_400

# Seconds after which an impairment of the guardian ends, and from then until the next one of the same asset.
IMPAIRMENT: constant(uint256) = 3 * 86_400
COOL_DOWN: constant(uint256) = 4 * 86_400

asset_count: public(uint256)
# token -> id, 0 if not listed
id_of: public(HashMap[address, uint256])
# id // 4 -> four eligibility (asset_terms)
eligibility_slots: HashMap[uint256, uint256]


# --- writing ---------------------------------------------------------------------------------------------------------

@internal
def _list(listing: IAssetRegistry.Listing) -> uint256:
    """
    @return the new id
    @dev Errors: "registry: no token", "registry: listed already", "registry: full", "registry: decimals",
         "registry: class", "registry: weight cap", and those of price_terms._set_terms
    """
    assert listing.token.is_contract, "registry: no token"
    assert self.id_of[listing.token] == 0, "registry: listed already"
    asset: uint256 = self.asset_count + 1
    assert asset <= MAX_ASSETS, "registry: full"
    decimals: uint256 = convert(staticcall IERC20Detailed(listing.token).decimals(), uint256)
    assert decimals <= MAX_TOKEN_DECIMALS, "registry: decimals"
    assert (
        listing.liquidity_class >= liquidity_class.DEEP and listing.liquidity_class <= liquidity_class.THIN
    ), "registry: class"

    class_cap: uint256 = liquidity_class._weight_cap_ppm(listing.liquidity_class)
    weight_cap: uint256 = listing.weight_cap_ppm
    if weight_cap == 0:
        weight_cap = class_cap
    assert weight_cap <= class_cap, "registry: weight cap"
    slippage: uint256 = listing.slippage_bps
    if slippage == 0:
        slippage = liquidity_class._slippage_bps(listing.liquidity_class)

    self.asset_count = asset
    self.id_of[listing.token] = asset
    asset_prices.records[asset] = convert(listing.token, uint256)
    self._write_eligibility(
        asset,
        asset_terms.Eligibility(
            weight_cap_ppm=weight_cap,
            stable=listing.stable,
            status=asset_terms.ACTIVE,
            liquidity_class=listing.liquidity_class,
            listed_at=block.timestamp,
        ),
    )
    sequence: uint256 = event_sequence._next()
    log IAssetRegistry.AssetListed(
        asset=asset,
        token=listing.token,
        sequence=sequence,
        decimals=decimals,
        stable=listing.stable,
        liquidity_class=listing.liquidity_class,
        weight_cap_ppm=weight_cap,
    )
    terms: asset_terms.Terms = empty(asset_terms.Terms)
    terms.decimals = decimals
    terms.status = asset_terms.ACTIVE
    terms.stable = listing.stable
    price_terms._set_terms(
        asset,
        terms,
        IAssetRegistry.Pricing(
            feed=listing.feed,
            heartbeat=listing.heartbeat,
            deviation_bps=listing.deviation_bps,
            kind=listing.kind,
            second_feed=listing.second_feed,
            second_heartbeat=listing.second_heartbeat,
            second_deviation_bps=listing.second_deviation_bps,
        ),
        slippage,
        0,
    )
    return asset


@internal
def _set_status(asset: uint256, terms: asset_terms.Terms, status: uint256, until: uint256):
    """
    @param until unix seconds at which an impairment ends by itself, as sell-only; 0: never. For another status, when the
           last impairment ended
    @dev Error: "registry: status"
    """
    assert status >= asset_terms.ACTIVE and status <= asset_terms.IMPAIRED, "registry: status"
    changed: asset_terms.Terms = terms
    changed.status = status
    asset_prices.terms_words[asset] = asset_terms._pack_terms(changed)
    eligibility: asset_terms.Eligibility = asset_terms._unpack_eligibility(self._eligibility_of(asset))
    eligibility.status = status
    self._write_eligibility(asset, eligibility)
    asset_prices.impaired_until[asset] = until
    ends_at: uint256 = 0
    if status == asset_terms.IMPAIRED:
        ends_at = until
    sequence: uint256 = event_sequence._next()
    log IAssetRegistry.StatusSet(asset=asset, sequence=sequence, status=status, until=ends_at, by=msg.sender)


@internal
def _set_by_owner(asset: uint256, terms: asset_terms.Terms, status: uint256):
    """
    @notice An impairment of the owner does not end by itself: it confirms one of the guardian.
    @dev Error: "registry: status"
    """
    until: uint256 = asset_prices.impaired_until[asset]
    if status == asset_terms.IMPAIRED:
        until = 0
    elif terms.status == asset_terms.IMPAIRED:
        until = block.timestamp
    self._set_status(asset, terms, status, until)


@internal
def _set_by_guardian(asset: uint256, terms: asset_terms.Terms, status: uint256):
    """
    @notice An impairment of the guardian ends after IMPAIRMENT; the same asset cannot be impaired again before COOL_DOWN
            has passed since its last impairment ended, by time or by the owner.
    @dev Errors: "registry: status", "registry: only worse", "registry: cash", "registry: impaired lately"
    """
    assert asset != constants.CASH, "registry: cash"
    assert status > terms.status, "registry: only worse"
    until: uint256 = asset_prices.impaired_until[asset]
    if status == asset_terms.IMPAIRED:
        assert block.timestamp >= until + COOL_DOWN, "registry: impaired lately"
        until = block.timestamp + IMPAIRMENT
    self._set_status(asset, terms, status, until)


@internal
def _report(asset: uint256, terms: asset_terms.Terms) -> bool:
    """
    @notice The first report of a dead feed is written down; the second, a day to three days later, makes the asset
            sell-only; one in which the feed is alive voids the first. Later than three days is a first one again: two
            short outages far apart are no dead feed.
    @return whether the asset is sell-only now
    @dev Errors: "registry: feed alive", "registry: too early"
    """
    reported_at: uint256 = asset_prices._reported_at(asset)
    if quote._is_firm(asset_prices._quote(asset)):
        assert reported_at != 0, "registry: feed alive"
        asset_prices._write_report(asset, 0)
        return False
    if block.timestamp > reported_at + REPORT_LIFE:
        asset_prices._write_report(asset, block.timestamp)
        return False
    assert block.timestamp >= reported_at + DEAD_FOR, "registry: too early"
    asset_prices._write_report(asset, 0)
    self._set_status(asset, terms, asset_terms.SELL_ONLY, asset_prices.impaired_until[asset])
    return True


@internal
def _write_eligibility(asset: uint256, eligibility: asset_terms.Eligibility):
    # Four ids to a slot: the slot is id // 4, the place id % 4.
    slot: uint256 = asset >> 2
    self.eligibility_slots[slot] = asset_terms._place_eligibility(
        self.eligibility_slots[slot], asset & 3, asset_terms._pack_eligibility(eligibility)
    )


# --- reading ---------------------------------------------------------------------------------------------------------

@view
@internal
def _terms(asset: uint256) -> asset_terms.Terms:
    """
    @dev Error: "registry: unlisted asset"
    """
    return asset_terms._unpack_terms(asset_prices._word(asset))


@view
@internal
def _eligibility_of(asset: uint256) -> uint256:
    """
    @return the eligibility word in force, 0 for an id that was never listed
    """
    return self._in_force(asset, asset_terms._eligibility_at(self.eligibility_slots[asset >> 2], asset & 3))


@view
@internal
def _in_force(asset: uint256, eligibility: uint256) -> uint256:
    """
    @return the same; sell-only where it says impaired and the impairment has ended
    """
    if eligibility & asset_terms.ELIGIBILITY_IMPAIRED == asset_terms.ELIGIBILITY_IMPAIRED:
        if asset_prices._has_lapsed(asset):
            return eligibility ^ asset_terms.ELIGIBILITY_LAPSE
    return eligibility


@view
@internal
def _eligibility(assets: DynArray[uint256, 112]) -> DynArray[uint256, 112]:
    """
    @return as _eligibility_of, each slot read once for neighbours
    """
    words: DynArray[uint256, 112] = []
    at: uint256 = max_value(uint256)
    slot: uint256 = 0
    for asset: uint256 in assets:
        if asset >> 2 != at:
            at = asset >> 2
            slot = self.eligibility_slots[at]
        words.append(self._in_force(asset, asset_terms._eligibility_at(slot, asset & 3)))
    return words
