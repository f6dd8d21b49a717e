"""Orders become legs, one after the other, and legs become sessions: what the two kinds of plan share."""

from collections.abc import Iterable

from keepers.plan.legs import size
from keepers.plan.model import DUST_OF_NAV, USD, Limits, Plan, PlannedLeg, Situation, Skipped
from keepers.plan.orders import Order
from keepers.plan.route import Market

__all__ = ["plan_of", "raised", "sized"]

BPS = 10_000


def sized(
    asked: Iterable[Order],
    situation: Situation,
    market: Market,
    limits: Limits,
    skipped: list[Skipped],
    owed: bool = False,
) -> list[PlannedLeg]:
    """Legs that pay for themselves, all that pools can fill when `owed`; the others go to `skipped` with the reason.

    They must run in the order of `asked`: each is sized against the market as those before it move it.
    """
    legs = []
    for order in asked:
        position = order.position
        found = size(position, order.buy, order.amount_in, order.exit, situation, market, limits)
        if found.leg is None or found.order is None:
            skipped.append(Skipped(position.asset_id, position.symbol, found.reason))
            continue
        gas_cost = situation.gas_cost(found.leg.gas)
        benefit = found.leg.value * limits.benefit_bps // BPS
        cost = found.leg.cost + gas_cost
        if owed or order.exit or benefit > cost:
            legs.append(found.leg)
            market.move(found.order)
        else:
            reason = f"saves {benefit / USD:.2f} USD, costs {cost / USD:.2f} USD (gas {gas_cost / USD:.2f})"
            skipped.append(Skipped(position.asset_id, position.symbol, reason))
    return legs


def raised(sells: list[PlannedLeg], limits: Limits) -> int:
    """Raw cash that sells bring at least, as far as the plan knows."""
    return sum(leg.expected_out for leg in sells) * (BPS - limits.cash_margin_bps) // BPS


def plan_of(situation: Situation, limits: Limits, legs: list[PlannedLeg], skipped: list[Skipped]) -> Plan:
    """The legs in their order, in as few transactions as they fit, and what they cost together."""
    sessions = _sessions(situation, legs, limits)
    gas = len(sessions) * limits.session_gas + sum(leg.gas for leg in legs)
    warnings = []
    if not situation.native_price:
        warnings.append("the asset book has no ETH or WETH: gas counts as free in this plan")
    if len(sessions) > 1:
        warnings.append(f"{len(legs)} legs take {len(sessions)} sessions; plan again after each")
    return Plan(
        epoch=situation.epoch,
        session=situation.session,
        sessions=sessions,
        skipped=tuple(sorted(skipped, key=lambda item: item.asset_id)),
        nav=situation.nav,
        turnover=sum(leg.value for leg in legs),
        cost=sum(leg.cost for leg in legs),
        gas=gas,
        gas_cost=situation.gas_cost(gas),
        warnings=tuple(warnings),
    )


def _sessions(situation: Situation, legs: list[PlannedLeg], limits: Limits) -> tuple[tuple[PlannedLeg, ...], ...]:
    """As few transactions as gas, the loss budget and the contract's bound on legs allow, in the same order."""
    sessions: list[list[PlannedLeg]] = []
    fund = _Fund(situation)
    gas_room, loss_room = 0, 0
    for leg in legs:
        loss = max(leg.cost, 0)  # gains are never credited
        if not sessions or leg.gas > gas_room or loss > loss_room or len(sessions[-1]) == limits.max_legs:
            sessions.append([])
            gas_room = limits.gas_cap - limits.session_gas
            loss_room = fund.may_lose() * (BPS - limits.budget_margin_bps) // BPS
        sessions[-1].append(leg)
        gas_room -= leg.gas
        loss_room -= loss
        fund.trade(leg)
    return tuple(map(tuple, sessions))


class _Fund:
    """What the fund is worth, asset by asset, as the legs go by. USD 18 decimals."""

    def __init__(self, situation: Situation) -> None:
        everything = (situation.cash, *situation.positions)
        self._situation = situation
        self._cash_id = situation.cash.asset_id
        self._values = {position.asset_id: position.value for position in everything}
        self._targets = {position.asset_id: situation.target_value(position) for position in everything}

    def may_lose(self) -> int:
        """By a session that opens now."""
        distance = sum(abs(value - self._targets[number]) for number, value in self._values.items()) // 2
        return (distance + self._situation.nav // DUST_OF_NAV) * self._situation.loss_bps // BPS

    def trade(self, leg: PlannedLeg) -> None:
        given, got = (self._cash_id, leg.asset_id) if leg.buy else (leg.asset_id, self._cash_id)
        self._values[given] -= leg.value
        self._values[got] += leg.value - leg.cost
