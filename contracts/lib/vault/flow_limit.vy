# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The flow limit: how much may enter or leave at NAV within an hour
@notice A trader who sees prices before the feeds do gains a part of what he moves; the levy covers the feeds' deviation,
        the limit bounds what a larger lag can cost. Each direction has max(floor, share of NAV) a clock hour. One word,
        fields lowest first:

        bits   0..31   hour         unix seconds // 3600 of the last flow
        bits  32..95   entered      raw USDC in that hour
        bits  96..159  left         raw USDC in that hour
        bits 160..219  floor        raw USDC
        bits 220..239  share        of NAV, parts per million
"""

HOUR: constant(uint256) = 3_600
PPM: constant(uint256) = 1_000_000
AMOUNT: constant(uint256) = 2**64 - 1
FLOOR: constant(uint256) = 2**60 - 1
SHARE: constant(uint256) = 2**20 - 1
HOUR_MASK: constant(uint256) = 2**32 - 1
LIMIT_SHIFT: constant(uint256) = 160
SHARE_SHIFT: constant(uint256) = 220
ENTERED_SHIFT: constant(uint256) = 32
LEFT_SHIFT: constant(uint256) = 96

word: uint256


@internal
def _set_limit(least: uint256, share_ppm: uint256):
    """
    @param least raw USDC, below 2**60
    @param share_ppm below 2**20
    """
    self.word = (self.word & (2**160 - 1)) | (least << LIMIT_SHIFT) | (share_ppm << SHARE_SHIFT)


@view
@internal
def _used(word: uint256, direction: uint256) -> uint256:
    """
    @return raw USDC of one direction in the running hour
    """
    if word & HOUR_MASK != block.timestamp // HOUR:
        return 0
    return (word >> direction) & AMOUNT


@view
@internal
def _room(direction: uint256, total: uint256) -> uint256:
    """
    @param direction ENTERED_SHIFT or LEFT_SHIFT
    @param total NAV in raw USDC
    @return raw USDC that may still flow this hour
    """
    word: uint256 = self.word
    limit: uint256 = max((word >> LIMIT_SHIFT) & FLOOR, total * ((word >> SHARE_SHIFT) & SHARE) // PPM)
    used: uint256 = self._used(word, direction)
    if used >= limit:
        return 0
    return limit - used


@internal
def _use(direction: uint256, assets: uint256):
    """
    @param assets raw USDC, at most _room
    """
    word: uint256 = self.word
    entered: uint256 = self._used(word, ENTERED_SHIFT)
    left: uint256 = self._used(word, LEFT_SHIFT)
    # amounts are at most the vault's cap of 10**18 < 2**60: they fit
    if direction == ENTERED_SHIFT:
        entered += assets
    else:
        left += assets
    self.word = (
        (block.timestamp // HOUR)
        | (entered << ENTERED_SHIFT)
        | (left << LEFT_SHIFT)
        | (word >> LIMIT_SHIFT << LIMIT_SHIFT)
    )
