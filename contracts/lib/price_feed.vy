# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
# pragma nonreentrancy off
"""
@title A feed read that cannot hurt
@notice One Chainlink AggregatorV3 answer, read with a gas cap and a bounded return, never reverting for what the feed
        does. A failure that a lack of gas may have caused is a revert ("registry: gas"), or a caller could choose what
        looks stale. No spot price anywhere.
        Firm: answered, answer > 0, updated neither at 0 nor in the future, not older than the heartbeat, within the
        band around the reference. The band is what a wrong answer may do at most: reference x [1/5, 5], for a stable
        asset x [0.5, 1.1].
        Not firm: a price of the last good kind. The feed's answer where it is merely stale, else the reference.
"""
from . import asset_terms

# latestRoundData() -> (uint80 round, int256 answer, uint256 started, uint256 updated, uint80 answered in)
LATEST_ROUND_DATA: constant(Bytes[4]) = method_id("latestRoundData()")
ROUND_BYTES: constant(uint256) = 160
# A cold Chainlink proxy needs 19,200 gas; four times that leaves room for a composed feed.
READ_GAS: constant(uint256) = 80_000
# A call forwards at most 63/64 of the gas: 80,000 x 64 / 63 rounded up, and the call itself (2,600 cold).
FAIR_GAS: constant(uint256) = 84_000
# Largest price a quote word holds: 1.27e12 USD for one token.
MAX_PRICE: constant(uint256) = 2**100 - 1


@view
@internal
def _read(feed: address, feed_decimals: uint256) -> (uint256, uint256):
    """
    @return USD 18 decimals of one whole token, 0 for no usable answer; unix seconds of the answer
    """
    gas_before: uint256 = msg.gas
    answered: bool = False
    round: Bytes[ROUND_BYTES] = b""
    answered, round = raw_call(
        feed,
        LATEST_ROUND_DATA,
        max_outsize=ROUND_BYTES,
        gas=READ_GAS,
        is_static_call=True,
        revert_on_failure=False,
    )
    if not answered or len(round) != ROUND_BYTES:
        assert gas_before >= FAIR_GAS, "registry: gas"
        return 0, 0
    # Read without its sign: a negative answer is larger than any price.
    answer: uint256 = extract32(round, 32, output_type=uint256)
    updated_at: uint256 = extract32(round, 96, output_type=uint256)
    if answer > MAX_PRICE:
        return 0, updated_at
    # USD 18 = answer x 10 ** (18 - feed decimals). answer < 2**100, the factor at most 10**18 < 2**60.
    price: uint256 = unsafe_mul(answer, pow_mod256(10, unsafe_sub(18, feed_decimals)))
    if price > MAX_PRICE:
        return 0, updated_at
    return price, updated_at


@view
@internal
def _is_fresh(updated_at: uint256, heartbeat: uint256) -> bool:
    # The subtraction is guarded by the comparison before it.
    return (
        updated_at != 0
        and updated_at <= block.timestamp
        and unsafe_sub(block.timestamp, updated_at) <= heartbeat
    )


@view
@internal
def _price(terms: uint256) -> (uint256, bool):
    """
    @param terms the terms word. It is taken apart here, field by field: a struct would triple the cost of pricing.
    @return USD 18 decimals of one whole token; whether it is firm. The status is the caller's to consider.
    """
    price: uint256 = 0
    updated_at: uint256 = 0
    price, updated_at = self._read(
        convert(terms & asset_terms.FEED, address),
        (terms >> asset_terms.FEED_DECIMALS_SHIFT) & asset_terms.DECIMALS,
    )
    reference: uint256 = (
        ((terms >> asset_terms.MANTISSA_SHIFT) & asset_terms.MANTISSA)
        << ((terms >> asset_terms.EXPONENT_SHIFT) & asset_terms.EXPONENT)
    )
    # price, reference < 2**100: the products cannot overflow. A price of 0 lies below every band.
    if (terms >> asset_terms.STABLE_SHIFT) & 1 == 1:
        if unsafe_mul(price, 2) < reference or unsafe_mul(price, 10) > unsafe_mul(reference, 11):
            return reference, False
    elif unsafe_mul(price, 5) < reference or price > unsafe_mul(reference, 5):
        return reference, False
    return price, self._is_fresh(updated_at, (terms >> asset_terms.HEARTBEAT_SHIFT) & asset_terms.HEARTBEAT)
