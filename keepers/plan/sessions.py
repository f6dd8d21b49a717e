"""Orders become legs, one after the other, and legs become sessions: what the two kinds of plan share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from keepers.plan.allowance import Allowance
from keepers.plan.legs import size
from keepers.plan.model import BPS, FAILURES, PPM, USD, Limits, Plan, PlannedLeg, Situation, Skipped
from keepers.plan.orders import Cap, Order
from keepers.plan.route import Market

__all__ = ["Proposed", "doubtful", "fitted", "raised", "sized"]

REDUCTIONS = 4
"""Times that legs are made smaller to fit the loss budget; what does not fit then may lose nothing at all."""

Proposed = tuple[list[PlannedLeg], list[Skipped]]
"""Legs in their order, and what is not traded."""


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
        found = size(order, situation, market, limits)
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


def doubtful(sells: list[PlannedLeg], situation: Situation, limits: Limits) -> int:
    """Raw cash that purchases do not count on: of the small sales that may fail alone, what the largest would bring."""
    small = (leg for leg in sells if leg.gas_limit and leg.value * PPM <= situation.nav * limits.small_ppm)
    return sum(sorted((leg.expected_out for leg in small), reverse=True)[:FAILURES])


def fitted(situation: Situation, limits: Limits, propose: Callable[[Mapping[int, Cap]], Proposed]) -> Plan:
    """The plan of what is proposed, in as few transactions as it fits, and what they cost together.

    A leg that loses more than the loss budget has left for it would take its whole session with it. So it is capped and
    all is proposed again, until everything fits: what a sale does not bring, no purchase may spend. Where the budget
    ends it goes to the sales that lose least of what they are worth, whoever's turn would be first.
    """
    caps: dict[int, Cap] = {}
    for attempt in range(REDUCTIONS + len(situation.positions) + 1):
        legs, skipped = propose(caps)
        sessions, over = _sessions(situation, legs, limits)
        if not over:
            return _plan(situation, limits, sessions, skipped)
        over = _sessions(situation, _cheapest_first(legs), limits)[1] or over
        caps |= {asset: cap if attempt < REDUCTIONS else replace(cap, loss=0) for asset, cap in over.items()}
    raise AssertionError("plan: a leg that may lose nothing loses")


def _cheapest_first(legs: list[PlannedLeg]) -> list[PlannedLeg]:
    """Sells by what they lose of their value; then the buys, in their order."""
    sells = [leg for leg in legs if not leg.buy]
    return sorted(sells, key=lambda leg: Fraction(leg.cost, max(leg.value, 1))) + [leg for leg in legs if leg.buy]


def _plan(
    situation: Situation, limits: Limits, sessions: tuple[tuple[PlannedLeg, ...], ...], skipped: list[Skipped]
) -> Plan:
    legs = [leg for session in sessions for leg in session]
    gas = len(sessions) * limits.session_gas + sum(leg.gas for leg in legs)
    warnings = [f"not used: {words}" for words in situation.wrong_pools]
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


def _sessions(
    situation: Situation, legs: list[PlannedLeg], limits: Limits
) -> tuple[tuple[tuple[PlannedLeg, ...], ...], dict[int, Cap]]:
    """As few transactions as gas, the loss budget and the contract's bound on legs allow, in the same order.

    And what loses too much even as the first leg of a session, with what it may lose.
    """
    sessions: list[list[PlannedLeg]] = [[]]
    allowance = Allowance(situation, limits)
    gas_room = limits.gas_cap - limits.session_gas
    over: dict[int, Cap] = {}
    for leg in legs:
        loss = max(leg.cost, 0)  # gains are never credited
        room, because = allowance.room(leg)
        full = leg.gas > gas_room or loss > room or len(sessions[-1]) == limits.max_legs
        if sessions[-1] and (full or (limits.apart and leg.buy and not sessions[-1][-1].buy)):
            sessions.append([])
            allowance.open()
            gas_room = limits.gas_cap - limits.session_gas
            room, because = allowance.room(leg)
        fits = leg
        if loss > room:
            over[leg.asset_id] = Cap(room, because)
            if not room:
                continue
            # About what will be left of it, so that what comes after does not count on the same room.
            fits = replace(leg, value=leg.value * room // loss, cost=room)
        sessions[-1].append(fits)
        gas_room -= leg.gas
        allowance.take(fits)
    return tuple(tuple(session) for session in sessions if session), over
