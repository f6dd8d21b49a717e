# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title AssetRegistry: what the index may hold, on which terms, and its price
@license AGPL-3.0-only
@notice
    Assets. An id is 16 bits, permanent and never reused; id 1 is the cash asset (USDC), listed by the constructor. A
    token is listed once. Nothing is ever removed: an asset nobody wants is sell-only or impaired.

    Prices. USD, 18 decimals, of one whole token, from the asset's own Chainlink feed, from two of them multiplied
    (WBTC/BTC x BTC/USD), or from the rate of an ERC-4626 vault x the feed of its underlying asset. A price is firm when
    every feed answered within its heartbeat and off the bounds of its aggregator, the price lies inside the band around
    a reference that moves slowly, the rate is in its bounds (share_rate), the asset is not impaired, and the chain's
    sequencer, where it has one, has been up for an hour. It is sellable under the same conditions but the status.
    Otherwise the quote carries the last good price; what that means for an entry, an exit or a leg is the caller's rule.
    A dead, lying, reverting or gas-burning feed or vault spoils its own price and no other: quotes() reverts for nothing
    a feed does, only when called with too little gas to tell a bad feed from a starved one ("registry: gas": 85,000 must
    remain when a feed or a vault is read).

    Sources. Decimals of feeds (at most 18), of the token (at most 27) and of a vault's underlying asset are pinned, and
    read anew whenever terms are set, as are the bounds that an aggregator tells. A source is refused if its first read
    costs more than 40,000 gas or its answer is too coarse (price_source).

    Bands. [1/5, 5] x reference; a stable asset [0.5, 1.1] x. refresh() is for anyone: it moves references toward firm
    prices, at most to 3/2 or 2/3 once a day and asset, and takes the rates of vault shares. A stable asset's reference
    stays. set_terms() restarts both from a fresh answer inside the old bounds, or near the price that the owner says.

    Status. Active, sell-only (no leg buys it), impaired (its price is not firm). The guardian may only worsen it, and
    never that of cash, without which nothing could be sold; the owner sets any. An impairment of the guardian ends after
    3 days, as sell-only, unless the owner confirms it; the next one of the same asset waits 4 days. Anyone may make an
    active asset sell-only whose price was not firm, for no fault of the sequencer, at two reports a day to three days
    apart.

    Rounding. Feed answers are scaled exactly, products rounded down; references and rates taken keep 21 significant
    bits (1e-6), rounded down.

    Roles. Owner (a timelock): lists, sets terms and status. Guardian: worsens a status. Anyone: refresh, report a dead
    feed. The deployer holds no role.
