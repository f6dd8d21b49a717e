# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The turnover budget: how much may be traded under one decision
@notice The loss budget counts losses against the feeds. A trade at exactly the feed's price loses nothing there, and still
        something to the market, by as much as the feed lags. So what may be traded is bounded as well.

        Authorised are, for one decision: twice the distance to target at the first open under it, for what is sold and
        what is bought; what entries and exits brought or took since; and 1 % of NAV a day. Of what was left before, a new
        decision takes over 1 % of NAV at most.
        Used is the value of what went in, each leg once. Sales of what is no target are never refused. They count.

        What entries and exits brought or took is seen in the shares that stay invested: all shares, less those that the
        cash need pays. A locked redemption counts once, when it is locked, not again when it is settled.

        bits   0..111  remaining, USD 18 decimals, after the last close
        bits 112..151  unix seconds of the last close
        bits 152..183  epoch
        bits 184..255  shares that stayed invested at the last close, 2**40 raw units each
"""
from ..shared import constants

MAX_REMAINING: constant(uint256) = 2**112 - 1
TIME_SHIFT: constant(uint256) = 112
TIME: constant(uint256) = 2**40 - 1
EPOCH_SHIFT: constant(uint256) = 152
EPOCH: constant(uint256) = 2**32 - 1
SHARES_SHIFT: constant(uint256) = 184
SHARES_UNIT_BITS: constant(uint256) = 40
DAILY_PART: constant(uint256) = 100             # 1 % of NAV a day

word: uint256


@view
@internal
def _remaining(epoch: uint256, nav: uint256, distance: uint256, cash_need: uint256, supply: uint256) -> uint256:
    """
    @notice What may be traded by legs that open now. USD 18 decimals, at most 2**112 - 1.
    @param cash_need at most nav
    @param supply of the share, below 2**112
    """
    word: uint256 = self.word
    elapsed: uint256 = block.timestamp - ((word >> TIME_SHIFT) & TIME)
    remaining: uint256 = (word & MAX_REMAINING) + nav * elapsed // (DAILY_PART * constants.DAY)
    if (word >> EPOCH_SHIFT) & EPOCH != epoch:
        return min(2 * distance + min(remaining, nav // DAILY_PART), MAX_REMAINING)
    before: uint256 = word >> SHARES_SHIFT
    now: uint256 = self._invested(nav, cash_need, supply)
    if supply != 0:
        remaining += ((max(now, before) - min(now, before)) << SHARES_UNIT_BITS) * nav // supply
    return min(remaining, MAX_REMAINING)


@internal
def _use(
    epoch: uint256,
    nav: uint256,
    distance: uint256,
    cash_need: uint256,
    supply: uint256,
    turnover: uint256,
    exited: uint256,
):
    """
    @notice Counts what legs traded. Values at their open, USD 18 decimals.
    @param turnover value of what went in, each leg once
    @param exited part of it: sales of what is no target
    """
    remaining: uint256 = self._remaining(epoch, nav, distance, cash_need, supply)
    assert turnover - exited <= remaining, "trader: turnover"
    self.word = (
        (remaining - min(remaining, turnover))
        | (block.timestamp << TIME_SHIFT)
        | ((epoch & EPOCH) << EPOCH_SHIFT)
        | (self._invested(nav, cash_need, supply) << SHARES_SHIFT)
    )


@pure
@internal
def _invested(nav: uint256, cash_need: uint256, supply: uint256) -> uint256:
    """
    @return shares that the cash need does not pay, 2**40 raw units each
    """
    if nav == 0:
        return supply >> SHARES_UNIT_BITS
    return (supply * (nav - cash_need) // nav) >> SHARES_UNIT_BITS
