# pragma version 0.4.3
# pragma nonreentrancy on
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title What anyone may see of the keeper's clocks, and the report that moves them
@notice The rule is in lib/auction/keeper_silence, the distance in lib/auction/fund_distance.
"""
from ...interfaces import IAuctionHouse
from ..shared import event_sequence
from ..shared import require
from . import fund_distance
from . import keeper_silence

uses: event_sequence
uses: fund_distance
uses: keeper_silence


@external
def report_distance() -> uint256:
    """
    @notice Notes whether the fund is near its target or more than 5 % of NAV away. Anyone. A report that finds it near
            voids the clock of the distance; the first that finds it far after that starts it.
    @return unix seconds since when it has been far, 0 if it is near
    @dev Error: "auction: no price" (assets above 0.5 % of NAV have no firm price, or there is no decision)
    """
    portfolio: fund_distance.Portfolio = fund_distance._read()
    require._that(portfolio.epoch != 0 and fund_distance._is_priced(portfolio), "auction: no price")
    noted: bool = keeper_silence._report(portfolio.nav, portfolio.distance)
    far_since: uint256 = keeper_silence._far_since(keeper_silence._near_at())
    if noted:
        sequence: uint256 = event_sequence._next()
        log IAuctionHouse.DistanceReported(
            sequence=sequence,
            nav=portfolio.nav,
            distance=portfolio.distance,
            far_since=far_since,
            by=msg.sender,
        )
    return far_since


@view
@external
def silent() -> bool:
    """
    @return whether anyone may open auctions now
    """
    return self._is_silent(fund_distance._read())


@view
@external
def silent_at() -> uint256:
    """
    @return unix seconds from which anyone may open auctions, if nothing is done until then and the distance stays as it
            is; 0 before the first decision
    """
    return self._silent_at(fund_distance._read())


@view
@external
def far_since() -> uint256:
    """
    @return unix seconds of the first report that found the fund far since it was near; 0: there is none
    """
    return keeper_silence._far_since(keeper_silence._near_at())


@view
@external
def near_at() -> uint256:
    """
    @return unix seconds when the fund was last seen near its target, by a report or by a close of the trader; 0: never
    """
    return keeper_silence._near_at()


@view
@external
def distance() -> (uint256, uint256):
    """
    @return distance to target and NAV, USD 18 decimals, at the prices of now
    """
    portfolio: fund_distance.Portfolio = fund_distance._read()
    return portfolio.distance, portfolio.nav


@view
@internal
def _silent_at(portfolio: fund_distance.Portfolio) -> uint256:
    return keeper_silence._silent_at(fund_distance.STRATEGY, portfolio.nav, portfolio.distance)


@view
@internal
def _is_silent(portfolio: fund_distance.Portfolio) -> bool:
    silent_at: uint256 = self._silent_at(portfolio)
    return silent_at != 0 and block.timestamp >= silent_at
