# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
# pragma nonreentrancy off
"""
@title What is said about a decision, in one word
@notice bits   0..31   epoch
        bits  32..58   gauge, 1e-6 of a point
        bits  59..74   methodology version
        bits  75..79   count of target words
        bit   80       bull
        bit   81       risk up
        bit   82       vetoed
        bits  96..135  proposed at, unix seconds
        bits 136..175  activates at
        bits 176..215  expires at
        bits 216..255  activated at, 0 while pending
        Pure functions. The caller bounds gauge and methodology; epochs and times cannot outgrow their fields (2**32
        proposals; the year 36,812).
"""

EPOCH: constant(uint256) = 2**32 - 1
GAUGE_SHIFT: constant(uint256) = 32
GAUGE: constant(uint256) = 2**27 - 1
METHODOLOGY_SHIFT: constant(uint256) = 59
METHODOLOGY: constant(uint256) = 2**16 - 1
WORD_COUNT_SHIFT: constant(uint256) = 75
WORD_COUNT: constant(uint256) = 2**5 - 1
BULL_SHIFT: constant(uint256) = 80
RISK_UP_SHIFT: constant(uint256) = 81
VETOED_SHIFT: constant(uint256) = 82
PROPOSED_SHIFT: constant(uint256) = 96
ACTIVATES_SHIFT: constant(uint256) = 136
EXPIRES_SHIFT: constant(uint256) = 176
ACTIVATED_SHIFT: constant(uint256) = 216
TIME: constant(uint256) = 2**40 - 1

struct Header:
    epoch: uint256
    gauge: uint256
    methodology: uint256
    word_count: uint256
    bull: bool
    risk_up: bool
    vetoed: bool
    proposed_at: uint256
    activates_at: uint256
    expires_at: uint256
    activated_at: uint256


@pure
@internal
def _pack(header: Header) -> uint256:
    return (
        header.epoch
        | (header.gauge << GAUGE_SHIFT)
        | (header.methodology << METHODOLOGY_SHIFT)
        | (header.word_count << WORD_COUNT_SHIFT)
        | (convert(header.bull, uint256) << BULL_SHIFT)
        | (convert(header.risk_up, uint256) << RISK_UP_SHIFT)
        | (convert(header.vetoed, uint256) << VETOED_SHIFT)
        | (header.proposed_at << PROPOSED_SHIFT)
        | (header.activates_at << ACTIVATES_SHIFT)
        | (header.expires_at << EXPIRES_SHIFT)
        | (header.activated_at << ACTIVATED_SHIFT)
    )


@pure
@internal
def _unpack(word: uint256) -> Header:
    return Header(
        epoch=word & EPOCH,
        gauge=(word >> GAUGE_SHIFT) & GAUGE,
        methodology=(word >> METHODOLOGY_SHIFT) & METHODOLOGY,
        word_count=(word >> WORD_COUNT_SHIFT) & WORD_COUNT,
        bull=(word >> BULL_SHIFT) & 1 == 1,
        risk_up=(word >> RISK_UP_SHIFT) & 1 == 1,
        vetoed=(word >> VETOED_SHIFT) & 1 == 1,
        proposed_at=(word >> PROPOSED_SHIFT) & TIME,
        activates_at=(word >> ACTIVATES_SHIFT) & TIME,
        expires_at=(word >> EXPIRES_SHIFT) & TIME,
        activated_at=word >> ACTIVATED_SHIFT,
    )
