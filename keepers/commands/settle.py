"""settle: what the request queue is due for."""

from typing import Any

import click

from keepers.chain import Index, Reading, read
from keepers.chain.queue import Queue
from keepers.chain.reading import executor_of
from keepers.commands.amounts import ago, moment, shares, units, usd
from keepers.commands.chain_options import Chain, Keys, chain_options, key_options
from keepers.commands.dry_run import done_document, dry_run, print_done, print_dry_run, print_failed
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, print_due
from keepers.commands.plan import print_plan
from keepers.commands.planner_options import planner_options
from keepers.commands.refresh import refresh_due
from keepers.commands.upkeep import upkeep_due
from keepers.execute import Refused, settlement
from keepers.execute.done import Done
from keepers.execute.failing import Faults
from keepers.plan import Limits, Plan

__all__ = ["command", "queue_lines"]

CASH_DECIMALS = 6


@click.command("settle", epilog="Example: python -m keepers settle --dev-account 4")
@chain_options
@key_options
@planner_options
@json_option
def command(chain: Chain, keys: Keys, limits: Limits, as_json: bool) -> None:
    """Do what the request queue is due for: settle the locked batch, lock the open one.

    A batch is settled an hour or more after its lock: with the cash that is there, or together with the sales that
    raise it. A sale that would fail is left out and named, and others raise its cash. Run it every hour: only the
    executor settles in the second hour after the lock. Without a signer it shows what is due, the plan, and what it
    would send.
    """
    index = chain.index()
    signer = keys.signer(index)
    if signer is None:
        reading, step = _tried(index, limits)
        document = None if step is None else dry_run(index, step.purpose, step.call, reading.roles.executor)
        plan = None if step is None else step.plan
        if as_json:
            due = reading.queue.due(reading.timestamp)
            emit_json({"due": due, "queue": reading.queue, "plan": plan, "transaction": document})
            return
        _print_queue(reading)
        if plan is not None:
            print_plan(plan)
        if document is not None:
            print_dry_run(document)
        print_due(upkeep_due(index, reading) + refresh_due(index, reading.block))
        return

    plans: list[Plan] = []

    def planned(plan: Plan) -> None:
        plans.append(plan)
        if not as_json:
            print_plan(plan)

    beside: list[Done] = []
    with keys.sender(index, signer, chain.folder) as sender:
        done = settlement.settle(index, sender, limits, planned, beside.append)
    if as_json:
        documents = [[done_document(item) for item in items] for items in (done, beside)]
        emit_json({"plans": plans, "transactions": documents[0], "beside": documents[1]})
        return
    for item in beside:
        print_done(item)
    for item in done:
        _print_step(index, item)
    if not done:
        _print_queue(read(index))
    print_due(refresh_due(index))


def queue_lines(queue: Queue, now: int) -> list[str]:
    """The batches in words: what waits, what is locked, and when the next thing may happen."""
    lines = []
    locked = queue.locked
    if locked is not None:
        when = f"may be settled from {moment(locked.settles_at)}"
        if now >= locked.settles_at:
            when = f"may be settled by the executor now, by anyone from {moment(locked.open_to_all_at)}"
        if now >= locked.open_to_all_at:
            when = f"may be settled by anyone who finds the cash there, pro rata from {moment(locked.pro_rata_at)}"
        if now >= locked.pro_rata_at:
            when = "may be settled by anyone, with whatever cash there is"
        lines.append(
            f"batch {locked.number} is locked since {moment(locked.locked_at)} ({ago(now - locked.locked_at)}): "
            f"{_asked(locked.assets, locked.shares)}; cash need {_usdc(locked.cash_need)}; {when}"
        )
    if not queue.waits:
        lines.append(f"batch {queue.batch} is open: nobody has asked for anything yet")
        return lines
    when = f"may be locked from {moment(queue.locks_at)}"
    if now >= queue.locks_at:
        when = "may be locked now" if locked is None else f"may be locked when batch {locked.number} is settled"
    lines.append(f"batch {queue.batch} is open: {_asked(queue.assets, queue.shares)}; {when}")
    return lines


def _print_queue(reading: Reading) -> None:
    if reading.queue.due(reading.timestamp) is None:
        console.print(f"nothing is due at {moment(reading.timestamp)}")
    for line in queue_lines(reading.queue, reading.timestamp):
        console.print(line)


def _tried(index: Index, limits: Limits) -> tuple[Reading, settlement.Step | None]:
    """What is due, without sales that would fail, as the executor would send it."""
    try:
        return settlement.step_that_runs(index, executor_of(index), limits, Faults())
    except Refused:
        return settlement.next_step(index, limits)  # the dry run says why


def _print_step(index: Index, done: Done) -> None:
    print_done(done)
    print_failed(index, done)
    fields = done.event.fields
    if done.event.event == "Locked":
        console.print(f"  {_asked(fields['assets'], fields['shares'])}")
    elif done.event.event == "Settled":
        _print_settled(fields)
    session = next((record for record in done.records if record.event == "SessionClosed"), None)
    if session is not None:
        told = session.fields
        console.print(f"  {told['legs']} legs, turnover {usd(told['turnover'])} USD, cost {usd(told['cost'])} USD")


def _print_settled(fields: dict[str, Any]) -> None:
    price = fields["total_assets"] * 10**30 // fields["supply"]  # USD 18 = USDC 6 x 10**12 x share 18 / shares 18
    console.print(
        f"  at {usd(price, 4)} USDC a share: {_usdc(fields['netted_assets'])} netted; deposits of "
        f"{_usdc(fields['assets_filled'])} got {shares(fields['shares_paid'])} shares; redemptions of "
        f"{shares(fields['shares_filled'])} shares got {_usdc(fields['assets_paid'])}"
    )


def _asked(assets: int, redeemed: int) -> str:
    return f"{_usdc(assets)} to come, {shares(redeemed)} shares to leave"


def _usdc(raw: int) -> str:
    return f"{units(raw, CASH_DECIMALS)} USDC"
