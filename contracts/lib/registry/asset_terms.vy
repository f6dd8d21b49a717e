# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title How the terms of an asset are packed
@notice Pricing an asset reads one cold slot, the terms word:

        bits   0..159  feed            Chainlink AggregatorV3 proxy; never zero, so no listed asset has an empty word
        bits 160..164  feed_decimals   of the answer, 0..18
        bits 165..184  heartbeat       seconds after which an answer is stale
        bits 185..191  exponent        of the reference
        bits 192..212  mantissa        of the reference: mantissa x 2**exponent, USD 18 decimals
        bits 213..255  quote terms     bits 128..170 of a quote word (decimals, deviation, slippage limit, firm, stable,
                                       buyable) as they are, so that a quote is made by one shift; an impaired asset
                                       lacks `firm`, one that is not active lacks `buyable`
        bits 218..219  kind            what the price is made of, in the place of decimals no token has; a quote does not
                                       carry it. Kinds but that of one feed have a second word (second_factor)
        bit  220       clamped         a feed whose aggregator tells bounds (asset_prices.bounds), in the same place

        The eligibility (layout in IAssetRegistry) is 64 bits, four to a slot, so that the strategy checks 100 targets with
        25 cold reads. Status and stable are in both words; only the module listed_assets writes them. A guardian's
        impairment ends without a write, so both are read through asset_prices._in_force and listed_assets._in_force.
        Pure functions; a field that does not fit is a caller's defect and reverts ("registry: terms").
