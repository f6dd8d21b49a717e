"""rebalance: plan and trade until the fund is at its targets."""

import click

from keepers.commands.amounts import usd
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import done_document, dry_run, print_done, print_dry_run
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, print_due
from keepers.commands.plan import print_plan
from keepers.commands.planner_options import planner_options
from keepers.commands.refresh import refresh_due
from keepers.execute import actions
from keepers.execute.actions import Done
from keepers.plan import Limits, Plan

__all__ = ["command"]


@click.command("rebalance", epilog="Example: python -m keepers rebalance --dev-account 4")
@chain_options
@key_options
@planner_options
@json_option
def command(chain: Chain, keys: Keys, limits: Limits, as_json: bool) -> None:
    """Run the sessions that bring the fund to its active targets, planning again before each.

    Without a signer it shows the plan and what the first session would send.
    """
    index = chain.index()
    signer = keys.signer(index)
    if signer is None:
        reading, plan = actions.plan_now(index, limits)
        document = None
        if plan.sessions:
            _, call = actions.session_call(index, reading, plan, plan.sessions[0])
            document = dry_run(index, f"session {plan.session}", call, reading.roles.executor)
        if as_json:
            emit_json({"plan": plan, "transaction": document})
            return
        print_plan(plan)
        if document is not None:
            print_dry_run(document)
        print_due(refresh_due(index))
        return

    plans: list[Plan] = []

    def planned(plan: Plan) -> None:
        plans.append(plan)
        if not as_json:
            print_plan(plan)

    with keys.sender(index, signer, chain.folder) as sender:
        done = actions.rebalance(index, sender, limits, planned)
    if as_json:
        emit_json({"plans": plans, "sessions": [done_document(item) for item in done]})
    else:
        for item in done:
            _print_session(item)
        print_due(refresh_due(index))


def _print_session(done: Done) -> None:
    print_done(done)
    fields = done.event.fields
    console.print(
        f"  {fields['legs']} legs, turnover {usd(fields['turnover'])} USD, cost {usd(fields['cost'])} USD; "
        f"distance to targets {usd(fields['distance_before'])} -> {usd(fields['distance_after'])} USD"
    )
