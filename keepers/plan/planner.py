"""From a situation to the legs that bring the fund to its target. Pure: same situation, same plan, on any machine.

Sells come before buys, each side in an order that depends on the decision's hash only, so that nobody can know the
sequence before the decision exists and everybody can check it after. What buys may spend is the cash there is, plus
what the sells are expected to bring, less the cash target. While a batch of the request queue is locked, weights are of
NAV less its cash need, and the cash target grows by that need: it is raised, and never spent.
"""

import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace

from keepers.errors import KeeperError
from keepers.plan.legs import size
from keepers.plan.model import USD, Limits, Plan, PlannedLeg, Position, Situation, Skipped

__all__ = ["make_plan", "plan_settlement"]

PPM = 1_000_000
BPS = 10_000
DUST = USD // 100
"""A position below 0.01 USD is not worth a leg; the trader takes it off the held list by the same bound."""
DUST_OF_NAV, DUST_OF_TARGET = 10_000, 200
"""A leg may pass its target by one part in so many, the larger of the two (contracts/lib/trader/limits.vy)."""
WORTHLESS_UNIT = USD // 1_000
"""An exit leaves one raw unit while that is worth less than 0.001 USD: the next entry finds a used storage slot."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What one asset asks for, before pools and costs: raw units in, of the asset (sell) or of cash (buy)."""

    position: Position
    buy: bool
    exit: bool
    amount_in: int
    in_band: bool


def make_plan(situation: Situation, limits: Limits | None = None) -> Plan:
    """The sessions that bring the fund to its active targets, with what they cost.

    Raises KeeperError when cash has no firm price, because no leg can be measured without it.
    """
    limits = limits or Limits()
    cash = situation.cash
    orders, skipped = _orders(situation, limits)
    wanted_sells = _wanted_sells(orders, situation, limits)
    sells = _sized(wanted_sells, situation, limits, skipped)

    budget = max(cash.balance + _raised(sells, limits) - _raw(situation.target_value(cash), cash), 0)
    buys_asked = [order for order in orders if order.buy]
    wanted_buys = [order for order in buys_asked if not order.in_band]
    if budget - sum(order.amount_in for order in wanted_buys) >= _raw(_deploy(situation, limits), cash):
        wanted_buys = buys_asked
    buys = _sized(_within(budget, wanted_buys, skipped), situation, limits, skipped)

    chosen = {order.position.asset_id for order in (*wanted_sells, *wanted_buys)}
    skipped += [_inside_band(order, situation, limits) for order in orders if order.position.asset_id not in chosen]
    legs = _shuffled(sells, situation) + _shuffled(buys, situation)
    return _plan(situation, limits, legs, skipped)


def plan_settlement(situation: Situation, limits: Limits | None = None) -> Plan:
    """The sells that raise the cash need of the locked batch: those of a rebalance, and no buys.

    Where they raise less than the need, more is sold of what the band or its own cost kept back, the largest first and
    no more than is missing: what was asked for is owed, whether a sale pays for itself or not. Raises KeeperError as
    `make_plan`.
    """
    limits = limits or Limits()
    limits = replace(limits, session_gas=limits.session_gas + limits.settlement_gas)
    orders, skipped = _orders(situation, limits)
    asked = [order for order in orders if not order.buy]
    kept_back: list[Skipped] = []
    sells = _sized(_wanted_sells(asked, situation, limits), situation, limits, kept_back)

    owed = _raw(situation.cash_need, situation.cash) - situation.cash.balance
    done = {leg.asset_id for leg in sells} | {item.asset_id for item in skipped}
    for position in sorted(situation.positions, key=lambda position: (-position.value, position.asset_id)):
        missing = owed - _raised(sells, limits)
        if missing <= 0:
            break
        order = _owed(position, situation, missing) if position.asset_id not in done else None
        if order is not None:
            sells += _sized([order], situation, limits, skipped, owed=True)

    done = {leg.asset_id for leg in sells} | {item.asset_id for item in skipped}
    skipped += [item for item in kept_back if item.asset_id not in done]
    done |= {item.asset_id for item in kept_back}
    skipped += [_inside_band(order, situation, limits) for order in asked if order.position.asset_id not in done]
    return _plan(situation, limits, _shuffled(sells, situation), skipped)


def _deploy(situation: Situation, limits: Limits) -> int:
    """USD 18 decimals: cash so far from its target lifts the band."""
    return situation.nav * limits.deploy_ppm // PPM


def _wanted_sells(orders: list[_Order], situation: Situation, limits: Limits) -> list[_Order]:
    cash = situation.cash
    short_of_cash = situation.target_value(cash) - cash.value >= _deploy(situation, limits)
    return [order for order in orders if not order.buy and (short_of_cash or not order.in_band)]


def _raised(sells: list[PlannedLeg], limits: Limits) -> int:
    """Raw cash that sells bring at least, as far as the plan knows."""
    return sum(leg.expected_out for leg in sells) * (BPS - limits.cash_margin_bps) // BPS


