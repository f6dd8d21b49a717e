# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The small numbers every vault call reads, in one word
@notice One slot read and one written a transaction instead of six. Fields, lowest first:

        bits   0..39   accrued_at       unix seconds, management fee accrued up to here
        bits  40..79   paused_until     unix seconds, entries are closed before
        bits  80..143  sequence         events logged so far
        bits 144..159  exit_levy_bps    levy computed last, paid by the exit in kind
        bits 160..175  management_bps   a year
        bits 176..191  platform_bps     of shares, on entry and on exit
        bit  192       wound_down       no entries, no fees, no levy
"""

struct State:
    accrued_at: uint256
    paused_until: uint256
    sequence: uint256
    exit_levy_bps: uint256
    management_bps: uint256
    platform_bps: uint256
    wound_down: bool


TIME_MASK: constant(uint256) = 2**40 - 1
SEQUENCE_MASK: constant(uint256) = 2**64 - 1
BPS_MASK: constant(uint256) = 2**16 - 1

word: uint256


@view
@internal
def _load() -> State:
    word: uint256 = self.word
    return State(
        accrued_at=word & TIME_MASK,
        paused_until=(word >> 40) & TIME_MASK,
        sequence=(word >> 80) & SEQUENCE_MASK,
        exit_levy_bps=(word >> 144) & BPS_MASK,
        management_bps=(word >> 160) & BPS_MASK,
        platform_bps=(word >> 176) & BPS_MASK,
        wound_down=(word >> 192) & 1 == 1,
    )


@internal
def _store(state: State):
    """
    @dev No field can outgrow its bits: times are block times, levy and rates are bounded where they are set, and
         2**64 events cannot be logged.
    """
    self.word = (
        state.accrued_at
        | (state.paused_until << 40)
        | (state.sequence << 80)
        | (state.exit_levy_bps << 144)
        | (state.management_bps << 160)
        | (state.platform_bps << 176)
        | (convert(state.wound_down, uint256) << 192)
    )


@internal
def _next_sequence() -> uint256:
    """
    @return the number of the event about to be logged
    """
    state: State = self._load()
    state.sequence += 1
    self._store(state)
    return state.sequence
