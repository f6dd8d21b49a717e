# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What stands behind a price feed's proxy
@notice The storage pattern of Chainlink's access-controlled off-chain aggregator: a read touches the reader's access,
        the hot variables and one transmission, each a slot of its own. The owner may make it fail in every way a feed
        can: set() writes any answer with any timestamp, fail() changes how reads end.
"""

flag Failure:
    REVERTS         # 1
    SWALLOWS_GAS    # 2


event AnswerUpdated:
    current: indexed(int256)
    round: indexed(uint256)
    updated_at: uint256


ROUND_BITS: constant(uint256) = 32
ROUND_MASK: constant(uint256) = (1 << 32) - 1
ANSWER_BITS: constant(uint256) = 192
ANSWER_MASK: constant(uint256) = (1 << 192) - 1

OWNER: immutable(address)
TRANSMITTER: immutable(address)
decimals: public(immutable(uint8))

_readers: HashMap[address, bool]
_hot: uint256                                # bits 0..31 the latest round, above them the failure
_transmissions: HashMap[uint256, uint256]    # round -> answer (192 bits, two's complement), unix seconds above
description: public(String[64])
_lowest: int192
_highest: int192


@deploy
def __init__(
    owner: address,
    transmitter: address,
    reader: address,
    decimals_: uint8,
    description_: String[64],
    answer: int256,
):
    """
    @param transmitter may set answers beside the owner: the market, in one transaction for all feeds
    @param reader the proxy, the only one that may read
    """
    OWNER = owner
    TRANSMITTER = transmitter
    decimals = decimals_
    self.description = description_
    self._readers[reader] = True
    self._transmit(answer, block.timestamp)


@external
def set(answer: int256, updated_at: uint256):
    """
    @notice A new round with any answer of 192 bits and any timestamp, however wrong.
    """
    assert msg.sender == OWNER or msg.sender == TRANSMITTER, "feed: only owner"
    self._transmit(answer, updated_at)


@external
def fail(failure: Failure):
    """
    @notice How reads end from now on; 0 heals it.
    """
    assert msg.sender == OWNER, "feed: only owner"
    self._hot = (self._hot & ROUND_MASK) | (convert(failure, uint256) << ROUND_BITS)


@external
def set_bounds(lowest: int192, highest: int192):
    """
    @notice What the aggregator says its answers lie between; 0 and 0 as it was. It does not hold its answers to it.
    """
    assert msg.sender == OWNER, "feed: only owner"
    self._lowest = lowest
    self._highest = highest


@view
@external
def minAnswer() -> int192:
    """
    @return 1, which bounds nothing, unless the owner set another
    """
    return self._lowest if self._lowest != 0 else 1


@view
@external
def maxAnswer() -> int192:
    """
    @return what Chainlink's aggregators of today say, unless the owner set another
    """
    return self._highest if self._highest != 0 else 2**176 - 1


@view
@external
def latestRoundData() -> (uint80, int256, uint256, uint256, uint80):
    """
    @return round, answer, started at, updated at, answered in round
    """
    assert self._readers[msg.sender], "No access"
    hot: uint256 = self._hot
    if hot > ROUND_MASK:
        self._end_badly(convert(hot >> ROUND_BITS, Failure))
    round: uint80 = convert(hot & ROUND_MASK, uint80)
    transmission: uint256 = self._transmissions[hot & ROUND_MASK]
    updated_at: uint256 = transmission >> ANSWER_BITS
    # Shifted up and down again as a signed word: the sign of 192 bits becomes that of 256.
    shifted: bytes32 = convert(transmission << (256 - ANSWER_BITS), bytes32)
    answer: int256 = convert(shifted, int256) >> (256 - ANSWER_BITS)
    return round, answer, updated_at, updated_at, round


@internal
def _transmit(answer: int256, updated_at: uint256):
    hot: uint256 = self._hot + 1
    round: uint256 = hot & ROUND_MASK
    self._hot = hot
    # By way of bytes32, for a conversion of a negative number would revert.
    word: uint256 = convert(convert(answer, bytes32), uint256)
    self._transmissions[round] = (word & ANSWER_MASK) | (updated_at << ANSWER_BITS)
    log AnswerUpdated(current=answer, round=round, updated_at=updated_at)


@view
@internal
def _end_badly(failure: Failure):
    assert failure != Failure.REVERTS, "feed: out of order"
    # The invalid opcode takes all the gas it was given.
    raise UNREACHABLE
