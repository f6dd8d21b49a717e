# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What a feed or a vault says of itself
@notice Asked whenever terms are set, for a feed keeps its address when what stands behind it changes: its answer, its
        decimals, the bounds its aggregator puts on answers, and the gas that a first read of it costs. One feed that costs
        too much would be paid by every entry, exit and session.
        A question that is not answered, or not with one word, has no answer; it never reverts but for a lack of gas.
"""
from . import asset_terms
from . import price_feed

MAX_FEED_DECIMALS: constant(uint256) = 18         # also of a vault's underlying asset
MAX_HEARTBEAT: constant(uint256) = 7 * 86_400     # seconds; Chainlink's slowest answer weekly
UNREADABLE: constant(uint256) = 256               # decimals that a source does not say: more than any
NOTHING: constant(uint256) = max_value(uint256)     # no answer
# Gas of the first read of a feed or a vault in a transaction. A cold Chainlink proxy needs 19,200.
MAX_FIRST_READ_GAS: constant(uint256) = 40_000
MIN_ANSWER: constant(uint256) = 10_000            # raw units: a step of the answer is at most a basis point
UNBOUNDED: constant(uint256) = 2**95              # a highest answer from there on bounds nothing


@view
@internal
def _read(feed: address, heartbeat: uint256, known: uint256, known_bounds: uint256) -> (uint256, uint256, uint256):
    """
    @param known a word with a feed in it: if it is this one, it need not be alive
    @param known_bounds of the answers of that feed
    @return the feed, its decimals and heartbeat, where the terms word and the second word have them
    @return its reading (price_feed), not fresh at a bound of its aggregator; 0 if its decimals cannot be read or its
            answer has less than MIN_ANSWER raw units
    @return the bounds of its answers, NO_BOUNDS if none are known
    @dev Errors: "registry: heartbeat", "registry: feed", "registry: feed gas", "registry: gas"
    """
    assert heartbeat > 0 and heartbeat <= MAX_HEARTBEAT, "registry: heartbeat"
    source: uint256 = convert(feed, uint256) | (heartbeat << asset_terms.HEARTBEAT_SHIFT)
    # First of all, while what the feed reads is cold; the scale does not matter here.
    gas_before: uint256 = msg.gas
    answers: bool = price_feed._read(source) != 0
    assert not answers or gas_before - msg.gas <= MAX_FIRST_READ_GAS, "registry: feed gas"
    decimals: uint256 = self._decimals(feed)
    if decimals > MAX_FEED_DECIMALS:
        assert convert(feed, uint256) == known & asset_terms.FEED, "registry: feed"
        source |= known & (asset_terms.FEED_DECIMALS << asset_terms.FEED_DECIMALS_SHIFT)
        return source, 0, known_bounds
    source |= decimals << asset_terms.FEED_DECIMALS_SHIFT
    unit: uint256 = 10 ** (18 - decimals)
    bounds: uint256 = price_feed.NO_BOUNDS
    if convert(feed, uint256) == known & asset_terms.FEED:
        bounds = known_bounds
    bounds = self._bounds(feed, unit, bounds)
    reading: uint256 = price_feed._unclamped(price_feed._read(source), bounds)
    if reading & price_feed.PRICE < MIN_ANSWER * unit:
        reading = 0
    return source, reading, bounds


@view
@internal
def _bounds(feed: address, unit: uint256, known: uint256) -> uint256:
    """
    @notice Best effort: most aggregators of today say by 1 and a huge number that they have no bounds, or say nothing.
    @param unit one raw unit of an answer, with 18 decimals
    @param known what counts where nothing is said
    @return lowest and highest answer (price_feed); bounds that bind nothing count as none
    @dev Error: "registry: gas"
    """
    aggregator: address = feed
    behind: uint256 = self._answer(feed, method_id("aggregator()"))
    if behind <= asset_terms.FEED:
        aggregator = convert(behind, address)
    lowest: uint256 = self._answer(aggregator, method_id("minAnswer()"))
    highest: uint256 = self._answer(aggregator, method_id("maxAnswer()"))
    low: uint256 = known & price_feed.MAX_BOUND
    high: uint256 = known >> price_feed.HIGHEST_SHIFT
    if lowest != NOTHING:
        low = 0
        # Negative ones are larger than any price.
        if lowest > 1 and lowest < UNBOUNDED:
            low = min(lowest * unit, price_feed.MAX_BOUND)
    if highest != NOTHING:
        high = price_feed.MAX_BOUND
        if highest > 1 and highest < UNBOUNDED:
            high = min(highest * unit, price_feed.MAX_BOUND)
    return low | (high << price_feed.HIGHEST_SHIFT)


@view
@internal
def _decimals(source: address) -> uint256:
    """
    @return what a token or a feed says, UNREADABLE if nothing usable
    @dev Error: "registry: gas"
    """
    return min(self._answer(source, method_id("decimals()")), UNREADABLE)


@view
@internal
def _underlying(vault: address) -> address:
    """
    @return empty if the vault says nothing usable
    @dev Error: "registry: gas"
    """
    return convert(self._answer(vault, method_id("asset()")) & asset_terms.FEED, address)


@view
@internal
def _answer(source: address, question: Bytes[4]) -> uint256:
    """
    @return one word, NOTHING if there is none
    @dev Error: "registry: gas"
    """
    gas_before: uint256 = msg.gas
    answered: bool = False
    answer: Bytes[32] = b""
    answered, answer = raw_call(
        source,
        question,
        max_outsize=32,
        gas=price_feed.READ_GAS,
        is_static_call=True,
        revert_on_failure=False,
    )
    if not answered or len(answer) != 32:
        assert gas_before >= price_feed.FAIR_GAS, "registry: gas"
        return NOTHING
    return extract32(answer, 0, output_type=uint256)
