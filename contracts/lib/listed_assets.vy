# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
# pragma nonreentrancy off
"""
@title The list of assets and the only writer of their words
@notice Ids count from 1 and are never reused; a token is listed once. Every change of status or stable flag goes through
        this module, so the terms word and the policy never disagree. It authorises nobody: the contract does.
"""
from ethereum.ercs import IERC20Detailed

from ..interfaces import IAssetRegistry
from . import asset_terms
from . import event_sequence
from . import liquidity_class
from . import price_feed
from . import quote

uses: event_sequence

interface Feed:
    def decimals() -> uint8: view


MAX_ASSETS: constant(uint256) = 65_535            # ids are 16 bits
MAX_TOKEN_DECIMALS: constant(uint256) = 27
MAX_FEED_DECIMALS: constant(uint256) = 18
MAX_SLIPPAGE_BPS: constant(uint256) = 500         # 5 %, hard cap
MAX_DEVIATION_BPS: constant(uint256) = 1_000      # 10 %: Chainlink's widest is 5 %
MAX_HEARTBEAT: constant(uint256) = 7 * 86_400     # seconds; Chainlink's slowest answer weekly

# A reference moves once a day, to at most 3/2 or at least 2/3 of itself.
REFERENCE_PERIOD: constant(uint256) = 86_400      # seconds

TOKEN: constant(uint256) = 2**160 - 1
REFRESHED_SHIFT: constant(uint256) = 160

asset_count: public(uint256)
# token -> id, 0 if not listed
id_of: public(HashMap[address, uint256])
# id -> terms word (asset_terms); never 0 once listed
terms_words: HashMap[uint256, uint256]
# id // 4 -> four policies (asset_terms)
policy_slots: HashMap[uint256, uint256]
# id -> token in bits 0..159, unix seconds of the last move of the reference in bits 160..199
records: HashMap[uint256, uint256]


# --- writing ---------------------------------------------------------------------------------------------------------

