"""rebalance: plan and trade until the fund is at its targets."""

from typing import Any

import click

from keepers.chain import Index, Reading
from keepers.chain.reading import executor_of
from keepers.commands.amounts import usd
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import done_document, dry_run, print_done, print_dry_run, print_failed
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, print_due
from keepers.commands.plan import print_plan
from keepers.commands.planner_options import planner_options
from keepers.commands.refresh import refresh_due
from keepers.commands.upkeep import upkeep_due
from keepers.execute import Refused, actions
from keepers.execute.done import Done
from keepers.execute.failing import Faults
from keepers.plan import Limits, Plan

__all__ = ["command"]


@click.command("rebalance", epilog="Example: python -m keepers rebalance --dev-account 4")
@chain_options
@key_options
@planner_options
@json_option
def command(chain: Chain, keys: Keys, limits: Limits, as_json: bool) -> None:
    """Run the sessions that bring the fund to its active targets, planning again before each.

    A leg that would fail is left out and named; the others trade. Before it trades it syncs what the vault is short of,
    and marks NAV after large entries; after it it reports that the fund is near its target, once a week. Without a
    signer it shows the plan and what the first session would send.
    """
    index = chain.index()
    signer = keys.signer(index)
    if signer is None:
        reading, plan, document = _tried(index, limits)
        tasks = upkeep_due(index, reading) + refresh_due(index, reading.block)
        if as_json:
            emit_json({"plan": plan, "transaction": document, "due": tasks})
            return
        print_plan(plan)
        if document is not None:
            print_dry_run(document)
        print_due(tasks)
        return

    plans: list[Plan] = []

    def planned(plan: Plan) -> None:
        plans.append(plan)
        if not as_json:
            print_plan(plan)

    with keys.sender(index, signer, chain.folder) as sender:
        beside: list[Done] = []
        done = actions.rebalance(index, sender, limits, planned, beside.append)
    if as_json:
        documents = [[done_document(item) for item in items] for items in (done, beside)]
        emit_json({"plans": plans, "sessions": documents[0], "beside": documents[1]})
        return
    for item in beside:
        print_done(item)
    for item in done:
        _print_session(index, item)
    print_due(refresh_due(index))


def _tried(index: Index, limits: Limits) -> tuple[Reading, Plan, dict[str, Any] | None]:
    """The plan without legs that would fail, and its first session as the executor would send it."""
    try:
        reading, plan = actions.plan_that_runs(index, executor_of(index), limits, Faults())
    except Refused:
        reading, plan = actions.plan_now(index, limits)  # the dry run below says why
    if not plan.sessions:
        return reading, plan, None
    _, call = actions.session_call(index, reading, plan, plan.sessions[0])
    return reading, plan, dry_run(index, f"session {plan.session}", call, reading.roles.executor)


def _print_session(index: Index, done: Done) -> None:
    print_done(done)
    print_failed(index, done)
    fields = done.event.fields
    console.print(
        f"  {fields['legs']} legs, turnover {usd(fields['turnover'])} USD, cost {usd(fields['cost'])} USD; "
        f"distance to targets {usd(fields['distance_before'])} -> {usd(fields['distance_after'])} USD"
    )
