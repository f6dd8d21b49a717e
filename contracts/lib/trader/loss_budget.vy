# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The loss budget: what trading may cost
@notice A loss is what a leg received less than the oracle value of what it gave; gains are never credited.

        Session  at most session_bps of the authorised notional: the distance to target at the open, and the dust a leg
                 may pass it by.
        Week     at most week_bps of NAV, and derisking_bps more by transactions that lower risk, so that an attacker who
                 uses up the budget cannot block de-risking. Such a transaction buys no volatile asset, and at least half
                 of what it moves is the sale of assets that are no targets. These cannot be bought back, so trading to
                 and fro cannot use up the reserve. NAV is the smaller of NAV at the open and NAV at the last
                 close in an earlier block: a deposit around a session does not widen it. One that was inside at both
                 does, and bears its own part of the loss.

        Sessions and fills of all auctions share this one sum.

        A window of seven days touches eight days of the calendar. The losses of each of the last eight are kept in one
        word, so their sum bounds every window, not only those that begin on a certain day:

        bits   0..23   today's, 1e-8 of NAV, rounded up
        bits  24..191  those of the seven days before, the latest lowest
        bits 224..255  the day, unix seconds // 86,400
"""
from ...interfaces import IIndexTrader
from ..shared import event_sequence
from ..shared import constants

uses: event_sequence

DAY_SHIFT: constant(uint256) = 224
LEVEL_BITS: constant(uint256) = 24
LEVEL: constant(uint256) = 2**24 - 1
LEVELS: constant(uint256) = 8
ALL_LEVELS: constant(uint256) = 2**192 - 1
UNIT: constant(uint256) = 10**8                 # levels are parts of NAV in 1e-8
UNITS_A_BPS: constant(uint256) = 10_000
MAX_SESSION_BPS: constant(uint256) = 200
MAX_WEEK_BPS: constant(uint256) = 250
MAX_DERISKING_BPS: constant(uint256) = 200

NAV_BITS: constant(uint256) = 128
MAX_NAV: constant(uint256) = 2**128 - 1
BLOCK: constant(uint256) = 2**64 - 1
NEAR_SHIFT: constant(uint256) = 64

budget: IIndexTrader.Budget

levels: uint256

# NAV at the last close | NAV at the last close in an earlier block << 128, USD 18 decimals
closes: uint256

# number of the block of the last close | unix seconds of the last close near the target << 64
closed_in: uint256


@internal
def _set_budget(budget: IIndexTrader.Budget):
    assert (
        budget.session_bps <= MAX_SESSION_BPS
        and budget.week_bps <= MAX_WEEK_BPS
        and budget.derisking_bps <= MAX_DERISKING_BPS
    ), "trader: budget"
    self.budget = budget
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.BudgetSet(
        sequence=sequence,
        session_bps=budget.session_bps,
        week_bps=budget.week_bps,
        derisking_bps=budget.derisking_bps,
    )


@view
@internal
def _aged() -> uint256:
    """
    @return the levels as of today, without the day
    """
    word: uint256 = self.levels
    days: uint256 = block.timestamp // constants.DAY - (word >> DAY_SHIFT)
    if days >= LEVELS:
        return 0
    return (word << (LEVEL_BITS * days)) & ALL_LEVELS


@pure
@internal
def _sum(levels: uint256) -> uint256:
    """
    @return 1e-8 of NAV
    """
    total: uint256 = 0
    rest: uint256 = levels
    for _: uint256 in range(LEVELS):
        total += rest & LEVEL
        rest >>= LEVEL_BITS
    return total


@view
@internal
def _basis(nav: uint256) -> uint256:
    """
    @param nav at the open, USD 18 decimals
    @return the NAV that losses are counted against, USD 18 decimals
    """
    earlier: uint256 = self._closed_before(self.closes)
    # before the first close there is none to compare with
    return nav if earlier == 0 else min(nav, earlier)


@view
@internal
def _closed_before(closes: uint256) -> uint256:
    """
    @return NAV at the last close in an earlier block than this one, USD 18 decimals; 0: there is none
    """
    if self.closed_in & BLOCK == block.number:
        return closes >> NAV_BITS
    return closes & MAX_NAV


@view
@internal
def _remaining(derisking: bool) -> uint256:
    """
    @return 1e-8 of NAV that may still be lost within the week
    """
    budget: IIndexTrader.Budget = self.budget
    most: uint256 = budget.week_bps
    if derisking:
        most += budget.derisking_bps
    most *= UNITS_A_BPS
    spent: uint256 = self._sum(self._aged())
    return most - min(most, spent)


@view
@internal
def _check_session(cost: uint256, notional: uint256):
    """
    @param cost USD 18 decimals, of the whole session so far
    @param notional USD 18 decimals
    """
    assert cost * constants.BPS <= notional * self.budget.session_bps, "trader: session budget"


@internal
def _spend(cost: uint256, nav: uint256, derisking: bool):
    """
    @notice Counts the loss of a transaction's legs.
    @param cost USD 18 decimals
    @param nav at its open, USD 18 decimals
    @param derisking nothing volatile was bought, and half of the turnover or more left what is no target
    """
    if cost == 0:
        return
    basis: uint256 = self._basis(nav)
    assert cost < basis, "trader: week budget"
    lost: uint256 = (cost * UNIT + basis - 1) // basis
    assert lost <= self._remaining(derisking), "trader: week budget"
    # today's level is a part of what _remaining bounds: 450 bps at most, below 2**24
    levels: uint256 = (self._aged() + lost) | ((block.timestamp // constants.DAY) << DAY_SHIFT)
    self.levels = levels


@internal
def _close(nav: uint256, near: bool):
    """
    @param nav after the legs, USD 18 decimals
    @param near the legs ended near the target
    """
    self.closes = min(nav, MAX_NAV) | (self._closed_before(self.closes) << NAV_BITS)
    near_at: uint256 = self._near_at()
    if near:
        near_at = block.timestamp
    self.closed_in = block.number | (near_at << NEAR_SHIFT)


@view
@internal
def _near_at() -> uint256:
    """
    @return unix seconds, 0: no close yet ended near its target
    """
    return self.closed_in >> NEAR_SHIFT
