# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Who proposes, and the limits of a decision
@notice Defaults and hard caps are in the code. The owner moves the values inside the caps. The owner is a timelock, so a
        change that raises risk waits in public. A waiting decision keeps the times it was proposed with.
"""
from ...interfaces import IIndexStrategy
from ..shared import event_sequence
from . import risk_cadence

uses: event_sequence

# Seconds from the proposal to the earliest activation.
RISK_DOWN_DELAY: constant(uint256) = 600            # 10 minutes
RISK_UP_DELAY: constant(uint256) = 6 * 3_600        # 6 hours
# Seconds from the earliest to the latest activation.
EXPIRY: constant(uint256) = 48 * 3_600              # 48 hours
MAX_CHANGE_PPM: constant(uint256) = 50_000          # 5 points
TURNOVER_PPM: constant(uint256) = 200_000           # 20 %
UPWARD_FLIPS: constant(uint256) = 3
# The keeper has done no work for so long: anyone may open auctions, anyone may force the safe state.
SILENCE_AUCTIONS: constant(uint256) = 14 * 86_400   # 14 days
SILENCE_SAFE_STATE: constant(uint256) = 28 * 86_400     # 28 days

RISK_DOWN_DELAY_CAP: constant(uint256) = 3_600      # 1 hour
RISK_UP_DELAY_CAP: constant(uint256) = 72 * 3_600   # 72 hours
EXPIRY_CAP: constant(uint256) = 7 * 86_400          # 7 days
MAX_CHANGE_PPM_CAP: constant(uint256) = 200_000     # 20 points
TURNOVER_PPM_CAP: constant(uint256) = 600_000    # 60 %
SILENCE_AUCTIONS_CAP: constant(uint256) = 30 * 86_400   # 30 days
SILENCE_SAFE_STATE_CAP: constant(uint256) = 60 * 86_400     # 60 days
# A weekly keeper is not silent between two decisions.
SILENCE_FLOOR: constant(uint256) = 7 * 86_400       # 7 days

proposer: public(address)
# Since when nobody may propose: unix seconds. 0: somebody may.
stopped_at: public(uint256)
risk_down_delay: public(uint256)
risk_up_delay: public(uint256)
expiry: public(uint256)
max_change_ppm: public(uint256)
turnover_ppm: public(uint256)
upward_flip_limit: public(uint256)
silence_auctions: public(uint256)
silence_safe_state: public(uint256)


@deploy
def __init__(proposer: address):
    self._set_proposer(proposer)
    self._set_delays(RISK_DOWN_DELAY, RISK_UP_DELAY, EXPIRY)
    self._set_limits(MAX_CHANGE_PPM, TURNOVER_PPM, UPWARD_FLIPS)
    self._set_silence(SILENCE_AUCTIONS, SILENCE_SAFE_STATE)


@internal
def _set_proposer(proposer: address):
    """
    @param proposer the zero address: nobody may propose, since now or since the last proposer was stopped
    """
    if proposer != empty(address):
        self.stopped_at = 0
    elif self.stopped_at == 0:
        self.stopped_at = block.timestamp
    self.proposer = proposer
    sequence: uint256 = event_sequence._next()
    log IIndexStrategy.ProposerSet(proposer=proposer, sequence=sequence)


@internal
def _set_delays(risk_down: uint256, risk_up: uint256, expiry: uint256):
    """
    @dev Error: "strategy: delays" (above a cap, risk up sooner than risk down, or no time to activate)
    """
    assert (
        risk_down <= RISK_DOWN_DELAY_CAP
        and risk_up <= RISK_UP_DELAY_CAP
        and risk_down <= risk_up
        and expiry != 0
        and expiry <= EXPIRY_CAP
    ), "strategy: delays"
    self.risk_down_delay = risk_down
    self.risk_up_delay = risk_up
    self.expiry = expiry
    sequence: uint256 = event_sequence._next()
    log IIndexStrategy.DelaysSet(sequence=sequence, risk_down=risk_down, risk_up=risk_up, expiry=expiry)


@internal
def _set_limits(max_change_ppm: uint256, turnover_ppm: uint256, upward_flips: uint256):
    """
    @dev Error: "strategy: limits"
    """
    assert (
        max_change_ppm <= MAX_CHANGE_PPM_CAP
        and turnover_ppm <= TURNOVER_PPM_CAP
        and upward_flips <= risk_cadence.MAX_UPWARD_FLIPS
    ), "strategy: limits"
    self.max_change_ppm = max_change_ppm
    self.turnover_ppm = turnover_ppm
    self.upward_flip_limit = upward_flips
    sequence: uint256 = event_sequence._next()
    log IIndexStrategy.LimitsSet(
        sequence=sequence, max_change_ppm=max_change_ppm, turnover_ppm=turnover_ppm, upward_flips=upward_flips
    )


@internal
def _set_silence(auctions: uint256, safe_state: uint256):
    """
    @dev Error: "strategy: silence" (above a cap, or less than a week)
    """
    assert (
        auctions >= SILENCE_FLOOR
        and auctions <= SILENCE_AUCTIONS_CAP
        and safe_state >= SILENCE_FLOOR
        and safe_state <= SILENCE_SAFE_STATE_CAP
    ), "strategy: silence"
    self.silence_auctions = auctions
    self.silence_safe_state = safe_state
    sequence: uint256 = event_sequence._next()
    log IIndexStrategy.SilenceSet(sequence=sequence, auctions=auctions, safe_state=safe_state)
