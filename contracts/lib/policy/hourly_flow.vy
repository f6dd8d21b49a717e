# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The flow limit: how much may enter or leave at NAV within a clock hour
@notice A trader who sees prices before the feeds do gains a part of what they move. The levy covers the feeds' deviation;
        this limit bounds what a larger lag can cost. Stable assets hardly lag, so more of them may flow: each direction
        has max(floor, volatile share x volatile part of NAV + stable share x the rest) an hour.
        NAV is what it was before the flows of this hour: what entered does not let more enter, and what left does not
        let less leave.
        Neither share can be set below a thousandth: the owner cannot close instant exits by this limit.
        One word for the limit and the flows of the hour, fields lowest first:

        bits   0..31   hour                unix seconds // 3600 of the last flow
        bits  32..95   entered             raw USDC in that hour
        bits  96..159  exited              raw USDC in that hour
        bits 160..219  least               raw USDC
        bits 220..237  volatile_share_ppm
        bits 238..255  stable_share_ppm
"""
from ...interfaces import IFundPolicy
from ..shared import constants

AMOUNT: constant(uint256) = 2**64 - 1
HOUR_MASK: constant(uint256) = 2**32 - 1
ENTERED_SHIFT: constant(uint256) = 32
EXITED_SHIFT: constant(uint256) = 96
FLOWED: constant(uint256) = 2**160 - 1
MAX_LEAST: constant(uint256) = 10**12 * 10**6       # raw USDC: a trillion, no limit
MIN_SHARE_PPM: constant(uint256) = 1_000            # 0.1 % of NAV an hour
MAX_SHARE_PPM: constant(uint256) = 200_000          # 20 % of NAV an hour

LEAST: constant(uint256) = 2**60 - 1
LEAST_SHIFT: constant(uint256) = 160
SHARE: constant(uint256) = 2**18 - 1
VOLATILE_SHIFT: constant(uint256) = 220
STABLE_SHIFT: constant(uint256) = 238

word: uint256


@pure
@internal
def _check_limit(limit: IFundPolicy.FlowLimit):
    assert limit.least <= MAX_LEAST, "policy: flow limit"
    for share: uint256 in [limit.volatile_share_ppm, limit.stable_share_ppm]:
        assert share >= MIN_SHARE_PPM and share <= MAX_SHARE_PPM, "policy: flow limit"


@view
@internal
def _lowers(limit: IFundPolicy.FlowLimit) -> bool:
    """
    @return whether any part of the limit is below that of now
    """
    now: IFundPolicy.FlowLimit = self._limit()
    return (
        limit.least < now.least
        or limit.volatile_share_ppm < now.volatile_share_ppm
        or limit.stable_share_ppm < now.stable_share_ppm
    )


@internal
def _set_limit(limit: IFundPolicy.FlowLimit):
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
def _capacity(entry: bool, total: uint256, volatile_ppm: uint256) -> uint256:
    """
    @param total NAV in raw USDC, below 2**216
    @param volatile_ppm the part of it in volatile assets, at most PPM
    @return raw USDC that may still flow this hour, rounded down
    """
    limit: IFundPolicy.FlowLimit = self._limit()
    entered: uint256 = self._used(self.word, ENTERED_SHIFT)
    exited: uint256 = self._used(self.word, EXITED_SHIFT)
    before: uint256 = max(total + exited, entered) - entered
    # ppm x ppm
    share: uint256 = (
        volatile_ppm * limit.volatile_share_ppm + (constants.PPM - volatile_ppm) * limit.stable_share_ppm
    )
    most: uint256 = min(max(limit.least, before * share // (constants.PPM * constants.PPM)), AMOUNT)
    return most - min(most, entered if entry else exited)


@internal
def _use(entry: bool, assets: uint256, total: uint256, volatile_ppm: uint256):
    """
    @param assets raw USDC
    """
    assert assets <= self._capacity(entry, total, volatile_ppm), "policy: above the flow of the hour"
    word: uint256 = self.word
    entered: uint256 = self._used(word, ENTERED_SHIFT)
    exited: uint256 = self._used(word, EXITED_SHIFT)
    if entry:
        entered += assets
    else:
        exited += assets
    self.word = (
        (word & ~FLOWED) | (block.timestamp // constants.HOUR) | (entered << ENTERED_SHIFT) | (exited << EXITED_SHIFT)
    )