"""
from ..shared import quote

struct Terms:
    feed: address
    feed_decimals: uint256
    heartbeat: uint256
    reference: uint256        # USD 18 decimals; 21 significant bits are kept, rounded down by less than one in 2**20
    decimals: uint256
    deviation_bps: uint256
    slippage_bps: uint256
    status: uint256           # 1 active, 2 sell-only, 3 impaired
    stable: bool
    kind: uint256             # 1 one feed, 2 two feeds, 3 vault shares
    clamped: bool


struct Eligibility:
    weight_cap_ppm: uint256
    stable: bool
    status: uint256
    liquidity_class: uint256
    listed_at: uint256


ACTIVE: constant(uint256) = 1
SELL_ONLY: constant(uint256) = 2
IMPAIRED: constant(uint256) = 3

ONE_FEED: constant(uint256) = 1
TWO_FEEDS: constant(uint256) = 2        # their product: WBTC / BTC x BTC / USD
VAULT_SHARES: constant(uint256) = 3     # of an ERC-4626 vault: its rate x the feed of its underlying asset

FEED: constant(uint256) = 2**160 - 1
FEED_DECIMALS_SHIFT: constant(uint256) = 160
FEED_DECIMALS: constant(uint256) = 2**5 - 1
HEARTBEAT_SHIFT: constant(uint256) = 165
HEARTBEAT: constant(uint256) = 2**20 - 1
EXPONENT_SHIFT: constant(uint256) = 185
EXPONENT: constant(uint256) = 2**7 - 1
MANTISSA_SHIFT: constant(uint256) = 192
MANTISSA_BITS: constant(uint256) = 21
MANTISSA: constant(uint256) = 2**21 - 1
QUOTE_TERMS_SHIFT: constant(uint256) = 213
# Where the same bits start in a quote word; the price lies below.
QUOTE_TERMS_PLACE: constant(uint256) = 128
DECIMALS: constant(uint256) = 2**5 - 1
KIND_SHIFT: constant(uint256) = 218
KIND: constant(uint256) = 3 << 218
CLAMPED: constant(uint256) = 1 << 220
UNIMPAIRED: constant(uint256) = 1 << 253            # `firm` of the quote terms
# One cold word prices such an asset: one feed without known bounds, not impaired.
PLAIN: constant(uint256) = (7 << 218) | (1 << 253)
PLAIN_ONE_FEED: constant(uint256) = (1 << 218) | (1 << 253)
# Kind and clamped in a quote word, and shifts beside its decimals.
QUOTE_KIND: constant(uint256) = 7 << 133
QUOTE_KIND_SHIFT: constant(uint256) = 5
QUOTE_CLAMPED_SHIFT: constant(uint256) = 7
# Mantissa and exponent of the reference.
REFERENCE: constant(uint256) = (2**28 - 1) << 185
# Five times this, the top of the widest band, is still a price a quote word takes. 1.6e11 USD.
MAX_REFERENCE: constant(uint256) = 2**97 - 1

ELIGIBILITY: constant(uint256) = 2**64 - 1
ELIGIBILITY_CAP: constant(uint256) = 2**20 - 1
ELIGIBILITY_STABLE: constant(uint256) = 1 << 20
ELIGIBILITY_STATUS_SHIFT: constant(uint256) = 21
ELIGIBILITY_STATUS: constant(uint256) = 3
ELIGIBILITY_IMPAIRED: constant(uint256) = 3 << 21
ELIGIBILITY_LAPSE: constant(uint256) = 1 << 21      # between impaired and sell-only
ELIGIBILITY_CLASS_SHIFT: constant(uint256) = 23
ELIGIBILITY_CLASS: constant(uint256) = 3
ELIGIBILITY_LISTED_SHIFT: constant(uint256) = 25
ELIGIBILITY_LISTED: constant(uint256) = 2**39 - 1


@pure
@internal
def _pack_terms(terms: Terms) -> uint256:
    assert (
        terms.feed_decimals <= FEED_DECIMALS
        and terms.heartbeat <= HEARTBEAT
        and terms.reference <= MAX_REFERENCE
        and terms.decimals <= DECIMALS
        and terms.deviation_bps <= 65_535
        and terms.slippage_bps <= 65_535
        and terms.status >= ACTIVE
        and terms.status <= IMPAIRED
        and terms.kind >= ONE_FEED
        and terms.kind <= VAULT_SHARES
    ), "registry: terms"
    quote_terms: uint256 = quote._pack(
        0,
        (
            terms.decimals
            | (terms.kind << QUOTE_KIND_SHIFT)
            | (convert(terms.clamped, uint256) << QUOTE_CLAMPED_SHIFT)
        ),
        terms.deviation_bps,
        terms.slippage_bps,
        terms.status != IMPAIRED,
        terms.stable,
        terms.status == ACTIVE,
    )
    return (
        convert(terms.feed, uint256)
        | (terms.feed_decimals << FEED_DECIMALS_SHIFT)
        | (terms.heartbeat << HEARTBEAT_SHIFT)
        | self._pack_reference(terms.reference)
        | ((quote_terms >> QUOTE_TERMS_PLACE) << QUOTE_TERMS_SHIFT)
    )


@pure
@internal
def _unpack_terms(word: uint256) -> Terms:
    quote_terms: uint256 = (word >> QUOTE_TERMS_SHIFT) << QUOTE_TERMS_PLACE
    status: uint256 = IMPAIRED
    if quote._is_buyable(quote_terms):
        status = ACTIVE
    elif quote._is_firm(quote_terms):
        status = SELL_ONLY
    return Terms(
        feed=convert(word & FEED, address),
        feed_decimals=(word >> FEED_DECIMALS_SHIFT) & FEED_DECIMALS,
        heartbeat=(word >> HEARTBEAT_SHIFT) & HEARTBEAT,
        reference=self._unpack_reference(word),
        decimals=self._decimals(word),
        deviation_bps=quote._deviation_bps(quote_terms),
        slippage_bps=quote._slippage_bps(quote_terms),
        status=status,
        stable=quote._is_stable(quote_terms),
        kind=(word & KIND) >> KIND_SHIFT,
        clamped=word & CLAMPED != 0,
    )


@pure
@internal
def _decimals(word: uint256) -> uint256:
    """
    @return decimals of the token
    """
    return (word >> QUOTE_TERMS_SHIFT) & DECIMALS


@pure
@internal
def _is_stable(word: uint256) -> bool:
    return (word >> QUOTE_TERMS_SHIFT) & (quote.STABLE >> QUOTE_TERMS_PLACE) != 0


@pure
@internal
def _pack_reference(reference: uint256) -> uint256:
    """
    @return mantissa and exponent in their places, rounded down to 21 significant bits
    """
    exponent: uint256 = 0
    rest: uint256 = reference >> MANTISSA_BITS
    if rest != 0:
        # The bits of what is too much, found by halves.
        exponent = 1
        for half: uint256 in [64, 32, 16, 8, 4, 2, 1]:
            if rest >> half != 0:
                rest >>= half
                exponent += half
    return ((reference >> exponent) << MANTISSA_SHIFT) | (exponent << EXPONENT_SHIFT)


@pure
@internal
def _unpack_reference(word: uint256) -> uint256:
    """
    @param word mantissa and exponent in their places, anything elsewhere
    """
    return ((word >> MANTISSA_SHIFT) & MANTISSA) << ((word >> EXPONENT_SHIFT) & EXPONENT)


@pure
@internal
def _pack_eligibility(eligibility: Eligibility) -> uint256:
    assert (
        eligibility.weight_cap_ppm <= ELIGIBILITY_CAP
        and eligibility.status <= IMPAIRED
        and eligibility.liquidity_class <= ELIGIBILITY_CLASS
        and eligibility.listed_at <= ELIGIBILITY_LISTED
    ), "registry: terms"
    return (
        eligibility.weight_cap_ppm
        | (convert(eligibility.stable, uint256) * ELIGIBILITY_STABLE)
        | (eligibility.status << ELIGIBILITY_STATUS_SHIFT)
        | (eligibility.liquidity_class << ELIGIBILITY_CLASS_SHIFT)
        | (eligibility.listed_at << ELIGIBILITY_LISTED_SHIFT)
    )


@pure
@internal
def _unpack_eligibility(word: uint256) -> Eligibility:
    return Eligibility(
        weight_cap_ppm=word & ELIGIBILITY_CAP,
        stable=word & ELIGIBILITY_STABLE != 0,
        status=(word >> ELIGIBILITY_STATUS_SHIFT) & ELIGIBILITY_STATUS,
        liquidity_class=(word >> ELIGIBILITY_CLASS_SHIFT) & ELIGIBILITY_CLASS,
        listed_at=(word >> ELIGIBILITY_LISTED_SHIFT) & ELIGIBILITY_LISTED,
    )


@pure
@internal
def _place_eligibility(slot: uint256, place: uint256, eligibility: uint256) -> uint256:
    """
    @param place 0..3
    @return the slot with that eligibility replaced
    """
    low: uint256 = unsafe_mul(place, 64)
    return (slot & ~(ELIGIBILITY << low)) | (eligibility << low)


@pure
@internal
def _eligibility_at(slot: uint256, place: uint256) -> uint256:
    """
    @param place 0..3
    """
    return (slot >> unsafe_mul(place, 64)) & ELIGIBILITY
