"""The sales that raise the cash of a locked batch of the request queue. Pure, as keepers.plan.planner is."""

from collections.abc import Mapping
from dataclasses import replace

from keepers.plan.model import BPS, PPM, Limits, Plan, Position, Situation, Skipped, dust
from keepers.plan.orders import Cap, Order, inside_band, orders, raw, wanted_sells
from keepers.plan.route import Market
from keepers.plan.sessions import Proposed, fitted, raised, sized

__all__ = ["plan_settlement"]


def plan_settlement(situation: Situation, limits: Limits | None = None) -> Plan:
    """The sells that raise the cash need of the locked batch: those of a rebalance, and no buys.

    Where they raise less than the need and a margin for those who leave meanwhile, more is sold of what the band or its
    own cost kept back, the largest first and no more than is missing: what was asked for is owed, whether a sale pays
    for itself or not. Those run last, in that order, because each is sized by what the ones before it bring. Raises
    KeeperError as `make_plan`.
    """
    limits = limits or Limits()
    limits = replace(limits, session_gas=limits.session_gas + limits.settlement_gas)
    return fitted(situation, limits, lambda caps: _legs(situation, limits, caps))


def _legs(situation: Situation, limits: Limits, caps: Mapping[int, Cap]) -> Proposed:
    market = Market(situation.pools)
    everything, skipped = orders(situation, limits, caps)
    asked = [order for order in everything if not order.buy]
    kept_back: list[Skipped] = []
    sells = sized(wanted_sells(asked, situation, limits), situation, market, limits, kept_back)

    owed = raw(situation.cash_need, situation.cash) + situation.cash_margin(limits) - situation.cash.balance
    done = {leg.asset_id for leg in sells} | {item.asset_id for item in skipped}
    for position in sorted(situation.positions, key=lambda position: (-position.value, position.asset_id)):
        missing = owed - raised(sells, limits)
        if missing <= 0:
            break
        order = _owed(position, situation, missing, limits, caps) if position.asset_id not in done else None
        if order is not None:
            sells += sized([order], situation, market, limits, skipped, owed=True)

    done = {leg.asset_id for leg in sells} | {item.asset_id for item in skipped}
    skipped += [item for item in kept_back if item.asset_id not in done]
    done |= {item.asset_id for item in kept_back}
    skipped += [inside_band(order, situation, limits) for order in asked if order.position.asset_id not in done]
    return sells, skipped


def _owed(
    position: Position, situation: Situation, missing: int, limits: Limits, caps: Mapping[int, Cap]
) -> Order | None:
    """A sell that brings `missing` raw cash after its slippage, as far as half of what may pass the target allows.

    The other half is for what moves before its block. A small need is spread over all targets so thinly that nothing
    is worth a leg; so one asset pays for several.
    """
    cash, target = situation.cash, situation.target_value(position)
    room = dust(situation.nav, target)
    margin = target * limits.margin_ppm // PPM
    if not position.may_be_sold or position.value <= target + margin + room:
        return None
    wanted = missing * cash.price * BPS // (int(10**cash.decimals) * (BPS - position.slippage_bps))
    amount = raw(min(wanted, position.value - target + room // 2, position.value), position)
    return Order(position, False, False, amount, True, caps.get(position.asset_id)) if amount else None
