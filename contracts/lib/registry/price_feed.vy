# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A feed read that cannot hurt
@notice One Chainlink AggregatorV3 answer, read with a gas cap and a bounded return, never reverting for what the feed
        does. A failure that a lack of gas may have caused is a revert ("registry: gas"), or a caller could choose what
        looks stale. No spot price anywhere.
        Firm: answered, answer > 0, updated neither at 0 nor in the future, not older than the heartbeat, within the
        band around the reference. The band is what a wrong answer may do at most: reference x [1/5, 5], for a stable
        asset x [0.5, 1.1].
        Not firm: a price of the last good kind. The feed's answer where it is merely stale, else the reference.
        An aggregator may bound what it answers: an answer at such a bound says only that the market is there or beyond.
        Two feeds, each with its own heartbeat, make one price by their product: fresh if both are, and the band is
        that of the product.
"""
from . import asset_terms
from ..shared import quote

# latestRoundData() -> (uint80 round, int256 answer, uint256 started, uint256 updated, uint80 answered in)
LATEST_ROUND_DATA: constant(Bytes[4]) = method_id("latestRoundData()")
ROUND_BYTES: constant(uint256) = 160
# A cold Chainlink proxy needs 19,200 gas; four times that leaves room for feeds that compute.
READ_GAS: constant(uint256) = 80_000
# A call forwards at most 63/64 of the gas: 80,000 x 64 / 63 rounded up, and the call itself (2,600 cold).
FAIR_GAS: constant(uint256) = 85_000
# No price: an answer above it is nonsense (1.27e12 USD with 18 decimals).
MAX_ANSWER: constant(uint256) = 2**100 - 1
PRICE: constant(uint256) = 2**160 - 1
# Bounds of a feed's answers: the lowest in bits 0..127, the highest in 128..255, both scaled to 18 decimals.
HIGHEST_SHIFT: constant(uint256) = 128
MAX_BOUND: constant(uint256) = 2**128 - 1
NO_BOUNDS: constant(uint256) = MAX_BOUND << 128


@view
@internal
def _read(terms: uint256) -> uint256:
    """
    @param terms the terms word, or a second word: feed, its decimals and heartbeat lie in the same places
    @return USD 18 decimals of one whole token, below 2**160, 0 for no usable answer; FRESH is set beside it when the
            answer is in time. One word, because a second return value costs 60 gas an asset.
    @dev Error: "registry: gas"
    """
    gas_before: uint256 = msg.gas
    answered: bool = False
    round: Bytes[ROUND_BYTES] = b""
    answered, round = raw_call(
        convert(terms & asset_terms.FEED, address),
        LATEST_ROUND_DATA,
        max_outsize=ROUND_BYTES,
        gas=READ_GAS,
        is_static_call=True,
        revert_on_failure=False,
    )
    if not answered or len(round) != ROUND_BYTES:
        assert gas_before >= FAIR_GAS, "registry: gas"
        return 0
    # Read without its sign: a negative answer is larger than any price.
    answer: uint256 = extract32(round, 32, output_type=uint256)
    if answer > MAX_ANSWER:
        return 0
    # USD 18 = answer x 10 ** (18 - feed decimals). answer < 2**100, the factor at most 10**18 < 2**60.
    reading: uint256 = unsafe_mul(
        answer,
        pow_mod256(10, unsafe_sub(18, (terms >> asset_terms.FEED_DECIMALS_SHIFT) & asset_terms.FEED_DECIMALS)),
    )
    # An answer from the future wraps to an age beyond any heartbeat, and one from 0 is half a century old.
    age: uint256 = unsafe_sub(block.timestamp, extract32(round, 96, output_type=uint256))
    if age <= (terms >> asset_terms.HEARTBEAT_SHIFT) & asset_terms.HEARTBEAT:
        reading |= quote.FRESH
    return reading


@pure
@internal
def _banded(terms: uint256, reading: uint256) -> uint256:
    """
    @param terms the terms word. It is taken apart here, field by field: a struct would double the cost of pricing.
    @param reading what _read or _product answered
    @return the quote word
    """
    price: uint256 = reading & PRICE
    reference: uint256 = (
        ((terms >> asset_terms.MANTISSA_SHIFT) & asset_terms.MANTISSA)
        << ((terms >> asset_terms.EXPONENT_SHIFT) & asset_terms.EXPONENT)
    )
    word: uint256 = (terms >> asset_terms.QUOTE_TERMS_SHIFT) << asset_terms.QUOTE_TERMS_PLACE
    # Tenths of the reference the price may be, from low on. price < 2**160 and reference < 2**97: the products cannot
    # overflow, and a price in the band is below 2**100. A price of 0 lies below every band.
    low: uint256 = 2
    width: uint256 = 48         # 50 - 2
    if word & quote.STABLE != 0:
        low = 5
        width = 6               # 11 - 5
    # Below the band the difference wraps to more than any width.
    if unsafe_sub(unsafe_mul(price, 10), unsafe_mul(reference, low)) > unsafe_mul(reference, width):
        return (word & ~(quote.FIRM | asset_terms.QUOTE_KIND)) | reference
    # Firm: not impaired in the terms and fresh in the reading. Sellable: fresh in the reading, which has nothing else
    # above the price.
    return ((word | quote.SELLABLE) & (reading | ~(quote.FRESH | asset_terms.QUOTE_KIND))) | price


@pure
@internal
def _product(first: uint256, second: uint256) -> uint256:
    """
    @param first what _read answered for one feed
    @param second for the other
    @return as _read: their product, rounded down, fresh if both are; 0 if one gave no usable answer
    """
    # Below 2**100 each, or one of them is nonsense.
    if max(first & PRICE, second & PRICE) > MAX_ANSWER:
        return 0
    # USD 18 = USD 18 per unit x units 18 / 10**18
    return unsafe_div(unsafe_mul(first & PRICE, second & PRICE), 10**18) | (first & second & quote.FRESH)


@pure
@internal
def _unclamped(reading: uint256, bounds: uint256) -> uint256:
    """
    @param reading what _read answered
    @return the same; not fresh where the answer is at a bound or beyond it
    """
    answer: uint256 = reading & PRICE
    if answer <= bounds & MAX_BOUND or answer >= bounds >> HIGHEST_SHIFT:
        return answer
    return reading
