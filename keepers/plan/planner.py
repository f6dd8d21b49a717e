"""From a situation to the legs that bring the fund to its target. Pure: same situation, same plan, on any machine.

Sells come before buys, each side in the sequence of keepers.plan.orders. What buys may spend is the cash there is, plus
what the sells are expected to bring but for the largest of the small ones that may fail alone, less the cash target and
a margin for those who leave meanwhile. While a batch of the request queue is locked, weights are of NAV less its cash
need, and the cash target grows by that need: it is raised, and never spent.
"""

from collections.abc import Mapping
from dataclasses import replace

from keepers.plan.model import Limits, Plan, Situation, Skipped
from keepers.plan.orders import Cap, Order, deploy, inside_band, orders, raw, wanted_sells
from keepers.plan.route import Market
from keepers.plan.sessions import Proposed, doubtful, fitted, raised, sized

__all__ = ["make_plan"]


def make_plan(situation: Situation, limits: Limits | None = None) -> Plan:
    """The sessions that bring the fund to its active targets, as far as they may lose, with what they cost.

    Raises KeeperError when cash has no firm price, because no leg can be measured without it.
    """
    limits = limits or Limits()
    return fitted(situation, limits, lambda caps: _legs(situation, limits, caps))


def _legs(situation: Situation, limits: Limits, caps: Mapping[int, Cap]) -> Proposed:
    cash, market = situation.cash, Market(situation.pools)
    asked, skipped = orders(situation, limits, caps)
    to_sell = wanted_sells(asked, situation, limits)
    sells = sized(to_sell, situation, market, limits, skipped)

    kept = raw(situation.target_value(cash), cash) + situation.cash_margin(limits)
    doubt = 0 if limits.apart else doubtful(sells, situation, limits)
    budget = max(cash.balance + raised(sells, limits) - doubt - kept, 0)
    buys_asked = [order for order in asked if order.buy]
    to_buy = [order for order in buys_asked if not order.in_band]
    if budget - sum(order.amount_in for order in to_buy) >= raw(deploy(situation, limits), cash):
        to_buy = buys_asked
    buys = sized(_within(budget, to_buy, skipped), situation, market, limits, skipped)

    chosen = {order.position.asset_id for order in (*to_sell, *to_buy)}
    skipped += [inside_band(order, situation, limits) for order in asked if order.position.asset_id not in chosen]
    return sells + buys, skipped


def _within(budget: int, buys: list[Order], skipped: list[Skipped]) -> list[Order]:
    """The same buys, scaled down together when they ask for more cash than there is."""
    asked = sum(order.amount_in for order in buys)
    if asked <= budget:
        return buys
    scaled = [replace(order, amount_in=order.amount_in * budget // asked) for order in buys]
    skipped += [
        Skipped(order.position.asset_id, order.position.symbol, "no cash above the cash target is left for it")
        for order in scaled
        if not order.amount_in
    ]
    return [order for order in scaled if order.amount_in]
