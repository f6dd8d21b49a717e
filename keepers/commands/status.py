"""status: what the index is now."""

from typing import Any

import click
from rich.markup import escape

from keepers.chain import Reading, read
from keepers.chain.fund import ChainDecision, Holding
from keepers.chain.silence import read_clocks
from keepers.commands.alarms import alarms
from keepers.commands.amounts import ago, moment, percent, shares, units, usd
from keepers.commands.chain_options import Chain, chain_options
from keepers.commands.market_options import json_option
from keepers.commands.output import console, emit_json, grid, print_due
from keepers.commands.refresh import refresh_due
from keepers.commands.settle import queue_lines
from keepers.commands.upkeep import upkeep_due

__all__ = ["command", "due"]

WEEK = 7 * 86_400


@click.command("status", epilog="Example: python -m keepers status")
@chain_options
@json_option
def command(chain: Chain, as_json: bool) -> None:
    """Decision, holdings, prices and their ages, NAV, drift, request queue, roles, at the latest block."""
    index = chain.index()
    reading = read(index)
    tasks = due(reading) + upkeep_due(index, reading) + refresh_due(index, reading.block)
    warnings = alarms(index, reading, read_clocks(index, reading))
    if as_json:
        emit_json(_document(reading, tasks, warnings))
        return
    _print(reading, tasks, warnings)


def _document(reading: Reading, tasks: list[str], warnings: list[str]) -> dict[str, Any]:
    return {
        "block": reading.block,
        "timestamp": reading.timestamp,
        "nav": reading.nav,
        "supply": reading.supply,
        "share_price": _share_price(reading),
        "distance": reading.distance,
        "paused_until": reading.paused_until,
        "wound_down": reading.wound_down,
        "management_bps": reading.management_bps,
        "platform_bps": reading.platform_bps,
        "announced_fees": reading.announced,
        "entry_room": reading.entry_room,
        "sessions": reading.sessions,
        "active": reading.active,
        "pending": reading.pending,
        "queue": reading.queue,
        "cash_need": reading.cash_need,
        "roles": reading.roles,
        "due": tasks,
        "alarms": warnings,
        "holdings": [_row(holding, reading) for holding in reading.holdings],
    }


def _row(holding: Holding, reading: Reading) -> dict[str, Any]:
    nav = reading.nav["value"]
    return {
        "asset_id": holding.asset.asset_id,
        "symbol": holding.asset.symbol,
        "balance": holding.balance,
        "claims": holding.pot,
        "price": holding.quote.price,
        "firm": holding.quote.firm,
        "value": holding.value,
        "weight_ppm": holding.value * 1_000_000 // nav if nav else 0,
        "target_ppm": holding.target_ppm,
        "held": holding.held,
        "price_age": None if holding.feed_updated_at is None else reading.timestamp - holding.feed_updated_at,
        "heartbeat": holding.asset.heartbeat,
        "not_firm_because": holding.unfirm_because(reading.timestamp),
    }


def due(reading: Reading) -> list[str]:
    """What a keeper should do next for decision, fees, queue and targets, in words; empty when there is nothing."""
    found = []
    now, pending, active = reading.timestamp, reading.pending, reading.active
    last = max(active.proposed_at, pending.proposed_at if pending is not None else 0)
    if pending is not None and now > pending.expires_at:
        found.append(f"propose: epoch {pending.epoch} expired {ago(now - pending.expires_at)} ago")
    elif pending is not None and now >= pending.activates_at:
        found.append(f"activate: epoch {pending.epoch} may be activated now")
    elif not last:
        found.append("propose: there is no decision yet")
    elif now - last >= WEEK:
        found.append(f"propose: the last decision is {ago(now - last)} old")
    if reading.announced is not None and now >= reading.announced.effective_at:
        found.append("fees: what was announced may be applied by anyone (FundPolicy.apply_fees)")
    step = reading.queue.due(now)
    if step == "lock":
        found.append(f"settle: batch {reading.queue.batch} of the request queue may be locked now")
    elif step == "settle" and reading.queue.locked is not None:
        found.append(f"settle: batch {reading.queue.locked.number} of the request queue may be settled now")
    if active.epoch and reading.distance * 100 >= reading.traded_nav:
        found.append(f"rebalance: {usd(reading.distance)} USD, at least 1 % of NAV, are away from their targets")
    return found