@internal
def _list(listing: IAssetRegistry.Listing) -> uint256:
    """
    @return the new id
    @dev Errors: "registry: no token", "registry: listed already", "registry: full", "registry: decimals",
         "registry: class", "registry: weight cap", and those of _set_terms
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
    self.records[asset] = convert(listing.token, uint256)
    self._write_policy(
        asset,
        asset_terms.Policy(
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
    self._set_terms(asset, terms, listing.feed, listing.heartbeat, listing.deviation_bps, slippage)
    return asset


@internal
def _set_terms(
    asset: uint256,
    before: asset_terms.Terms,
    feed: address,
    heartbeat: uint256,
    deviation_bps: uint256,
    slippage_bps: uint256,
):
    """
    @notice The reference restarts from the feed's answer when that is fresh; a new feed must give a fresh one, a dead
            feed keeps the old reference.
    @dev Errors: "registry: heartbeat", "registry: deviation", "registry: slippage", "registry: feed"
    """
    assert heartbeat > 0 and heartbeat <= MAX_HEARTBEAT, "registry: heartbeat"
    assert deviation_bps <= MAX_DEVIATION_BPS, "registry: deviation"
    assert slippage_bps > 0 and slippage_bps <= MAX_SLIPPAGE_BPS, "registry: slippage"
    terms: asset_terms.Terms = before
    if feed != before.feed:
        assert feed.is_contract, "registry: feed"
        terms.feed = feed
        terms.feed_decimals = convert(staticcall Feed(feed).decimals(), uint256)
        assert terms.feed_decimals <= MAX_FEED_DECIMALS, "registry: feed"
    terms.heartbeat = heartbeat
    terms.deviation_bps = deviation_bps
    terms.slippage_bps = slippage_bps

    reading: uint256 = price_feed._read(asset_terms._pack_terms(terms))
    answer: uint256 = reading & price_feed.PRICE
    if quote._is_firm(reading) and answer != 0 and answer <= asset_terms.MAX_REFERENCE:
        terms.reference = answer
    else:
        assert feed == before.feed, "registry: feed"

    sequence: uint256 = event_sequence._next()
    log IAssetRegistry.TermsSet(
        asset=asset,
        sequence=sequence,
        feed=feed,
        heartbeat=heartbeat,
        deviation_bps=deviation_bps,
        slippage_bps=slippage_bps,
    )
    self._write_reference(asset, before.reference, terms)


@internal
def _set_status(asset: uint256, terms: asset_terms.Terms, status: uint256):
    """
    @dev Error: "registry: status"
    """
    assert status >= asset_terms.ACTIVE and status <= asset_terms.IMPAIRED, "registry: status"
    changed: asset_terms.Terms = terms
    changed.status = status
    self.terms_words[asset] = asset_terms._pack_terms(changed)
    policy: asset_terms.Policy = asset_terms._unpack_policy(self._policy(asset))
    policy.status = status
    self._write_policy(asset, policy)
    sequence: uint256 = event_sequence._next()
    log IAssetRegistry.StatusSet(asset=asset, sequence=sequence, status=status, by=msg.sender)


@internal
def _refresh(asset: uint256) -> bool:
    """
    @notice Moves the reference toward a firm price: at most to 3/2 or to 2/3 of itself, rounded down, once a day.
            A stable asset's reference does not move: it is what the peg is measured against.
    @return whether it moved
    """
    if block.timestamp < self._refreshed_at(asset) + REFERENCE_PERIOD:
        return False
    word: uint256 = self._word(asset)
    answer: uint256 = price_feed._quote(word)
    if quote._is_stable(answer) or not quote._is_firm(answer):
        return False
    terms: asset_terms.Terms = asset_terms._unpack_terms(word)
    before: uint256 = terms.reference
    terms.reference = min(max(quote._price(answer), before * 2 // 3), before * 3 // 2)
    if asset_terms._pack_reference(terms.reference) == asset_terms._pack_reference(before):
        return False
    self._write_reference(asset, before, terms)
    return True


@internal
def _write_reference(asset: uint256, before: uint256, terms: asset_terms.Terms):
    word: uint256 = asset_terms._pack_terms(terms)
    self.terms_words[asset] = word
    stored: asset_terms.Terms = asset_terms._unpack_terms(word)
    if stored.reference == before:
        return
    self.records[asset] = (self.records[asset] & TOKEN) | (block.timestamp << REFRESHED_SHIFT)
    sequence: uint256 = event_sequence._next()
    log IAssetRegistry.ReferenceMoved(asset=asset, sequence=sequence, before=before, reference=stored.reference)


@internal
def _write_policy(asset: uint256, policy: asset_terms.Policy):
    # Four ids to a slot: the slot is id // 4, the place id % 4.
    slot: uint256 = asset >> 2
    self.policy_slots[slot] = asset_terms._place_policy(
        self.policy_slots[slot], asset & 3, asset_terms._pack_policy(policy)
    )


# --- reading ---------------------------------------------------------------------------------------------------------

@view
@internal
def _word(asset: uint256) -> uint256:
    """
    @return the terms word
    @dev Error: "registry: unlisted asset"
    """
    word: uint256 = self.terms_words[asset]
    assert word != 0, "registry: unlisted asset"
    return word


@view
@internal
def _terms(asset: uint256) -> asset_terms.Terms:
    """
    @dev Error: "registry: unlisted asset"
    """
    return asset_terms._unpack_terms(self._word(asset))


@view
@internal
def _policy(asset: uint256) -> uint256:
    """
    @return the policy word, 0 for an id that was never listed
    """
    return asset_terms._policy_at(self.policy_slots[asset >> 2], asset & 3)


@view
@internal
def _policies(assets: DynArray[uint256, 112]) -> DynArray[uint256, 112]:
    """
    @return as _policy, each slot read once for neighbours
    """
    words: DynArray[uint256, 112] = []
    at: uint256 = max_value(uint256)
    slot: uint256 = 0
    for asset: uint256 in assets:
        if asset >> 2 != at:
            at = asset >> 2
            slot = self.policy_slots[at]
        words.append(asset_terms._policy_at(slot, asset & 3))
    return words


@view
@internal
def _token(asset: uint256) -> address:
    """
    @dev Error: "registry: unlisted asset"
    """
    record: uint256 = self.records[asset]
    assert record != 0, "registry: unlisted asset"
    return convert(record & TOKEN, address)


@view
@internal
def _refreshed_at(asset: uint256) -> uint256:
    return self.records[asset] >> REFRESHED_SHIFT
