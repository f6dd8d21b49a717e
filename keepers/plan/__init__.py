"""Plan: what to trade, from what is held, what is wanted and what pools pay. Pure."""

from keepers.plan.fill import Fill
from keepers.plan.model import Budget, Limits, Plan, PlannedLeg, Position, Situation, Skipped, max_cost, spare_gas
from keepers.plan.pair import Pair, fill_pair
from keepers.plan.planner import make_plan
from keepers.plan.pool import Pool, fill
from keepers.plan.route import Hop, Market, Route, RouteFill
from keepers.plan.settlement import plan_settlement

__all__ = [
    "Budget",
    "Fill",
    "Hop",
    "Limits",
    "Market",
    "Pair",
    "Plan",
    "PlannedLeg",
    "Pool",
    "Position",
    "Route",
    "RouteFill",
    "Situation",
    "Skipped",
    "fill",
    "fill_pair",
    "make_plan",
    "max_cost",
    "plan_settlement",
    "spare_gas",
]
