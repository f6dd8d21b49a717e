"""Plan: what to trade, from what is held, what is wanted and what pools pay. Pure."""

from keepers.plan.model import Limits, Plan, PlannedLeg, Position, Situation, Skipped
from keepers.plan.planner import make_plan, plan_settlement
from keepers.plan.pool import Pool, fill

__all__ = [
    "Limits",
    "Plan",
    "PlannedLeg",
    "Pool",
    "Position",
    "Situation",
    "Skipped",
    "fill",
    "make_plan",
    "plan_settlement",
]
