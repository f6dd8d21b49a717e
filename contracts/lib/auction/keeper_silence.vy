# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title Two clocks that say the keeper is silent: the age of the decision, and how long the fund has been far from it
@notice Silent is a keeper
        - whose last decision has been active for silence_auctions: 14 days. The forced safe state is nobody's decision
          and counts as silent at once; or
        - under whom the fund has been far from its target, by more than 5 % of NAV, for as long, and is so now. Whatever
          he does meanwhile, sessions of dust or decisions to hold, does not count: only the distance does.

        The second clock runs from the first report that found the fund far and is void with a report that finds it near;
        anyone reports. Each report sees one moment: who wants the clock kept or void for longer than it deserves has to
        move the fund across 5 % of NAV, through entries and exits that cost a levy and are bounded by the hour, and the
        next report of anybody undoes it.

        No pause stops a clock.
"""
from ...interfaces import IIndexStrategy
from ..shared import constants

# Unix seconds of the report that found the fund far; 0: the last report found it near, or there was none.
far_since: public(uint256)


@pure
@internal
def _is_far(nav: uint256, distance: uint256) -> bool:
    """
    @param nav USD 18 decimals; so distance
    """
    return distance * constants.BPS > nav * constants.FAR_BPS


@internal
def _report(nav: uint256, distance: uint256) -> bool:
    """
    @return whether the clock was started or void
    """
    far: bool = self._is_far(nav, distance)
    if far == (self.far_since != 0):
        return False
    self.far_since = 0
    if far:
        self.far_since = block.timestamp
    return True


@view
@internal
def _is_silent(strategy: IIndexStrategy, nav: uint256, distance: uint256) -> bool:
    decision: IIndexStrategy.Decision = staticcall strategy.active()
    if decision.epoch == 0:
        return False
    wait: uint256 = staticcall strategy.silence_auctions()
    since: uint256 = self.far_since
    return (
        decision.methodology == 0
        or block.timestamp >= decision.activated_at + wait
        or (since != 0 and block.timestamp >= since + wait and self._is_far(nav, distance))
    )
