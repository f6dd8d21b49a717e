# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The safe state: what anyone may decide when nobody decides
@notice USDC alone: 100 % of the index, bear, in force at once. No other stable asset is in it. No snapshot stands behind
        it: data hash and methodology are 0, by which it is known.

        Due. Silence_safe_state (28 days) after the keeper last did its work (lib/strategy/keeper_clock), or 3 days after
        the proposer was stopped and no other was named. The safe state takes the next epoch and replaces whatever
        waits, so nobody waits for a decision of a stolen key.

        It lowers risk, so nothing delays it. It can be forced once: the next decision is the proposer's. For the cadence
        it is a decision like any other. Out of bull it is a flip, so a way back up waits seven days and counts among the
        upward flips. Out of bear it is none.
"""
from ...interfaces import IAuctionHouse
from ...interfaces import IIndexStrategy
from ..shared import require
from ..shared import event_sequence
from . import decision_book
from . import decision_header
from . import keeper_clock
from . import risk_cadence
from . import strategy_limits
from . import target_words
from ..shared import constants

uses: decision_book
uses: event_sequence
uses: risk_cadence
uses: strategy_limits

WHOLE_PPM: constant(uint256) = 1_000_000
# After the proposer was stopped.
STOPPED_SAFE_STATE: constant(uint256) = 3 * 86_400  # seconds: 3 days

# It says when the fund was last near its target.
auction_house: public(immutable(address))


@deploy
def __init__(auction_house_: address):
    """
    @param auction_house_ may be the address where it will be: the contracts name each other
    """
    auction_house = auction_house_


@external
def force_safe_state():
    """
    @notice Anyone, from safe_state_at() on.
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
        retargets=True,
        volatile_ppm=0,
        proposed_at=block.timestamp,
        activates_at=block.timestamp,
        expires_at=block.timestamp,
        open_by=block.timestamp,
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
@external
def safe_state_at() -> uint256:
    """
    @return unix seconds from which anyone may force the safe state, if nothing is done until then; 0: not forcible
    """
    return self._due_at()


@view
@external
def acted_at() -> uint256:
    """
    @return unix seconds: when the keeper last did its work (lib/strategy/keeper_clock); 0 before the first decision
    """
    return self._acted_at(decision_book._active_header())


@view
@internal
def _is_due() -> bool:
    due_at: uint256 = self._due_at()
    return due_at != 0 and block.timestamp >= due_at


@view
@internal
def _due_at() -> uint256:
    active: decision_header.Header = decision_book._active_header()
    # Before the first decision there is nothing to leave. The forced one is the only one without a methodology.
    if active.epoch == 0 or active.methodology == 0:
        return 0
    due_at: uint256 = self._acted_at(active) + strategy_limits.silence_safe_state
    stopped_at: uint256 = strategy_limits.stopped_at
    if stopped_at != 0:
        due_at = min(due_at, stopped_at + STOPPED_SAFE_STATE)
    return due_at


@view
@internal
def _acted_at(active: decision_header.Header) -> uint256:
    near_at: uint256 = staticcall IAuctionHouse(auction_house).near_at()
    return keeper_clock._acted_at(decision_book.changed_at, active.activated_at, near_at)
