# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
# pragma nonreentrancy on
"""
@title AssetRegistry: what the index may hold, on which terms, and its price
@license AGPL-3.0-only
@notice
    Assets. An id is 16 bits, permanent and never reused; id 1 is the cash asset (USDC), listed by the constructor. A
    token is listed once; its decimals (at most 27) and its feed's (at most 18) are pinned when they are first read.
    Nothing is ever removed: an asset nobody wants is sell-only or impaired.

    Prices. USD, 18 decimals, of one whole token, from the asset's own Chainlink feed. A price is firm when the feed
    answered within its heartbeat and inside the band around a reference that moves slowly, and the asset is not
    impaired. Otherwise the quote carries the last good price and says that it is not firm; what that means for an
    entry, an exit or a leg is the caller's rule. A dead, lying, reverting or gas-burning feed spoils its own price
    and no other: quotes() reverts for nothing a feed does, only when called with too little gas to tell
    a bad feed from a starved one ("registry: gas": 85,000 must be left when an asset is read).

    Bands. [1/5, 5] x reference; a stable asset [0.5, 1.1] x. refresh() is for anyone: it moves references toward firm
    prices, at most to 3/2 or 2/3 once a day and asset. A stable asset's reference stays. set_terms() restarts it from
    a fresh answer, which is how an asset that left its band for good comes back.

    Status. Active, sell-only (no leg buys it), impaired (its price is not firm). The guardian may only worsen it, and
    never that of cash, without which nothing could be sold; the owner sets any.

    Rounding. Feed answers are scaled exactly; references keep 21 significant bits (1e-6), rounded down.

    Roles. Owner (a timelock): lists, sets terms and status. Guardian: worsens a status. Anyone: refresh. The deployer
    holds no role.
"""
from snekmate.auth import ownable
from snekmate.auth import ownable_2step

from .interfaces import IAssetRegistry
from .lib import appraisal
from .lib import asset_terms
from .lib import event_sequence
from .lib import guarded
from .lib import listed_assets
from .lib import price_feed

implements: IAssetRegistry

initializes: ownable
initializes: ownable_2step[ownable := ownable]
initializes: guarded[ownable := ownable, ownable_2step := ownable_2step]
initializes: event_sequence
initializes: listed_assets[event_sequence := event_sequence]

exports: guarded.__interface__
exports: event_sequence.sequence
exports: (
    listed_assets.asset_count,
    listed_assets.id_of,
)

CASH: constant(uint256) = 1


@deploy
def __init__(owner: address, guardian: address, cash: IAssetRegistry.Listing):
    """
    @param cash USDC: must be stable; it becomes id 1
    """
    ownable.__init__()
    ownable_2step.__init__()
    guarded.__init__(owner, guardian)
    assert cash.stable, "registry: cash must be stable"
    listed_assets._list(cash)


# --- the owner -------------------------------------------------------------------------------------------------------

@external
def list_asset(listing: IAssetRegistry.Listing) -> uint256:
    """
    @notice Lists a token with a feed that answers now; its reference starts from that answer. Only the owner.
    @return the id
    @dev Errors: "registry: no token", "registry: listed already", "registry: full", "registry: decimals",
         "registry: class", "registry: weight cap" (above the class's), "registry: heartbeat" (0 or above 7 days),
         "registry: deviation" (above 1,000 bps), "registry: slippage" (above 500 bps), "registry: feed" (no code, more
         than 18 decimals, or no fresh answer)
    """
    guarded._only_owner()
    return listed_assets._list(listing)


@external
def set_terms(asset: uint256, feed: address, heartbeat: uint256, deviation_bps: uint256, slippage_bps: uint256):
    """
    @notice Replaces the pricing terms; the reference restarts from the feed's answer if that is fresh. A new feed must
            give a fresh answer. Only the owner.
    @param heartbeat seconds, 1..604,800
    @param deviation_bps 0..1,000
    @param slippage_bps 1..500
    @dev Errors: "registry: unlisted asset", "registry: heartbeat", "registry: deviation", "registry: slippage",
         "registry: feed"
    """
    guarded._only_owner()
    terms: asset_terms.Terms = listed_assets._terms(asset)
    listed_assets._set_terms(asset, terms, feed, heartbeat, deviation_bps, slippage_bps)


