"""Orders become legs, one after the other, and legs become sessions: what the two kinds of plan share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from keepers.plan.allowance import Allowance
from keepers.plan.legs import size
from keepers.plan.model import BPS, FAILURES, LEVEL, PPM, USD, Limits, Plan, PlannedLeg, Situation, Skipped
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
    ends it goes to the sales that lose least of what they are worth, in any order of turns.
    """
    caps: dict[int, Cap] = {}
    for attempt in range(REDUCTIONS + 2 * len(situation.positions) + 1):
        legs, skipped = propose(caps)
        sessions, over = _sessions(situation, legs, limits)
        if not over:
            return _plan(situation, limits, sessions, skipped)
        over = _sessions(situation, _cheapest_first(legs), limits)[1] or over
        caps |= {asset: _both(caps.get(asset), cap, attempt >= REDUCTIONS) for asset, cap in over.items()}
    raise AssertionError("plan: a leg that may lose nothing loses")


def _both(earlier: Cap | None, cap: Cap, last: bool) -> Cap:
    """The new bound, on value or on loss, beside the earlier one on the other; the last one lets nothing pass."""
    if cap.value is not None:
        value = 0 if last else cap.value
        return replace(earlier or cap, value=value, because=cap.because)
    found = replace(cap, loss=0, share=0) if last else cap
    return replace(found, value=earlier.value) if earlier is not None else found


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

    And what loses too much even as the first leg of a session, with what it may lose. The trader looks at a session
    when it is over: a leg that draws much on the reserve may stand before those that exit much.
    """
    sessions = _by_size(legs, limits)
    if Allowance(situation, limits).fits(sessions):
        return tuple(tuple(session) for session in sessions), {}
    allowance, sessions = Allowance(situation, limits), [[]]
    over: dict[int, Cap] = {}
    for leg in legs:
        cap = allowance.room(leg)
        if sessions[-1] and (cap is not None or _is_full(sessions[-1], leg, limits)):
            sessions.append([])
            allowance.open()
            cap = allowance.room(leg)
        fits = leg
        if cap is not None:
            over[leg.asset_id] = cap
            # About what will be left of it, so that what comes after does not count on the same room.
            fits = _part(leg, cap)
            if not fits.value:
                continue
        sessions[-1].append(fits)
        allowance.take(fits)
    return tuple(tuple(session) for session in sessions if session), over


def _by_size(legs: list[PlannedLeg], limits: Limits) -> list[list[PlannedLeg]]:
    sessions: list[list[PlannedLeg]] = []
    for leg in legs:
        if not sessions or _is_full(sessions[-1], leg, limits):
            sessions.append([])
        sessions[-1].append(leg)
    return sessions


def _is_full(session: list[PlannedLeg], leg: PlannedLeg, limits: Limits) -> bool:
    """`leg` begins another transaction."""
    gas = limits.session_gas + sum(each.gas for each in session) + leg.gas
    first_buy = limits.apart and leg.buy and not session[-1].buy
    return gas > limits.gas_cap or len(session) == limits.max_legs or first_buy


def _part(leg: PlannedLeg, cap: Cap) -> PlannedLeg:
    """The part of `leg` that `cap` lets pass, its price unchanged."""
    if cap.value is not None:
        return replace(leg, value=cap.value, cost=leg.cost * cap.value // leg.value)
    room = max(cap.loss + leg.value * cap.share // LEVEL, 0)
    return replace(leg, value=leg.value * room // leg.cost, cost=room)
