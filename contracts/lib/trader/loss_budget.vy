# pragma version 0.4.3
# pragma nonreentrancy off
# SPDX-License-Identifier: AGPL-3.0-only
"""
@title The loss budget: what trading may cost, whoever trades
@notice A loss is what a leg received less than the oracle value of what it gave; gains are never credited.

        Session  at most session_bps of the authorised notional: the distance to target at the open, and the dust a leg
                 may pass it by.
        Week     at most week_bps of NAV, and derisking_bps more by transactions that lower risk, so that who burned the
                 budget has not burned the way out: they buy no volatile asset, and at least half of what they move is
                 the sale of what the decision does not hold. What is sold like that cannot be bought back, so the way
                 out cannot be burned by going to and fro. NAV is the smaller of NAV at the open and NAV at the last
                 close in an earlier block: a deposit around a session does not widen it. One that was inside at both
                 does, and bears its own part of the loss.
        Fallback fills of auctions that anyone could open have a week of their own: at most fallback_bps of NAV, of which
                 derisking_bps are kept for legs that lower risk. What an executor burned is not missing there.

        A window of seven days touches eight days of the calendar. The losses of each of the last eight are kept, in one
        word each for the two ways, so their sum bounds every window, not only those that begin on a certain day:

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
MAX_FALLBACK_BPS: constant(uint256) = 300

# What losses are bounded by, and NAV at closes: USD 18 decimals.
struct Closes:
    last: uint256
    before: uint256         # the last one in an earlier block than `last`
    closed_in: uint256      # number of the block of `last`


budget: IIndexTrader.Budget

# of sessions and auctions of the executor; of the fallback
levels: uint256[2]

closes: Closes


@internal
def _set_budget(budget: IIndexTrader.Budget):
    assert (
        budget.session_bps <= MAX_SESSION_BPS
        and budget.week_bps <= MAX_WEEK_BPS
        and budget.derisking_bps <= MAX_DERISKING_BPS
        and budget.fallback_bps <= MAX_FALLBACK_BPS
    ), "trader: budget"
    self.budget = budget
    sequence: uint256 = event_sequence._next()
    log IIndexTrader.BudgetSet(
        sequence=sequence,
        session_bps=budget.session_bps,
        week_bps=budget.week_bps,
        derisking_bps=budget.derisking_bps,
        fallback_bps=budget.fallback_bps,
    )


@view
@internal
def _aged(fallback: bool) -> uint256:
    """
    @return the levels as of today, without the day
    """
    word: uint256 = self.levels[convert(fallback, uint256)]
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
    closes: Closes = self.closes
    earlier: uint256 = closes.last
    if closes.closed_in == block.number:
        earlier = closes.before
    # before the first close there is none to compare with
    return nav if earlier == 0 else min(nav, earlier)


@view
@internal
def _left(derisking: bool, fallback: bool) -> uint256:
    """
    @return 1e-8 of NAV that may still be lost within the week
    """
    budget: IIndexTrader.Budget = self.budget
    most: uint256 = budget.week_bps
    if derisking:
        most += budget.derisking_bps
    if fallback:
        most = budget.fallback_bps
        if not derisking:
            most -= min(most, budget.derisking_bps)
    most *= UNITS_A_BPS
    spent: uint256 = self._sum(self._aged(fallback))
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
def _spend(cost: uint256, nav: uint256, derisking: bool, fallback: bool):
    """
    @notice Counts the loss of a transaction's legs.
    @param cost USD 18 decimals
    @param nav at its open, USD 18 decimals
    @param derisking nothing volatile was bought, and half of the turnover or more left what is no target
    @param fallback of an auction that anyone could open
    """
    if cost == 0:
        return
    basis: uint256 = self._basis(nav)
    assert cost < basis, "trader: week budget"
    lost: uint256 = (cost * UNIT + basis - 1) // basis
    assert lost <= self._left(derisking, fallback), "trader: week budget"
    # today's level is a part of what _left bounds: 450 bps at most, below 2**24
    levels: uint256 = (self._aged(fallback) + lost) | ((block.timestamp // constants.DAY) << DAY_SHIFT)
    self.levels[convert(fallback, uint256)] = levels


@internal
def _close(nav: uint256):
    """
    @param nav after the legs, USD 18 decimals
    """
    if self.closes.closed_in != block.number:
        self.closes.before = self.closes.last
        self.closes.closed_in = block.number
    self.closes.last = nav