"""
from snekmate.auth import ownable
from snekmate.auth import ownable_2step

from .interfaces import IAssetRegistry
from .lib.registry import appraisal
from .lib.registry import asset_prices
from .lib.registry import asset_terms
from .lib.shared import event_sequence
from .lib.shared import guarded
from .lib.registry import listed_assets
from .lib.shared import quote as quote_word
from .lib.registry import price_terms
from .lib.registry import second_factor
from .lib.registry import sequencer
from .lib.shared import constants

implements: IAssetRegistry

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: guarded[ownable := ownable, ownable_2step := ownable_2step]
initializes: event_sequence
initializes: sequencer
initializes: asset_prices[event_sequence := event_sequence]
initializes: price_terms[asset_prices := asset_prices, event_sequence := event_sequence, sequencer := sequencer]
initializes: appraisal[asset_prices := asset_prices, sequencer := sequencer]
initializes: listed_assets[
    asset_prices := asset_prices, event_sequence := event_sequence, price_terms := price_terms
]

exports: guarded.__interface__
exports: event_sequence.sequence
exports: sequencer.sequencer_feed
exports: (
    listed_assets.asset_count,
    listed_assets.id_of,
)


@deploy
def __init__(owner: address, guardian: address, cash: IAssetRegistry.Listing, uptime_feed: address):
    """
    @param cash USDC: must be stable; it becomes id 1
    @param uptime_feed Chainlink's uptime feed of a rollup; empty on a chain that has no sequencer
    """
    ownable.__init__()
    ownable_2step.__init__()
    guarded.__init__(owner, guardian)
    sequencer.__init__(uptime_feed)
    assert cash.stable, "registry: cash must be stable"
    listed_assets._list(cash)


# --- the owner -------------------------------------------------------------------------------------------------------

@external
def list_asset(listing: IAssetRegistry.Listing) -> uint256:
    """
    @notice Lists a token whose price can be told now; its reference starts from that, and the rate of vault shares from
            what the vault says now: list none whose rate one transaction can move. Only the owner.
    @return the id
    @dev Errors: "registry: no token", "registry: listed already", "registry: full", "registry: decimals",
         "registry: class", "registry: weight cap" (above the class's), "registry: heartbeat" (0 or above 7 days),
         "registry: deviation" (together above 1,000 bps), "registry: slippage" (above 500 bps), "registry: feed" (no
         code, more than 18 decimals, no fresh answer, or the sequencer is not up), "registry: kind", "registry: second
         feed" (terms of one for a kind without it), "registry: rate" (no answer, or an underlying asset of more than 18
         decimals)
    """
    guarded._only_owner()
    return listed_assets._list(listing)


@external
def set_terms(asset: uint256, pricing: IAssetRegistry.Pricing, slippage_bps: uint256, reference: uint256):
    """
    @notice Replaces the pricing terms, the kind included, and reads decimals and answers anew. The reference restarts
            from the feeds' answer if that is fresh, the rate from what the vault reports; sources that are new must
            answer. Both must lie in the bounds of what they were, or the price in the band around `reference`. A stable
            asset whose feeds stay keeps its reference unless one is given. Only the owner.
    @param slippage_bps 1..500
    @param reference USD, 18 decimals, what one whole token is worth now; 0 if its price has not left its bounds
    @dev Errors: "registry: unlisted asset", "registry: reference" (the answer lies outside the band), "registry:
         decimals" (the token's are not what they were) and those of list_asset about the price
    """
    guarded._only_owner()
    terms: asset_terms.Terms = listed_assets._terms(asset)
    price_terms._set_terms(asset, terms, pricing, slippage_bps, reference)


# --- the guardian ----------------------------------------------------------------------------------------------------

@external
def set_status(asset: uint256, status: uint256):
    """
    @notice The guardian worsens a status (active -> sell-only -> impaired), the owner sets any. An impairment of the
            guardian ends after 3 days, as sell-only, in all views at once and without a call; the guardian may impair the
            same asset again 4 days after an impairment of it ended. One of the owner, also on top of the guardian's, lasts
            until the owner lifts it.
    @param status 1 active, 2 sell-only, 3 impaired
    @dev Errors: "roles: only guardian", "registry: unlisted asset", "registry: status", and as the guardian's limits
         "registry: only worse", "registry: cash", "registry: impaired lately"
    """
    guarded._only_guardian()
    terms: asset_terms.Terms = listed_assets._terms(asset)
    if msg.sender == ownable.owner:
        listed_assets._set_by_owner(asset, terms, status)
    else:
        listed_assets._set_by_guardian(asset, terms, status)


# --- anyone ----------------------------------------------------------------------------------------------------------

@external
def refresh(assets: DynArray[uint256, 128]) -> uint256:
    """
    @notice Moves the references of these assets toward their firm prices and takes the rates of vault shares, as far as
            the day allows; voids reports of feeds that are alive. An asset that may not move (stable, impaired, not
            firm, moved within a day) is passed over; while the sequencer is not up, all are.
    @return how many moved
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    if not sequencer._is_up():
        return 0
    moved: uint256 = 0
    for asset: uint256 in assets:
        if asset_prices._refresh(asset):
            moved += 1
    return moved


