# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title When the keeper counts as silent, so that anyone may open auctions
@notice The keeper is silent
        - at once, while nobody may trade (the executor is the zero address), while nobody may decide (the proposer is),
          or while the safe state is active, which nobody decided;
        - when it has done no work for silence_auctions: 14 days (lib/strategy/keeper_clock);
        - when the fund was reported far from its target as long ago and was not near since, is far now, and two days have
          passed since the targets moved far. Sessions of dust and small decisions do not stop this clock.

        Far is more than 5 % of NAV, near is everything else. Far is known from reports alone; anyone reports. Near is
        known from reports and from the trader, which notes it at the close of every session and fill. So a report of the
        minute between an activation and its trade is void as soon as the trade is done.

        A report sees one moment. To report near without being near, or far without being far, somebody has to move the
        fund across 5 % of NAV, through entries and exits that cost a levy and are bounded by the hour.

        No pause stops a clock.
"""
from ...interfaces import IIndexStrategy
from ...interfaces import IIndexTrader
from ..shared import constants
from ..strategy import keeper_clock


# After the targets moved far, for the keeper to trade toward them.
GRACE: constant(uint256) = 2 * 86_400           # seconds: 2 days

TRADER: immutable(IIndexTrader)

# Unix seconds of the report that found the fund far first, void if the fund was near in that second or later.
far_reported_at: uint256
# Unix seconds of the last report that found the fund near.
near_reported_at: uint256


@deploy
def __init__(trader: address):
    TRADER = IIndexTrader(trader)


@pure
@internal
def _is_far(nav: uint256, distance: uint256) -> bool:
    """
    @param nav USD 18 decimals; so distance
    """
    return distance * constants.BPS > nav * constants.FAR_BPS


@view
@internal
def _executor() -> address:
    """
    @return who may trade; the zero address: nobody
    """
    return staticcall TRADER.executor()


@view
@internal
def _near_at() -> uint256:
    """
    @return unix seconds when the fund was last seen near its target; 0: never
    """
    return max(staticcall TRADER.near_at(), self.near_reported_at)


@view
@internal
def _far_since(near_at: uint256) -> uint256:
    """
    @return unix seconds of the first report that found the fund far since it was near; 0: there is none
    """
    far_since: uint256 = self.far_reported_at
    if far_since <= near_at:
        return 0
    return far_since


@internal
def _report(nav: uint256, distance: uint256) -> bool:
    """
    @return whether a time was noted: of every report that finds the fund near, of the first that finds it far
    """
    if not self._is_far(nav, distance):
        self.near_reported_at = block.timestamp
        return True
    near_at: uint256 = self._near_at()
    if self._far_since(near_at) != 0 or near_at == block.timestamp:
        return False
    self.far_reported_at = block.timestamp
    return True


@view
@internal
def _silent_at(strategy: IIndexStrategy, nav: uint256, distance: uint256) -> uint256:
    """
    @return unix seconds from which the keeper counts as silent, if it does nothing and the distance stays; 0: there is no
            decision yet
    """
    active: IIndexStrategy.Decision = staticcall strategy.active()
    if active.epoch == 0:
        return 0
    proposer: address = staticcall strategy.proposer()
    if active.methodology == 0 or self._executor() == empty(address) or proposer == empty(address):
        return active.activated_at
    wait: uint256 = staticcall strategy.silence_auctions()
    changed_at: uint256 = staticcall strategy.changed_at()
    near_at: uint256 = self._near_at()
    silent_at: uint256 = keeper_clock._acted_at(changed_at, active.activated_at, near_at) + wait
    far_since: uint256 = self._far_since(near_at)
    if far_since != 0 and self._is_far(nav, distance):
        silent_at = min(silent_at, max(far_since + wait, changed_at + GRACE))
    return silent_at
