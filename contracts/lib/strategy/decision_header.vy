# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title A decision's header: everything about it but its targets and its data hash, in one word
@notice bits   0..31   epoch
        bits  32..58   gauge, 1e-6 of a point
        bits  59..74   methodology version
        bits  75..79   count of target words
        bit   80       bull
        bit   81       risk up
        bit   82       vetoed
        bit   83       retargets
        bits  84..103  volatile weight, parts per million
        bits 104..123  activates at, seconds after proposed at
        bits 124..143  expires at, seconds after activates at
        bits 144..163  open by, seconds after proposed at
        bits 176..215  proposed at, unix seconds
        bits 216..255  activated at, unix seconds, 0 while pending
        Pure functions. The caller bounds gauge and methodology. The rest fits: a volatile weight is at most 1,000,000,
        delay and expiry are at most 7 days (strategy_limits), which is less than 2**20 seconds; 2**32 proposals and the
        year 36,812 are far away.
"""

struct Header:
    epoch: uint256
    gauge: uint256
    methodology: uint256
    word_count: uint256
    bull: bool
    risk_up: bool
    vetoed: bool
    retargets: bool             # its turnover is large enough to make a fund far that is on target
    volatile_ppm: uint256       # weight of all assets that are not stable
    proposed_at: uint256
    activates_at: uint256
    expires_at: uint256
    open_by: uint256            # what replaces it, while it is protected, activates by then
    activated_at: uint256


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
RETARGETS_SHIFT: constant(uint256) = 83
VOLATILE_SHIFT: constant(uint256) = 84
ACTIVATES_SHIFT: constant(uint256) = 104
EXPIRES_SHIFT: constant(uint256) = 124
OPEN_BY_SHIFT: constant(uint256) = 144
FIELD_20: constant(uint256) = 2**20 - 1
PROPOSED_SHIFT: constant(uint256) = 176
ACTIVATED_SHIFT: constant(uint256) = 216
TIME: constant(uint256) = 2**40 - 1


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
        | (convert(header.retargets, uint256) << RETARGETS_SHIFT)
        | (header.volatile_ppm << VOLATILE_SHIFT)
        | ((header.activates_at - header.proposed_at) << ACTIVATES_SHIFT)
        | ((header.expires_at - header.activates_at) << EXPIRES_SHIFT)
        | ((header.open_by - header.proposed_at) << OPEN_BY_SHIFT)
        | (header.proposed_at << PROPOSED_SHIFT)
        | (header.activated_at << ACTIVATED_SHIFT)
    )


@pure
@internal
def _unpack(word: uint256) -> Header:
    proposed_at: uint256 = (word >> PROPOSED_SHIFT) & TIME
    activates_at: uint256 = proposed_at + ((word >> ACTIVATES_SHIFT) & FIELD_20)
    return Header(
        epoch=word & EPOCH,
        gauge=(word >> GAUGE_SHIFT) & GAUGE,
        methodology=(word >> METHODOLOGY_SHIFT) & METHODOLOGY,
        word_count=(word >> WORD_COUNT_SHIFT) & WORD_COUNT,
        bull=(word >> BULL_SHIFT) & 1 == 1,
        risk_up=(word >> RISK_UP_SHIFT) & 1 == 1,
        vetoed=(word >> VETOED_SHIFT) & 1 == 1,
        retargets=(word >> RETARGETS_SHIFT) & 1 == 1,
        volatile_ppm=(word >> VOLATILE_SHIFT) & FIELD_20,
        proposed_at=proposed_at,
        activates_at=activates_at,
        expires_at=activates_at + ((word >> EXPIRES_SHIFT) & FIELD_20),
        open_by=proposed_at + ((word >> OPEN_BY_SHIFT) & FIELD_20),
        activated_at=word >> ACTIVATED_SHIFT,
    )
