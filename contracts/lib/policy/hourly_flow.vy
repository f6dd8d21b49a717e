# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The flow limit: how much may enter or leave at NAV within a clock hour
@notice A trader who sees prices before the feeds do gains a part of what he moves; the levy covers the feeds' deviation,
        the limit bounds what a larger lag can cost. Stable assets hardly lag, so more of them may flow: each direction
        has max(floor, volatile share x volatile part of NAV + stable share x the rest) an hour.
        One word for the limit and what flowed, fields lowest first:

        bits   0..31   hour                unix seconds // 3600 of the last flow
        bits  32..95   entered             raw USDC in that hour
        bits  96..159  left                raw USDC in that hour
        bits 160..219  least               raw USDC
        bits 220..237  volatile_share_ppm
        bits 238..255  stable_share_ppm
"""
from ...interfaces import IFundPolicy
from ..shared import constants

AMOUNT: constant(uint256) = 2**64 - 1
HOUR_MASK: constant(uint256) = 2**32 - 1
ENTERED_SHIFT: constant(uint256) = 32
LEFT_SHIFT: constant(uint256) = 96
FLOWED: constant(uint256) = 2**160 - 1
MAX_LEAST: constant(uint256) = 10**12 * 10**6       # raw USDC: a trillion, no limit
MAX_SHARE_PPM: constant(uint256) = 200_000          # 20 % of NAV an hour

LEAST: constant(uint256) = 2**60 - 1
LEAST_SHIFT: constant(uint256) = 160
SHARE: constant(uint256) = 2**18 - 1
VOLATILE_SHIFT: constant(uint256) = 220
STABLE_SHIFT: constant(uint256) = 238

word: uint256


@internal
def _set_limit(limit: IFundPolicy.FlowLimit):
    assert (
        limit.least <= MAX_LEAST
        and limit.volatile_share_ppm <= MAX_SHARE_PPM
        and limit.stable_share_ppm <= MAX_SHARE_PPM
    ), "policy: flow limit"
    self.word = (
        (self.word & FLOWED)
        | (limit.least << LEAST_SHIFT)
        | (limit.volatile_share_ppm << VOLATILE_SHIFT)
        | (limit.stable_share_ppm << STABLE_SHIFT)
    )


@view
@internal
def _limit() -> IFundPolicy.FlowLimit:
    word: uint256 = self.word
    return IFundPolicy.FlowLimit(
        least=(word >> LEAST_SHIFT) & LEAST,
        volatile_share_ppm=(word >> VOLATILE_SHIFT) & SHARE,
        stable_share_ppm=word >> STABLE_SHIFT,
    )


@view
@internal
def _used(word: uint256, direction: uint256) -> uint256:
    """
    @return raw USDC of one direction in the running hour
    """
    if word & HOUR_MASK != block.timestamp // constants.HOUR:
        return 0
    return (word >> direction) & AMOUNT


@view
@internal
def _room(entry: bool, total: uint256, volatile_ppm: uint256) -> uint256:
    """
    @param total NAV in raw USDC, below 2**216
    @param volatile_ppm the part of it in volatile assets, at most PPM
    @return raw USDC that may still flow this hour, rounded down
    """
    limit: IFundPolicy.FlowLimit = self._limit()
    # ppm x ppm
    share: uint256 = (
        volatile_ppm * limit.volatile_share_ppm + (constants.PPM - volatile_ppm) * limit.stable_share_ppm
    )
    most: uint256 = min(max(limit.least, total * share // (constants.PPM * constants.PPM)), AMOUNT)
    used: uint256 = self._used(self.word, ENTERED_SHIFT if entry else LEFT_SHIFT)
    if used >= most:
        return 0
    return most - used


@internal
def _use(entry: bool, assets: uint256, total: uint256, volatile_ppm: uint256):
    """
    @param assets raw USDC
    """
    assert assets <= self._room(entry, total, volatile_ppm), "policy: above the flow of the hour"
    word: uint256 = self.word
    entered: uint256 = self._used(word, ENTERED_SHIFT)
    left: uint256 = self._used(word, LEFT_SHIFT)
    if entry:
        entered += assets
    else:
        left += assets
    self.word = (
        (word & ~FLOWED) | (block.timestamp // constants.HOUR) | (entered << ENTERED_SHIFT) | (left << LEFT_SHIFT)
    )
