# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What an asset is priced from, checked and pinned
@notice Bounds of the terms, and everything that others say of an asset: decimals, answers, rates. It is pinned, because a
        quote shall not depend on more than it must, and read anew each time terms are set, because a feed keeps its
        address when what stands behind it changes. It authorises nobody: the contract does.
"""
from ...interfaces import IAssetRegistry
from . import asset_prices
from . import asset_terms
from ..shared import event_sequence
from . import price_feed
from . import price_source
from ..shared import quote
from . import second_factor
from . import sequencer
from . import share_rate

uses: asset_prices
uses: event_sequence
uses: sequencer

MAX_SLIPPAGE_BPS: constant(uint256) = 500         # 5 %, hard cap
MAX_DEVIATION_BPS: constant(uint256) = 1_000      # 10 %: Chainlink's widest is 5 %
MIN_RATE: constant(uint256) = 10**6               # 18 decimals: a step of the rate is at most a millionth


@internal
def _set_terms(
    asset: uint256,
    before: asset_terms.Terms,
    pricing: IAssetRegistry.Pricing,
    slippage_bps: uint256,
    reference: uint256,
):
    """
    @notice Everything outside is read anew. The reference restarts from the feeds' answer when that is fresh, the rate of
            vault shares from what the vault reports; where the sources stay, a dead one keeps what was known, a new one
            must answer. A stable asset whose feeds stay keeps its reference: in a depeg its peg is what it is held to.
            What restarts must lie in the bounds of what was known, or of `reference`, where one is given.
    @param reference USD, 18 decimals, what one whole token is worth now, in the caller's words; 0: about what it was
    @dev Errors: "registry: heartbeat", "registry: deviation", "registry: slippage", "registry: feed", "registry: kind",
         "registry: second feed" (terms of it for a kind that has none), "registry: rate" (of a vault), "registry:
         decimals" (the token's changed), "registry: reference" (the answer is not about that)
    """
    assert max(pricing.deviation_bps, pricing.second_deviation_bps) <= MAX_DEVIATION_BPS, "registry: deviation"
    deviation_bps: uint256 = pricing.deviation_bps + pricing.second_deviation_bps
    assert deviation_bps <= MAX_DEVIATION_BPS, "registry: deviation"
    assert slippage_bps > 0 and slippage_bps <= MAX_SLIPPAGE_BPS, "registry: slippage"
    assert pricing.kind >= asset_terms.ONE_FEED and pricing.kind <= asset_terms.VAULT_SHARES, "registry: kind"
    # The books count in the token's raw units; a token that cannot say keeps what it said.
    token_decimals: uint256 = price_source._decimals(asset_prices._token(asset))
    assert token_decimals == before.decimals or token_decimals == price_source.UNREADABLE, "registry: decimals"

    second_before: uint256 = asset_prices.second_words[asset]
    source: uint256 = 0
    reading: uint256 = 0
    bounds: uint256 = 0
    source, reading, bounds = price_source._read(
        pricing.feed,
        pricing.heartbeat,
        asset_prices.terms_words[asset],
        asset_prices._known_bounds(asset, before.clamped),
    )
    second: uint256 = 0
    second_bounds: uint256 = price_feed.NO_BOUNDS
    same: bool = pricing.kind == before.kind and pricing.feed == before.feed
    if pricing.kind == asset_terms.TWO_FEEDS:
        other: uint256 = 0
        second, other, second_bounds = price_source._read(
            pricing.second_feed,
            pricing.second_heartbeat,
            second_before,
            asset_prices._known_bounds(asset | asset_prices.SECOND, before.clamped),
        )
        reading = price_feed._product(reading, other)
        same = same and second & asset_terms.FEED == second_before & asset_terms.FEED
    else:
        assert (
            pricing.second_feed == empty(address)
            and pricing.second_heartbeat == 0
            and pricing.second_deviation_bps == 0
        ), "registry: second feed"

    terms: asset_terms.Terms = before
    terms.feed = pricing.feed
    terms.feed_decimals = (source >> asset_terms.FEED_DECIMALS_SHIFT) & asset_terms.FEED_DECIMALS
    terms.heartbeat = pricing.heartbeat
    terms.deviation_bps = deviation_bps
    terms.slippage_bps = slippage_bps
    terms.kind = pricing.kind
    terms.clamped = bounds != price_feed.NO_BOUNDS or second_bounds != price_feed.NO_BOUNDS
    if terms.clamped:
        asset_prices.bounds[asset] = bounds
        asset_prices.bounds[asset | asset_prices.SECOND] = second_bounds
    answer: uint256 = reading & price_feed.PRICE
    is_up: bool = sequencer._is_up()
    fresh: bool = quote._is_firm(reading) and is_up and answer != 0 and answer <= asset_terms.MAX_REFERENCE
    assert fresh or same, "registry: feed"
    assert fresh or reference == 0, "registry: reference"
    if fresh and not (same and terms.stable and reference == 0):
        terms.reference = answer

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
    rate_before: uint256 = 10**18
    rate: uint256 = 10**18
    if before.kind == asset_terms.VAULT_SHARES:
        rate_before = asset_terms._unpack_reference(second_before)
    if pricing.kind == asset_terms.VAULT_SHARES:
        rate = self._start_rate(asset, before, reference != 0)
    elif second != second_before:
        asset_prices.second_words[asset] = second
    # USD 18 = USD 18 per unit x units 18 per share / 10**18; references and rates are below 2**97
    if reference != 0:
        self._require_in_band(terms, reference, answer * rate // 10**18)
    elif pricing.kind == before.kind:
        self._require_in_band(terms, before.reference, terms.reference)
    elif before.reference != 0:
        self._require_in_band(terms, before.reference * rate_before // 10**18, terms.reference * rate // 10**18)
    asset_prices._write_reference(asset, before.reference, asset_terms._pack_terms(terms))
    if is_up:
        asset_prices._void_report(asset)


@internal
def _start_rate(asset: uint256, before: asset_terms.Terms, told: bool) -> uint256:
    """
    @param told the price is held to what the caller says, so the rate need not be about what it was
    @return the rate that counts from now on, 18 decimals
    @dev Errors: "registry: rate", "registry: gas"
    """
    known: uint256 = 0
    if before.kind == asset_terms.VAULT_SHARES:
        known = asset_prices.second_words[asset]
    factor: second_factor.Factor = second_factor._unpack(known)
    factor.source = asset_prices._token(asset)
    # First of all, while what the vault reads is cold; the scale does not matter here.
    gas_before: uint256 = msg.gas
    answers: bool = share_rate._read(convert(factor.source, uint256), before.decimals) != 0
    assert not answers or gas_before - msg.gas <= price_source.MAX_FIRST_READ_GAS, "registry: feed gas"
    decimals: uint256 = price_source._decimals(price_source._underlying(factor.source))
    rate: uint256 = 0
    if decimals <= price_source.MAX_FEED_DECIMALS:
        factor.decimals = decimals
        rate = share_rate._read(second_factor._pack(factor), before.decimals)
        # A millionth of the rate is one raw unit or more, of the answer and of 18 decimals.
        assert rate == 0 or rate >= max(10 ** (18 - decimals), MIN_RATE), "registry: rate"
    if rate == 0:
        assert factor.rate != 0, "registry: rate"
        return factor.rate
    if factor.rate != 0 and not told:
        assert quote._is_firm(share_rate._bounded(known, rate)), "registry: rate"
    asset_prices._write_rate(asset, factor, rate)
    return rate


@view
@internal
def _require_in_band(terms: asset_terms.Terms, reference: uint256, price: uint256):
    """
    @param reference USD, 18 decimals, the middle of the band
    @dev Errors: "registry: reference", "registry: terms" (a reference of more than 97 bits)
    """
    held_to: asset_terms.Terms = terms
    held_to.reference = reference
    word: uint256 = price_feed._banded(asset_terms._pack_terms(held_to), price | quote.FRESH)
    assert quote._is_sellable(word), "registry: reference"