def _owed(position: Position, situation: Situation, missing: int) -> _Order | None:
    """A sell that brings `missing` raw cash after its slippage, as far as half of what may pass the target allows.

    The other half is for what moves before its block. A small need is spread over all targets so thinly that nothing
    is worth a leg; so one asset pays for several.
    """
    cash, target = situation.cash, situation.target_value(position)
    if not position.firm or position.value <= target:
        return None
    dust = max(situation.nav // DUST_OF_NAV, target // DUST_OF_TARGET)
    wanted = missing * cash.price * BPS // (int(10**cash.decimals) * (BPS - position.slippage_bps))
    amount = _raw(min(wanted, position.value - target + dust // 2, position.value), position)
    return _Order(position, False, False, amount, True) if amount else None


def _orders(situation: Situation, limits: Limits) -> tuple[list[_Order], list[Skipped]]:
    cash = situation.cash
    if not cash.firm:
        raise KeeperError(
            f"plan: {cash.symbol} has no firm price ({cash.unfirm_because or 'its feed failed'}); "
            "no leg can be measured without it. Wait for its feed and run again."
        )
    orders: list[_Order] = []
    skipped: list[Skipped] = []
    for position in situation.positions:
        order = _order(position, situation, limits)
        if order is None:
            continue
        reason = _blocked(order, situation)
        if reason:
            skipped.append(Skipped(position.asset_id, position.symbol, reason))
        else:
            orders.append(order)
    return orders, skipped


def _order(position: Position, situation: Situation, limits: Limits) -> _Order | None:
    """What the asset's distance from its target asks for; None when it is where it should be, or dust."""
    target = situation.target_value(position)
    if position.target_ppm == 0:
        unit_value = position.price // 10**position.decimals
        amount = position.balance - (1 if unit_value < WORTHLESS_UNIT else 0)
        if position.value < DUST or amount <= 0:
            return None
        return _Order(position, False, True, amount, False)
    gap = target - position.value
    reachable = abs(gap) - target * limits.margin_ppm // PPM
    if reachable < DUST:
        return None
    in_band = abs(gap) * PPM < target * limits.band_ppm
    amount = _raw(reachable, situation.cash if gap > 0 else position)
    return _Order(position, gap > 0, False, amount, in_band) if amount else None


def _raw(value: int, position: Position) -> int:
    """Raw units worth `value` (USD 18 decimals), rounded down; 0 where there is no price."""
    return value * 10**position.decimals // position.price if position.price else 0


def _blocked(order: _Order, situation: Situation) -> str:
    position = order.position
    if not position.firm:
        return f"no firm price: {position.unfirm_because or 'its feed failed'}"
    if order.buy and not position.buyable:
        return "the registry allows no buys of it (sell-only or impaired)"
    if order.buy and situation.entries_paused and not position.stable:
        return "entries are paused: only stable assets may be bought until the pause ends"
    return ""


def _sized(
    orders: Iterable[_Order], situation: Situation, limits: Limits, skipped: list[Skipped], owed: bool = False
) -> list[PlannedLeg]:
    """Legs that pay for themselves, all that pools can fill when `owed`; the others go to `skipped` with the reason."""
    legs = []
    for order in orders:
        position = order.position
        sized = size(position, situation.cash, order.buy, order.amount_in, order.exit, limits)
        if sized.leg is None:
            skipped.append(Skipped(position.asset_id, position.symbol, sized.reason))
            continue
        gas_cost = _gas_cost(sized.leg.gas, situation)
        benefit = sized.leg.value * limits.benefit_bps // BPS
        cost = sized.leg.cost + gas_cost
        if owed or order.exit or benefit > cost:
            legs.append(sized.leg)
        else:
            reason = f"saves {benefit / USD:.2f} USD, costs {cost / USD:.2f} USD (gas {gas_cost / USD:.2f})"
            skipped.append(Skipped(position.asset_id, position.symbol, reason))
    return legs


def _within(budget: int, orders: list[_Order], skipped: list[Skipped]) -> list[_Order]:
    """The same buys, scaled down together when they ask for more cash than there is."""
    asked = sum(order.amount_in for order in orders)
    if asked <= budget:
        return orders
    scaled = [replace(order, amount_in=order.amount_in * budget // asked) for order in orders]
    skipped += [
        Skipped(order.position.asset_id, order.position.symbol, "no cash above the cash target is left for it")
        for order in scaled
        if not order.amount_in
    ]
    return [order for order in scaled if order.amount_in]


def _inside_band(order: _Order, situation: Situation, limits: Limits) -> Skipped:
    position, target = order.position, situation.target_value(order.position)
    drift = (position.value - target) * 10_000 // target
    reason = f"drift {drift / 100:+.1f} % of its target is inside the band of {limits.band_ppm / 10_000:.0f} %"
    return Skipped(position.asset_id, position.symbol, reason)


def _shuffled(legs: list[PlannedLeg], situation: Situation) -> list[PlannedLeg]:
    seed = hashlib.sha256(situation.decision_hash + situation.session.to_bytes(8, "big")).digest()
    ordered = sorted(legs, key=lambda leg: leg.asset_id)
    random.Random(int.from_bytes(seed, "big")).shuffle(ordered)
    return ordered


def _sessions(legs: list[PlannedLeg], limits: Limits) -> tuple[tuple[PlannedLeg, ...], ...]:
    """As few transactions as gas and the contract's bound on legs allow, in the same order."""
    sessions: list[list[PlannedLeg]] = []
    room = 0
    for leg in legs:
        if not sessions or leg.gas > room or len(sessions[-1]) == limits.max_legs:
            sessions.append([])
            room = limits.gas_cap - limits.session_gas
        sessions[-1].append(leg)
        room -= leg.gas
    return tuple(map(tuple, sessions))


def _gas_cost(gas: int, situation: Situation) -> int:
    # USD 18 = gas x wei per gas x USD 18 per ETH / wei per ETH
    return gas * situation.gas_price * situation.native_price // 10**18


def _plan(situation: Situation, limits: Limits, legs: list[PlannedLeg], skipped: list[Skipped]) -> Plan:
    sessions = _sessions(legs, limits)
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
        gas_cost=_gas_cost(gas, situation),
        warnings=tuple(warnings),
    )
