# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
# pragma nonreentrancy off
"""
@title What an asset is priced from, checked and pinned
@notice Bounds of the terms, decimals that are read once, and the answer a new source must give before it counts. It
        authorises nobody: the contract does.
"""
from ethereum.ercs import IERC20Detailed

from ...interfaces import IAssetRegistry
from . import asset_prices
from . import asset_terms
from ..shared import event_sequence
from . import price_feed
from ..shared import quote
from . import second_factor
from . import sequencer
from . import share_rate

uses: asset_prices
uses: event_sequence
uses: sequencer

interface Feed:
    def decimals() -> uint8: view

interface Vault:
    def asset() -> address: view


MAX_FEED_DECIMALS: constant(uint256) = 18         # also of a vault's underlying asset
MAX_SLIPPAGE_BPS: constant(uint256) = 500         # 5 %, hard cap
MAX_DEVIATION_BPS: constant(uint256) = 1_000      # 10 %: Chainlink's widest is 5 %
MAX_HEARTBEAT: constant(uint256) = 7 * 86_400     # seconds; Chainlink's slowest answer weekly


@internal
def _set_terms(asset: uint256, before: asset_terms.Terms, pricing: IAssetRegistry.Pricing, slippage_bps: uint256):
    """
    @notice The reference restarts from the feeds' answer when that is fresh, the rate of vault shares from what the
            vault says; where the sources stay, a dead one keeps what was known, a new one must answer.
    @dev Errors: "registry: heartbeat", "registry: deviation", "registry: slippage", "registry: feed", "registry: kind",
         "registry: second feed" (terms of it for a kind that has none), "registry: rate" (of a vault)
    """
    assert max(pricing.deviation_bps, pricing.second_deviation_bps) <= MAX_DEVIATION_BPS, "registry: deviation"
    deviation_bps: uint256 = pricing.deviation_bps + pricing.second_deviation_bps
    assert deviation_bps <= MAX_DEVIATION_BPS, "registry: deviation"
    assert slippage_bps > 0 and slippage_bps <= MAX_SLIPPAGE_BPS, "registry: slippage"
    assert pricing.kind >= asset_terms.ONE_FEED and pricing.kind <= asset_terms.VAULT_SHARES, "registry: kind"

    second_before: uint256 = asset_prices.second_words[asset]
    source: uint256 = self._feed(pricing.feed, pricing.heartbeat, asset_prices.terms_words[asset])
    second: uint256 = 0
    if pricing.kind == asset_terms.TWO_FEEDS:
        second = self._feed(pricing.second_feed, pricing.second_heartbeat, second_before)
    else:
        assert (
            pricing.second_feed == empty(address)
            and pricing.second_heartbeat == 0
            and pricing.second_deviation_bps == 0
        ), "registry: second feed"
    same: bool = pricing.kind == before.kind and pricing.feed == before.feed
    reading: uint256 = price_feed._read(source)
    if pricing.kind == asset_terms.TWO_FEEDS:
        same = same and second & asset_terms.FEED == second_before & asset_terms.FEED
        other: uint256 = price_feed._read(second)
        reading = price_feed._product(reading, other)

    terms: asset_terms.Terms = before
    terms.feed = pricing.feed
    terms.feed_decimals = (source >> asset_terms.FEED_DECIMALS_SHIFT) & asset_terms.FEED_DECIMALS
    terms.heartbeat = pricing.heartbeat
    terms.deviation_bps = deviation_bps
    terms.slippage_bps = slippage_bps
    terms.kind = pricing.kind
    answer: uint256 = reading & price_feed.PRICE
    is_up: bool = sequencer._is_up()
    if quote._is_firm(reading) and is_up and answer != 0 and answer <= asset_terms.MAX_REFERENCE:
        terms.reference = answer
    else:
        assert same, "registry: feed"

    sequence: uint256 = event_sequence._next()
    log IAssetRegistry.TermsSet(
        asset=asset,
        sequence=sequence,
        feed=pricing.feed,
        heartbeat=pricing.heartbeat,
        deviation_bps=deviation_bps,
        slippage_bps=slippage_bps,
        kind=pricing.kind,
        second_feed=pricing.second_feed,
        second_heartbeat=pricing.second_heartbeat,
    )
    asset_prices._write_reference(asset, before.reference, terms)
    if pricing.kind == asset_terms.VAULT_SHARES:
        self._start_rate(asset, terms.decimals, before.kind)
    elif second != second_before:
        asset_prices.second_words[asset] = second
    if is_up:
        asset_prices._void_report(asset)


@view
@internal
def _feed(feed: address, heartbeat: uint256, known: uint256) -> uint256:
    """
    @param known a word with a feed in it: if it is this one, its decimals stay pinned and it need not be alive
    @return the feed, its decimals and heartbeat, where the terms word and the second word have them
    @dev Errors: "registry: heartbeat", "registry: feed"
    """
    assert heartbeat > 0 and heartbeat <= MAX_HEARTBEAT, "registry: heartbeat"
    decimals: uint256 = (known >> asset_terms.FEED_DECIMALS_SHIFT) & asset_terms.FEED_DECIMALS
    if convert(feed, uint256) != known & asset_terms.FEED:
        assert feed.is_contract, "registry: feed"
        decimals = convert(staticcall Feed(feed).decimals(), uint256)
        assert decimals <= MAX_FEED_DECIMALS, "registry: feed"
    return (
        convert(feed, uint256)
        | (decimals << asset_terms.FEED_DECIMALS_SHIFT)
        | (heartbeat << asset_terms.HEARTBEAT_SHIFT)
    )


@internal
def _start_rate(asset: uint256, decimals: uint256, kind_before: uint256):
    """
    @param decimals of the share
    @dev Error: "registry: rate"
    """
    factor: second_factor.Factor = empty(second_factor.Factor)
    if kind_before == asset_terms.VAULT_SHARES:
        factor = second_factor._unpack(asset_prices.second_words[asset])
    else:
        factor.source = asset_prices._token(asset)
        underlying: address = staticcall Vault(factor.source).asset()
        factor.decimals = convert(staticcall IERC20Detailed(underlying).decimals(), uint256)
        assert factor.decimals <= MAX_FEED_DECIMALS, "registry: rate"
    rate: uint256 = share_rate._read(second_factor._pack(factor), decimals)
    if rate != 0:
        asset_prices._write_rate(asset, factor, rate)
    else:
        assert factor.rate != 0, "registry: rate"
