"""What the legs of a plan may lose and move: lib/trader/loss_budget.vy and turnover_budget.vy, beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass

from keepers.plan.model import BPS, DUST_OF_NAV, LEVEL, USD, Limits, PlannedLeg, Situation, tolerance
from keepers.plan.orders import Cap

__all__ = ["Allowance"]

UNBOUNDED = 2**255


@dataclass(frozen=True, slots=True)
class _Sums:
    """Of the legs of one session, USD 18 decimals."""

    lost: int = 0
    tolerated: int = 0
    """Part of it: by exits within their tolerance."""
    turnover: int = 0
    exited: int = 0
    """Part of it: sales of what is no target."""
    buys_risk: bool = False

    @property
    def derisking(self) -> bool:
        return not self.buys_risk and self.turnover <= 2 * self.exited


class Allowance:
    """Keeps count while legs are put into sessions, in their order. USD 18 decimals."""

    def __init__(self, situation: Situation, limits: Limits) -> None:
        everything = (situation.cash, *situation.positions)
        self._situation, self._limits = situation, limits
        self._cash_id = situation.cash.asset_id
        self._values = {position.asset_id: position.value for position in everything}
        self._targets = {position.asset_id: situation.target_value(position) for position in everything}
        self._unwanted = {position.asset_id: position for position in situation.positions if not position.target_ppm}
        self._stable = {position.asset_id for position in everything if position.stable}
        self._basis = min(situation.budget.basis or situation.nav, situation.nav)
        self._earlier = 0  # 1e-8 of the basis
        # the margin once, of all there is: another session does not get more
        budget = situation.budget
        self._week_general = self._less_margin(budget.week)
        self._week_reserve = self._less_margin(budget.week_derisking - budget.week)
        self._turnover = self._less_margin(budget.turnover)
        self._begin()

    def open(self) -> None:
        """Another session."""
        self._earlier += -(-self._sums.lost * LEVEL // self._basis)
        self._turnover -= min(self._turnover, self._sums.turnover)
        self._begin()

    def _begin(self) -> None:
        distance = sum(abs(value - self._targets[number]) for number, value in self._values.items()) // 2
        notional = distance + self._situation.nav // DUST_OF_NAV
        self._session = self._less_margin(notional * self._situation.budget.session_bps // BPS)
        self._departing = sum(self._values[number] for number in self._unwanted)
        self._sums = _Sums()

    def fits(self, sessions: Iterable[Iterable[PlannedLeg]]) -> bool:
        """Whether each of `sessions` is within its bounds once all its legs are done, whatever the order.

        Leaves the count after the last one. A new decision allows about what its plan moves, so turnover has no margin.
        """
        self._turnover = self._situation.budget.turnover
        for place, legs in enumerate(sessions):
            if place:
                self.open()
            for leg in legs:
                self.take(leg)
            sums = self._sums
            counted = sums.lost != sums.tolerated and sums.lost > self._week(sums)
            if counted or sums.lost - sums.tolerated > self._session or sums.turnover - sums.exited > self._turnover:
                return False
        return True

    def room(self, leg: PlannedLeg) -> Cap | None:
        """What bounds `leg` if it is the next one of this session and too much; None where it fits.

        A loss below zero: what the session has lost is too much with `leg` in it, even if that gains: it lowers risk,
        and would not any more.
        """
        sums, loss = self._with(leg), max(leg.cost, 0)
        spare = self._turnover - (self._sums.turnover - self._sums.exited)
        if leg.asset_id not in self._unwanted and leg.value > spare:
            spare = max(spare, 0)
            return Cap(UNBOUNDED, f"the turnover of this decision has {spare / USD:,.2f} USD left", value=spare)
        if sums.lost == sums.tolerated:
            return None
        free = self._tolerates(leg)
        week = self._week(sums) - self._sums.lost
        session = UNBOUNDED if free else self._session - (self._sums.lost - self._sums.tolerated)
        if loss <= min(week, session):
            return None
        if session <= week:
            return Cap(session, f"a session so near its target may lose {session / USD:,.2f} USD")
        share = self._share(sums) if leg.asset_id in self._unwanted else 0
        fixed = week - leg.value * share // LEVEL
        return Cap(fixed, f"the loss budget of the week has {max(week, 0) / USD:,.2f} USD left", share=share)

    def take(self, leg: PlannedLeg) -> None:
        """`leg` is the next one of this session."""
        self._sums = self._with(leg)
        given, got = (self._cash_id, leg.asset_id) if leg.buy else (leg.asset_id, self._cash_id)
        self._values[given] -= leg.value
        self._values[got] += leg.value - leg.cost

    def _week(self, sums: _Sums) -> int:
        """What a session of `sums` may lose: the general part, and of the reserve what it exits of all that leaves."""
        general, _ = self._left()
        part = min(sums.exited, self._departing) * self._share(sums) // LEVEL
        return general * self._basis // LEVEL + part

    def _share(self, sums: _Sums) -> int:
        """1e-8 of what a session of `sums` exits that it may draw from the reserve."""
        if not sums.derisking or not self._departing:
            return 0
        _, reserve = self._left()
        return reserve * self._basis // self._departing

    def _left(self) -> tuple[int, int]:
        """1e-8 of the basis: of the general part, which is spent first, and of the reserve."""
        both = max(self._week_general + self._week_reserve - self._earlier, 0)
        reserve = min(self._week_reserve, both)
        return both - reserve, reserve

    def _with(self, leg: PlannedLeg) -> _Sums:
        """This session with `leg`."""
        sums, unwanted, loss = self._sums, not leg.buy and leg.asset_id in self._unwanted, max(leg.cost, 0)
        return _Sums(
            lost=sums.lost + loss,
            tolerated=sums.tolerated + loss * self._tolerates(leg),
            turnover=sums.turnover + leg.value,
            exited=sums.exited + leg.value * unwanted,
            buys_risk=sums.buys_risk or (leg.buy and leg.asset_id not in self._stable),
        )

    def _tolerates(self, leg: PlannedLeg) -> bool:
        """An exit that passes whatever was lost before."""
        position = self._unwanted.get(leg.asset_id)
        return position is not None and leg.cost * BPS <= leg.value * tolerance(position, self._limits)

    def _less_margin(self, amount: int) -> int:
        return amount * (BPS - self._limits.budget_margin_bps) // BPS
