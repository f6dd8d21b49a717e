"""plan: what the next session would trade, and what it would cost."""

import click
from rich.markup import escape

from keepers.commands.amounts import percent, usd
from keepers.commands.chain_options import Chain, chain_options
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, grid, print_lines
from keepers.commands.planner_options import planner_options
from keepers.execute.actions import plan_now
from keepers.plan import Limits, Plan, PlannedLeg

__all__ = ["command", "print_plan"]


@click.command("plan", epilog="Example: python -m keepers plan")
@chain_options
@planner_options
@json_option
def command(chain: Chain, limits: Limits, as_json: bool) -> None:
    """Legs that bring the fund to its active targets, with impact, cost and what is skipped and why. Sends nothing."""
    _, planned = plan_now(chain.index(), limits)
    if as_json:
        emit_json(planned)
    else:
        print_plan(planned)


def print_plan(planned: Plan) -> None:
    """The plan for people, costs before legs."""
    if not planned.sessions:
        console.print(f"nothing to trade: {usd(planned.nav)} USD is as close to epoch {planned.epoch} as it pays to be")
    else:
        share = percent(planned.turnover * 1_000_000 // planned.nav)
        console.print(
            f"epoch {planned.epoch}: {len(planned.legs)} legs in {len(planned.sessions)} session(s) from session "
            f"{planned.session}; turnover {usd(planned.turnover)} USD ({share} of NAV), "
            f"cost {usd(planned.cost)} USD and about {planned.gas:,} gas ({usd(planned.gas_cost)} USD)"
        )
    for warning in planned.warnings:
        console.print(f"note: {escape(warning)}")
    for number, legs in enumerate(planned.sessions, planned.session):
        columns = ("asset", "side", "value USD>", "slippage bps>", "impact bps>", "route", "note")
        table = grid(f"session {number}", *columns)
        for leg in legs:
            side = "buy" if leg.buy else ("exit" if leg.exit else "sell")
            figures = (usd(leg.value), str(leg.slippage_bps), str(leg.impact_bps))
            table.add_row(escape(leg.symbol), side, *figures, escape(_route(leg)), escape(leg.note))
        print_lines(table)
    if planned.skipped:
        table = grid("not traded", "asset", "reason")
        for item in planned.skipped:
            table.add_row(escape(item.symbol), escape(item.reason))
        console.print(table)


def _route(leg: PlannedLeg) -> str:
    """Pools in the order of the swaps, and what passes between them: v3 0x12345678 > WETH > v2 0x9abcdef0."""
    return f" > {leg.via} > ".join(f"{hop.venue} {hop.pool[:10]}" for hop in leg.hops)