# --- the guardian ----------------------------------------------------------------------------------------------------

@external
def set_status(asset: uint256, status: uint256):
    """
    @notice The guardian worsens a status (active -> sell-only -> impaired), the owner sets any.
    @param status 1 active, 2 sell-only, 3 impaired
    @dev Errors: "roles: only guardian", "registry: unlisted asset", "registry: status", "registry: only worse" and
         "registry: cash" (the guardian's limits)
    """
    guarded._only_guardian()
    terms: asset_terms.Terms = listed_assets._terms(asset)
    if msg.sender != ownable.owner:
        assert asset != CASH, "registry: cash"
        assert status > terms.status, "registry: only worse"
    listed_assets._set_status(asset, terms, status)


# --- anyone ----------------------------------------------------------------------------------------------------------

@external
def refresh(assets: DynArray[uint256, 128]) -> uint256:
    """
    @notice Moves the references of these assets toward their firm prices, as far as the day allows. An asset that may
            not move (stable, impaired, not firm, moved within a day) is passed over.
    @return how many moved
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    moved: uint256 = 0
    for asset: uint256 in assets:
        if listed_assets._refresh(asset):
            moved += 1
    return moved


# --- views -----------------------------------------------------------------------------------------------------------

@view
@external
def quotes(assets: DynArray[uint256, 128]) -> DynArray[uint256, 128]:
    """
    @return quote words (layout in IAssetRegistry), in the order asked
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    words: DynArray[uint256, 128] = []
    for asset: uint256 in assets:
        words.append(price_feed._quote(listed_assets._word(asset)))
    return words


@view
@external
def valuation(
    assets: DynArray[uint256, 128], balances: DynArray[uint256, 128]
) -> IAssetRegistry.Valuation:
    """
    @notice What a basket is worth at the prices of now (lib/appraisal).
    @param assets ids, cash first
    @param balances raw units of each
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    words: DynArray[uint256, 128] = []
    for asset: uint256 in assets:
        words.append(price_feed._quote(listed_assets._word(asset)))
    return appraisal._value(assets, balances, words)


@view
@external
def quote(asset: uint256) -> uint256:
    """
    @return one quote word
    @dev Errors: "registry: unlisted asset", "registry: gas"
    """
    return price_feed._quote(listed_assets._word(asset))


@view
@external
def policies(assets: DynArray[uint256, 112]) -> DynArray[uint256, 112]:
    """
    @return policy words (layout in IAssetRegistry), in the order asked; 0 for an id that was never listed
    """
    return listed_assets._policies(assets)


@view
@external
def asset(asset: uint256) -> IAssetRegistry.Asset:
    """
    @dev Error: "registry: unlisted asset"
    """
    terms: asset_terms.Terms = listed_assets._terms(asset)
    policy: asset_terms.Policy = asset_terms._unpack_policy(listed_assets._policy(asset))
    return IAssetRegistry.Asset(
        token=listed_assets._token(asset),
        decimals=terms.decimals,
        feed=terms.feed,
        heartbeat=terms.heartbeat,
        deviation_bps=terms.deviation_bps,
        liquidity_class=policy.liquidity_class,
        slippage_bps=terms.slippage_bps,
        weight_cap_ppm=policy.weight_cap_ppm,
        stable=terms.stable,
        status=terms.status,
        listed_at=policy.listed_at,
        reference=terms.reference,
        refreshed_at=listed_assets._refreshed_at(asset),
    )


@view
@external
def token(asset: uint256) -> address:
    """
    @dev Error: "registry: unlisted asset"
    """
    return listed_assets._token(asset)
