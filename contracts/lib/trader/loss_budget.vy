# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The loss budget: what trading may cost, for every caller
@notice A loss is what a leg received less than the oracle value of what it gave; gains are never credited. Sessions and
        fills of all auctions share one sum.

        Session  at most session_bps of the authorised notional: the distance to target at the open, and 0.01 % of NAV.
        Week     at most week_bps of NAV: the general part, first come, first served.
        Reserve  derisking_bps of NAV more, for transactions that leave risk: they buy no volatile asset, and at least
                 half of what they move is the sale of what the decision does not hold. Such a transaction draws at most
                 the remaining reserve x what it exits / all that was held at its open and is no target. So nobody can
                 spend the reserve on the worst exits first: what is sold cannot be bought back, and each part of the
                 exit keeps its part of the reserve.
        Exits    A sale of what is no target may lose the deviation of its feed and 30 bps. A transaction in which nothing
                 else lost passes, whatever was spent before. It is counted.

        Together a week costs at most week_bps + max(derisking_bps, what its exits may lose within their tolerance): each
        part of an exit either draws on what remains of the reserve, in proportion, or stays within its tolerance.

        NAV is the smaller of NAV at the open and NAV at the last close or mark in an earlier block: a deposit around a
        session does not widen the budget. A deposit that was inside at both does, and bears its own part of the loss.

        A window of seven days touches eight days of the calendar. The losses of each of the last eight are kept in one
        word, so their sum bounds every window, not only those that begin on a certain day:

        bits   0..23   today's, 1e-8 of NAV, rounded up, at most 2**24 - 1: 16.8 %, above all budgets together
        bits  24..191  those of the seven days before, the latest lowest
        bits 224..255  the day, unix seconds // 86,400
"""
from ...interfaces import IIndexTrader
from ..shared import constants
from ..shared import event_sequence

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
FIELD_BITS: constant(uint256) = 16
FIELD: constant(uint256) = 2**16 - 1
NAV_BITS: constant(uint256) = 128
MAX_NAV: constant(uint256) = 2**128 - 1
BLOCK: constant(uint256) = 2**64 - 1
NEAR_SHIFT: constant(uint256) = 64

# session_bps | week_bps << 16 | derisking_bps << 32
budget_word: uint256

levels: uint256

# NAV at the last close or mark | NAV at the last one in an earlier block << 128, USD 18 decimals
closes: uint256

# number of the block of the last close or mark | unix seconds of the last close near the target << 64
closed_in: uint256


@internal
def _set_budget(budget: IIndexTrader.Budget):
    assert (
        budget.session_bps <= MAX_SESSION_BPS
        and budget.week_bps <= MAX_WEEK_BPS
        and budget.derisking_bps <= MAX_DERISKING_BPS
    ), "trader: budget"
    self.budget_word = (
        budget.session_bps | (budget.week_bps << FIELD_BITS) | (budget.derisking_bps << (2 * FIELD_BITS))
    )
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.BudgetSet(
        sequence=sequence,
        session_bps=budget.session_bps,
        week_bps=budget.week_bps,
        derisking_bps=budget.derisking_bps,
    )


@view
@internal
def _budget() -> IIndexTrader.Budget:
    word: uint256 = self.budget_word
    return IIndexTrader.Budget(
        session_bps=word & FIELD,
        week_bps=(word >> FIELD_BITS) & FIELD,
        derisking_bps=word >> (2 * FIELD_BITS),
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
    @return NAV at the last close or mark in an earlier block than this one, USD 18 decimals; 0: there is none
    """
    if self.closed_in & BLOCK == block.number:
        return closes >> NAV_BITS
    return closes & MAX_NAV


@view
@internal
def _remaining(levels: uint256) -> (uint256, uint256):
    """
    @param levels as of today
    @return 1e-8 of NAV that may still be lost within the week: of the general part, of the reserve
    """
    budget: IIndexTrader.Budget = self._budget()
    week: uint256 = budget.week_bps * UNITS_A_BPS
    reserve: uint256 = budget.derisking_bps * UNITS_A_BPS
    spent: uint256 = self._sum(levels)
    general: uint256 = week - min(week, spent)
    return general, week + reserve - min(week + reserve, max(week, spent))


@view
@internal
def _check_session(cost: uint256, notional: uint256):
    """
    @param cost USD 18 decimals, tolerated losses of exits aside
    @param notional USD 18 decimals
    """
    assert cost * constants.BPS <= notional * (self.budget_word & FIELD), "trader: session budget"


@internal
def _spend(cost: uint256, tolerated: uint256, nav: uint256, derisking: bool, exited: uint256, departing: uint256):
    """
    @notice Counts the loss of a transaction's legs. USD 18 decimals.
    @param tolerated part of cost: of exits within their tolerance
    @param nav at its open
    @param derisking nothing volatile was bought, and half of the turnover or more left what is no target
    @param exited value of what was sold of assets that are no target
    @param departing value at the open of all held that is no target
    """
    if cost == 0:
        return
    basis: uint256 = self._basis(nav)
    lost: uint256 = (cost * UNIT + basis - 1) // basis
    levels: uint256 = self._aged()
    if cost != tolerated:
        allowed: uint256 = 0
        reserve: uint256 = 0
        allowed, reserve = self._remaining(levels)
        if derisking and departing != 0:
            allowed += reserve * min(exited, departing) // departing
        assert lost <= allowed, "trader: week budget"
    # a level that is full is above all budgets together, so nothing but tolerated exits can follow it
    today: uint256 = min((levels & LEVEL) + lost, LEVEL)
    self.levels = (levels & ~LEVEL) | today | ((block.timestamp // constants.DAY) << DAY_SHIFT)


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
