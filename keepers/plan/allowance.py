"""What the legs of a plan may lose, session by session and within the week: lib/trader/loss_budget.vy, beforehand."""

from keepers.plan.model import BPS, DUST_OF_NAV, LEVEL, USD, Limits, PlannedLeg, Situation

__all__ = ["Allowance"]


class Allowance:
    """Keeps count while legs are put into sessions, in their order. USD 18 decimals."""

    def __init__(self, situation: Situation, limits: Limits) -> None:
        everything = (situation.cash, *situation.positions)
        self._situation, self._limits = situation, limits
        self._cash_id = situation.cash.asset_id
        self._values = {position.asset_id: position.value for position in everything}
        self._targets = {position.asset_id: situation.target_value(position) for position in everything}
        self._unwanted = {position.asset_id for position in everything if not position.target_ppm}
        self._stable = {position.asset_id for position in everything if position.stable}
        self._basis = min(situation.budget.basis or situation.nav, situation.nav)
        self._earlier = 0  # 1e-8 of the basis
        self._begin()

    def open(self) -> None:
        """Another session."""
        self._earlier += -(-self._lost * LEVEL // self._basis)
        self._begin()

    def _begin(self) -> None:
        distance = sum(abs(value - self._targets[number]) for number, value in self._values.items()) // 2
        notional = distance + self._situation.nav // DUST_OF_NAV
        self._session = self._less_margin(notional * self._situation.budget.session_bps // BPS)
        self._lost = self._turnover = self._left_for_good = 0
        self._buys_risk = False

    def room(self, leg: PlannedLeg) -> tuple[int, str]:
        """What `leg` may lose if it is the next one of this session, and which bound says so.

        Below zero where what the session has lost is too much with `leg` in it, even if that gains: it lowers risk, and
        would not any more.
        """
        budget = self._situation.budget
        turnover, left_for_good, buys_risk = self._with(leg)
        derisking = not buys_risk and turnover <= 2 * left_for_good
        levels = self._less_margin(budget.week_derisking if derisking else budget.week) - self._earlier
        week = levels * self._basis // LEVEL - self._lost
        if not self._lost:
            week = max(week, 0)
        session = self._session - self._lost
        if week < session:
            return week, f"the loss budget of the week has {max(week, 0) / USD:,.2f} USD left"
        return session, f"a session so near its target may lose {session / USD:,.2f} USD"

    def take(self, leg: PlannedLeg) -> None:
        """`leg` is the next one of this session."""
        self._turnover, self._left_for_good, self._buys_risk = self._with(leg)
        self._lost += max(leg.cost, 0)
        given, got = (self._cash_id, leg.asset_id) if leg.buy else (leg.asset_id, self._cash_id)
        self._values[given] -= leg.value
        self._values[got] += leg.value - leg.cost

    def _with(self, leg: PlannedLeg) -> tuple[int, int, bool]:
        """Turnover, sales of what is no target, and whether risk is bought: of this session with `leg`."""
        unwanted = not leg.buy and leg.asset_id in self._unwanted
        return (
            self._turnover + leg.value,
            self._left_for_good + leg.value * unwanted,
            self._buys_risk or (leg.buy and leg.asset_id not in self._stable),
        )

    def _less_margin(self, loss: int) -> int:
        return loss * (BPS - self._limits.budget_margin_bps) // BPS
