# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title How often risk may rise
@notice Counted from activations, not from proposals. Lowering risk is never held up here, and the first decision is no
        flip.
"""

# Between two decisions that raise risk in the same regime. A weekly keeper has a day to spare.
SPACING: constant(uint256) = 6 * 86_400            # seconds
# From the last flip, either way, to a flip upward.
AFTER_FLIP: constant(uint256) = 7 * 86_400         # seconds
FLIP_WINDOW: constant(uint256) = 90 * 86_400       # seconds
# Upward flips remembered, which is the most a limit on them can be.
MAX_UPWARD_FLIPS: constant(uint256) = 6
TIME_BITS: constant(uint256) = 40
TIME: constant(uint256) = 2**40 - 1

last_risk_up_at: public(uint256)
last_flip_at: public(uint256)
# Times of the last six upward flips, 40 bits each, the latest lowest.
upward_flips: public(uint256)


@view
@internal
def _check(activates_at: uint256, upward_flip: bool, flip_limit: uint256):
    """
    @notice Whether risk may rise at that time. Only one decision waits at a time, so nothing can be activated between
            this check and that time but the decision it is made for.
    @param flip_limit upward flips allowed in 90 days, 0..6
    @dev Errors: "strategy: spacing", "strategy: flips"
    """
    if not upward_flip:
        assert activates_at >= self.last_risk_up_at + SPACING, "strategy: spacing"
        return
    assert activates_at >= self.last_flip_at + AFTER_FLIP, "strategy: spacing"
    assert flip_limit != 0, "strategy: flips"
    # With 3 allowed, the third latest must lie outside the window. Never flipped reads as 1970.
    oldest: uint256 = (self.upward_flips >> (TIME_BITS * (flip_limit - 1))) & TIME
    assert activates_at >= oldest + FLIP_WINDOW, "strategy: flips"


@internal
def _record(risk_up: bool, flip: bool, bull: bool):
    """
    @notice A decision was activated now.
    """
    if risk_up:
        self.last_risk_up_at = block.timestamp
    if flip:
        self.last_flip_at = block.timestamp
        if bull:
            self.upward_flips = (self.upward_flips << TIME_BITS) | block.timestamp