@external
def report_dead_feed(asset: uint256) -> bool:
    """
    @notice Says that an active asset has no firm price. The first report is written down; a second one, a day to three
            days later, makes the asset sell-only; one that finds the price firm voids the first. refresh() voids it too.
    @return whether the asset is sell-only now
    @dev Errors: "registry: cash" (never), "registry: sequencer" (not up), "registry: unlisted asset",
         "registry: not active", "registry: feed alive" (and nothing to void), "registry: too early", "registry: gas"
    """
    assert asset != constants.CASH, "registry: cash"
    assert sequencer._is_up(), "registry: sequencer"
    terms: asset_terms.Terms = listed_assets._terms(asset)
    assert terms.status == asset_terms.ACTIVE, "registry: not active"
    return listed_assets._report(asset, terms)


# --- views -----------------------------------------------------------------------------------------------------------

@view
@external
def quotes(assets: DynArray[uint256, 128]) -> DynArray[uint256, 128]:
    """
    @return quote words (layout in IAssetRegistry), in the order asked
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    return self._quotes(assets)


@view
@external
def valuation(cash: uint256, holdings: uint256[128]) -> IAssetRegistry.Valuation:
    """
    @notice What a basket is worth at the prices of now (lib/registry/appraisal).
    @param cash raw units of cash, below 2**128
    @param holdings the rest, id | raw units << 16 each, raw units below 2**128, bit 255 set for a retired asset; a zero
           word ends them
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    return appraisal._value(cash, holdings)


@view
@external
def quote(asset: uint256) -> uint256:
    """
    @return one quote word
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    word: uint256 = asset_prices._quote(asset)
    if not sequencer._is_up():
        word &= ~quote_word.FRESH
    return word


@view
@external
def eligibility(assets: DynArray[uint256, 112]) -> DynArray[uint256, 112]:
    """
    @return eligibility words (layout in IAssetRegistry), in the order asked; 0 for an id that was never listed
    """
    return listed_assets._eligibility(assets)


@view
@external
def asset(asset: uint256) -> IAssetRegistry.Asset:
    """
    @dev Error: "registry: unlisted asset"
    """
    terms: asset_terms.Terms = listed_assets._terms(asset)
    eligibility: asset_terms.Eligibility = asset_terms._unpack_eligibility(listed_assets._eligibility_of(asset))
    second: second_factor.Factor = second_factor._unpack(asset_prices.second_words[asset])
    second_feed: address = empty(address)
    if terms.kind == asset_terms.TWO_FEEDS:
        second_feed = second.source
    return IAssetRegistry.Asset(
        token=asset_prices._token(asset),
        decimals=terms.decimals,
        feed=terms.feed,
        heartbeat=terms.heartbeat,
        deviation_bps=terms.deviation_bps,
        liquidity_class=eligibility.liquidity_class,
        slippage_bps=terms.slippage_bps,
        weight_cap_ppm=eligibility.weight_cap_ppm,
        stable=terms.stable,
        status=terms.status,
        listed_at=eligibility.listed_at,
        reference=terms.reference,
        refreshed_at=asset_prices._refreshed_at(asset),
        kind=terms.kind,
        second_feed=second_feed,
        second_heartbeat=second.heartbeat,
        rate=second.rate,
        rate_taken_at=second.taken_at,
        reported_at=asset_prices._reported_at(asset),
        impaired_until=asset_prices.impaired_until[asset],
        clamped=terms.clamped,
    )


@view
@external
def token(asset: uint256) -> address:
    """
    @dev Error: "registry: unlisted asset"
    """
    return asset_prices._token(asset)


# --- internal --------------------------------------------------------------------------------------------------------

@view
@internal
def _quotes(assets: DynArray[uint256, 128]) -> DynArray[uint256, 128]:
    words: DynArray[uint256, 128] = []
    for asset: uint256 in assets:
        words.append(asset_prices._quote(asset))
    # Once for all of them.
    if not sequencer._is_up():
        for i: uint256 in range(len(words), bound=128):
            words[i] &= ~quote_word.FRESH
    return words