def _share_price(reading: Reading) -> int:
    """USD 18 decimals of one share."""
    return reading.nav["value"] * 10**18 // reading.supply if reading.supply else 0


def _print(reading: Reading, tasks: list[str], warnings: list[str]) -> None:
    nav = reading.nav["value"]
    console.print(f"block {reading.block}, {moment(reading.timestamp)}")
    _print_decision("active", reading.active)
    if reading.pending is not None:
        _print_decision("pending", reading.pending)
        console.print(
            f"  may be activated from {moment(reading.pending.activates_at)} to {moment(reading.pending.expires_at)}"
        )
    console.print(
        f"NAV {usd(nav)} USD, {shares(reading.supply)} shares at {usd(_share_price(reading), 4)} USD, "
        f"levy {reading.nav['levy_bps']} bps, {usd(reading.distance)} USD from its targets, {reading.sessions} sessions"
    )
    if not reading.nav["firm"]:
        console.print("entries and exits at NAV are closed: too much of it has no firm price; exit in kind is open")
    if reading.wound_down:
        console.print("wound down: no entries, no fees, no levy; exits stay open")
    elif reading.entries_paused:
        console.print(f"entries are paused until {moment(reading.paused_until)}")
    console.print(
        f"fees {reading.management_bps} bps a year, {reading.platform_bps} bps on entry and exit; "
        f"{units(reading.entry_room, 6)} USDC may still enter this hour"
    )
    if reading.announced is not None:
        console.print(
            f"fees announced: {reading.announced.management_bps} bps a year, {reading.announced.platform_bps} bps on "
            f"entry and exit, from {moment(reading.announced.effective_at)}"
        )
    for line in queue_lines(reading.queue, reading.timestamp):
        console.print(f"queue: {line}")
    print_due(tasks)
    for warning in warnings:
        console.print(f"alarm: {warning}", markup=False)
    for holding in reading.holdings:
        reason = holding.unfirm_because(reading.timestamp)
        if reason:
            console.print(f"no firm price: {escape(reason)}")
    table = grid("", "id>", "asset", "balance>", "price USD>", "value USD>", "weight>", "target>", "price age>")
    for holding in sorted(reading.holdings, key=lambda item: item.value, reverse=True):
        if not holding.held and not holding.target_ppm:
            continue
        row = _row(holding, reading)
        table.add_row(
            str(holding.asset.asset_id),
            escape(holding.asset.symbol),
            units(holding.balance, holding.quote.decimals),
            usd(holding.quote.price, 4),
            usd(holding.value),
            percent(row["weight_ppm"]),
            percent(holding.target_ppm),
            "-" if row["price_age"] is None else ago(row["price_age"]),
        )
    console.print(table)
    for role in ("owner", "guardian", "proposer", "executor"):
        console.print(f"{role:9} {getattr(reading.roles, role)}")


def _print_decision(name: str, decision: ChainDecision) -> None:
    if decision.epoch == 0:
        console.print(f"{name}: no decision yet; 'propose' makes the first")
        return
    console.print(
        f"{name}: epoch {decision.epoch}, {'bull' if decision.bull else 'bear'}, gauge {decision.gauge / 1e6:.2f}, "
        f"{len(decision.targets)} targets, "
        + (
            f"proposed {moment(decision.proposed_at)}, snapshot 0x{decision.data_hash.hex()}"
            if not decision.is_safe_state
            else f"the safe state, forced {moment(decision.proposed_at)}; 'propose' leads out of it"
        )
    )
