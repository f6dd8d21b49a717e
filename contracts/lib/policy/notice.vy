# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Notice: the owner announces, anyone applies a week later
@notice A change that could cost a holder waits NOTICE seconds, so that holders can leave first. After the notice anyone
        may apply it. An announcement that nobody applies within LIFE seconds more ends by itself: nobody has to watch
        for ever for a change that was once announced.
        One announcement a subject: a new one replaces the one that waits. What was announced is kept by the caller.
        A subject is FEES, FLOW_LIMIT, or the id of an asset to write off: no asset has id 0, and USDC, which has id 1,
        cannot be retired.
"""
from ...interfaces import IFundPolicy
from ..shared import event_sequence

uses: event_sequence

FEES: constant(uint256) = 0
FLOW_LIMIT: constant(uint256) = 1
NOTICE: constant(uint256) = 604_800     # 7 days from the announcement to the first moment at which it may be applied
LIFE: constant(uint256) = 1_209_600     # 14 days after that moment the announcement lapses

# subject -> unix seconds from which it may be applied; 0: nothing is announced
effective_at: HashMap[uint256, uint256]


@internal
def _announce(subject: uint256) -> uint256:
    """
    @return unix seconds from which it may be applied
    """
    effective_at: uint256 = block.timestamp + NOTICE
    self.effective_at[subject] = effective_at
    return effective_at


@internal
def _withdraw(subject: uint256) -> bool:
    """
    @return whether an announcement waited
    """
    waited: bool = self._waits_until(subject) != 0
    self.effective_at[subject] = 0
    if waited:
        sequence: uint256 = event_sequence._next()
        log IFundPolicy.AnnouncementWithdrawn(subject=subject, sequence=sequence)
    return waited


@internal
def _take(subject: uint256):
    """
    @notice Ends the announcement, which the caller applies.
    """
    effective_at: uint256 = self.effective_at[subject]
    assert effective_at != 0, "policy: nothing announced"
    assert block.timestamp >= effective_at, "policy: too early"
    assert block.timestamp <= effective_at + LIFE, "policy: announcement lapsed"
    self.effective_at[subject] = 0


@view
@internal
def _waits_until(subject: uint256) -> uint256:
    """
    @return unix seconds from which it may be applied, 0 where nothing is announced or the announcement has lapsed
    """
    effective_at: uint256 = self.effective_at[subject]
    if block.timestamp > effective_at + LIFE:
        return 0
    return effective_at
