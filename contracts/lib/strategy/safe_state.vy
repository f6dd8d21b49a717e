# pragma version 0.4.3
# SPDX-License-Identifier: AGPL-3.0-only
# pragma nonreentrancy on
"""
@title The safe state: what anyone may decide when nobody decides
@notice USDC 100 %, bear, in force at once, when the active decision is older than silence_safe_state: 28 days. It takes
        the next epoch and the place of a decision that waits, so that a key that came back in the hands of a thief is
        not waited for. No snapshot stands behind it: data hash 0, methodology 0, by which it is known.

        It lowers risk, so nothing holds it up, and it can be forced once: the next decision is the proposer's. For the
        cadence it is a decision like any other: out of bull it is a flip, so a way back up waits seven days and counts
        among the flips upward; out of bear it is none.
"""
from ...interfaces import IIndexStrategy
from ..shared import require
from ..shared import event_sequence
from . import decision_book
from . import decision_header
from . import risk_cadence
from . import strategy_limits
from . import target_words
from ..shared import constants

uses: decision_book
uses: event_sequence
uses: risk_cadence
uses: strategy_limits

WHOLE_PPM: constant(uint256) = 1_000_000


@external
def force_safe_state():
    """
    @notice Anyone, when the active decision is older than silence_safe_state and is not the safe state already.
    @dev Error: "strategy: not silent"
    """
    require._that(self._is_due(), "strategy: not silent")
    active: decision_header.Header = decision_book._active_header()
    other: decision_header.Header = decision_book._other_header()
    sequence: uint256 = 0
    if decision_book._is_pending(other):
        sequence = event_sequence._next()
        log IIndexStrategy.Replaced(epoch=other.epoch, sequence=sequence)
    forced: decision_header.Header = decision_header.Header(
        epoch=max(active.epoch, other.epoch) + 1,
        gauge=0,
        methodology=0,
        word_count=1,
        bull=False,
        risk_up=False,
        vetoed=False,
        proposed_at=block.timestamp,
        activates_at=block.timestamp,
        expires_at=block.timestamp,
        activated_at=0,
    )
    words: DynArray[uint256, target_words.MAX_WORDS] = [constants.CASH | (WHOLE_PPM << target_words.PPM_SHIFT)]
    decision_book._write_pending(forced, empty(bytes32), words)
    decision_book._mark_active(forced)
    risk_cadence._record(False, active.bull, False)
    sequence = event_sequence._next()
    log IIndexStrategy.SafeStateForced(epoch=forced.epoch, sequence=sequence, words=words, by=msg.sender)


@view
@external
def safe_state_workable() -> bool:
    """
    @return whether force_safe_state() would succeed now
    """
    return self._is_due()


@view
@internal
def _is_due() -> bool:
    active: decision_header.Header = decision_book._active_header()
    # before the first decision there is nothing to leave; the forced one is the only one without a methodology
    return (
        active.epoch != 0
        and active.methodology != 0
        and block.timestamp >= active.activated_at + strategy_limits.silence_safe_state
    )
