# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Flights: waiting decisions with less risk than the active one, and what may replace them
@notice A proposer replaces what waits. Without a rule, a stolen key could overwrite every flight to safety in the last
        second of its delay.

        Risk is ordered by the volatile weight, and at an equal one by the weight outside USDC. While a flight is
        protected only a decision of the same risk or less replaces it. It is protected until it has been open for
        activation for an hour, which anyone may use. It is no longer protected once it is vetoed or expired.

        Replacements cannot add up to a long delay. The first flight of a row sets the time by which each successor must
        be open for activation: an hour after its own opening. A successor may move that time forward, never back.

        Pure functions. Nothing can be activated between proposal and activation but the decision that waits, so the
        active decision that a flight is compared with is the one it will replace.
"""
from . import decision_header
from . import target_words

# How long a flight stays protected once it is open for activation.
WINDOW: constant(uint256) = 3_600               # seconds: 1 hour
WHOLE_PPM: constant(uint256) = 1_000_000


@pure
@internal
def _risk(volatile_ppm: uint256, first_word: uint256) -> uint256:
    """
    @param volatile_ppm weight of all assets that are not stable
    @param first_word target word whose lowest target is USDC; 0 where there is no decision
    @return a number that grows with the risk of the targets
    """
    cash_ppm: uint256 = (first_word >> target_words.PPM_SHIFT) & target_words.PPM
    return (volatile_ppm << target_words.TARGET_BITS) + WHOLE_PPM - cash_ppm


@view
@internal
def _is_protected(waiting: decision_header.Header, risk: uint256, active_risk: uint256) -> bool:
    """
    @param waiting a header that waits: proposed, neither activated nor vetoed
    @param risk of what waits
    """
    return (
        risk < active_risk
        and block.timestamp <= waiting.expires_at
        and block.timestamp < waiting.activates_at + WINDOW
    )
