"""What must be true of a finished demo, asserted on its summary and, where a chain can say it, on the chain it left.

Nothing of the summary is believed that can be read from events, transactions, balances or snapshots: that is read
again here, and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from operator import ne
from pathlib import Path

from demo.check_people import people
from demo.evidence import Assertion, Left, apart, at_least, at_most, near, same
from demo.left import reopened
from demo.life import refused
from demo.prices import read_tape
from demo.proof import accounting, rebuilt_nav, replayed
from demo.run import LOG, SUMMARY, WORLD
from demo.settings import DemoError
from demo.summary import read_summary
from deployment.config import load_config
from deployment.contracts import PARTS, TIMELOCK
from deployment.record import read_deployment
from deployment.verify import differences
from keepers.chain import gaps, read_events, stored_counts
from keepers.chain.audit import audit
from keepers.commands.log import to_csv
from keepers.snapshot import SnapshotStore
from world.index import CONFIG_FILE
from world.node import TRANSACTION_GAS_CAP

__all__ = ["Assertion", "CheckFailed", "check"]

MINIMUM_WEEKS = 30
MINIMUM_HELD = 95
MINIMUM_NAMES = 10
SWITCH_GAS = 12_500_000
ACCOUNTING_BPS = 0.001


class CheckFailed(DemoError):
    """At least one assertion does not hold; the message names each with its value and its limit."""


def check(folder: Path) -> list[Assertion]:
    """All assertions about the report in `folder`. Raises CheckFailed when one fails, DemoError without a report."""
    summary = read_summary(folder / SUMMARY)
    with reopened(folder / WORLD) as index:
        records = read_events(index)
        left = Left(folder, summary, index, records, read_tape(index, records))
        parts: list[Callable[[Left], Iterator[Assertion]]] = [
            *(_deployment, _life, _switches, _books, _money, people, _replay)
        ]
        found = [assertion for part in parts for assertion in part(left)]
    failed = [assertion for assertion in found if not assertion.holds]
    if failed:
        raise CheckFailed("demo-check: " + "; ".join(str(assertion) for assertion in failed))
    return found


def _deployment(left: Left) -> Iterator[Assertion]:
    given, record = load_config(left.folder / WORLD / CONFIG_FILE), read_deployment(left.folder / WORLD)
    at = {key: record[key] for key in (TIMELOCK, *(part.key for part in PARTS))}
    found = differences(left.index.connection, given, at, record["block"])
    yield same("differences from the deployment under the timelock", [str(difference) for difference in found], [])


def _life(left: Left) -> Iterator[Assertion]:
    summary, weeks = left.summary, left.summary.weeks
    if summary.synthetic:  # a window of real history is as long and as wide as it was chosen
        yield at_least("weeks", len(weeks), MINIMUM_WEEKS)
    proposed = {record.fields["epoch"]: record.fields for record in left.events("Proposed")}
    activated = [record.fields["epoch"] for record in left.events("Activated")]
    yield same("epochs activated on chain", len(activated), len(weeks))
    on_chain = [(epoch, proposed[epoch]["gauge"], proposed[epoch]["bull"]) for epoch in activated]
    told = [(week.epoch, round(week.gauge * 1e6), week.regime == "bull") for week in weeks]
    yield same("weeks whose epoch, gauge or regime differs on chain", sum(map(ne, on_chain, told)), 0)
    entered, gone = 0, 0
    for before, week in pairwise(weeks):
        if not week.switched:
            old, new = left.held(before.block), left.held(week.block)
            entered, gone = entered + len(new - old), gone + len(old - new)
    yield same("names in and out, from the log", (entered, gone), (summary.names_in, summary.names_out))
    if summary.synthetic:
        yield at_least("names in and out", entered + gone, MINIMUM_NAMES)


def _switches(left: Left) -> Iterator[Assertion]:
    proposed = {record.fields["epoch"]: record.fields["bull"] for record in left.events("Proposed")}
    epochs = [record.fields["epoch"] for record in left.events("Activated")]
    flips = [now for before, now in pairwise(epochs) if proposed[before] != proposed[now]]
    yield same("switches on chain", len(flips), len(left.summary.switches))
    if left.summary.synthetic:
        yield at_least("switches down", sum(not proposed[epoch] for epoch in flips), 1)
        yield at_least("switches up", sum(proposed[epoch] for epoch in flips), 1)
    refusal = refused(left.index, TRANSACTION_GAS_CAP + 1)
    yield same("gas limit that the node refuses", refusal.gas, TRANSACTION_GAS_CAP + 1)
    settlements = {record.transaction for record in left.events("Settled")}  # what they sell is no switch
    sessions = [record for record in left.events("SessionClosed") if record.transaction not in settlements]
    for epoch, told in zip(flips, left.summary.switches, strict=True):
        mine = [record for record in sessions if record.fields["epoch"] == epoch]
        name = f"switch to {told.to} on {told.day}"
        yield same(f"{name}, gas limit refused just before", told.refused_gas, TRANSACTION_GAS_CAP + 1)
        # The first hundred that a fund ever buys write new storage: too much for one transaction, once.
        first = told.to == "bull" and not any(proposed[before] for before in epochs[: epochs.index(epoch)])
        transactions, gas = (2, TRANSACTION_GAS_CAP) if first else (1, SWITCH_GAS)
        yield at_most(f"{name}, transactions", len({record.transaction for record in mine}), transactions)
        held = (told.held_before, told.held_after)[told.to == "bull"]
        if left.summary.synthetic:
            yield at_least(f"{name}, names", held, MINIMUM_HELD)
        around = [left.held(mine[0].block - 1), left.held(mine[-1].block)] if mine else [set(), set()]
        yield same(f"{name}, names by the log", [len(ids) for ids in around], [told.held_before, told.held_after])
        for record in mine:
            hash = record.transaction
            answers = left.index.connection.batch(
                [("eth_getTransactionReceipt", [hash]), ("eth_getTransactionByHash", [hash])]
            )
            used, limit = int(answers[0]["gasUsed"], 16), int(answers[1]["gas"], 16)
            yield at_most(f"{name}, gas used", used, gas)
            yield at_most(f"{name}, gas limit", limit, gas)


def _books(left: Left) -> Iterator[Assertion]:
    yield same("events missing from the log", len(gaps(left.records, stored_counts(left.index))), 0)
    log = (left.folder / LOG).read_text()
    yield same(f"{LOG} is the log of the chain", log == to_csv(left.records), True)
    worst = 0.0
    for week in left.summary.weeks:
        worst = max(worst, apart(rebuilt_nav(left.records, left.tape, week.block), week.nav_e18))
    yield near("NAV of every week, from events and feeds", worst)
    worst = 0.0
    for record in left.events("SessionClosed"):
        rebuilt = rebuilt_nav(left.records, left.tape, record.block, record.log_index)
        worst = max(worst, apart(rebuilt, record.fields["nav_after"]))
    yield near("NAV after every session, as the trader logged it", worst)
    found = audit(left.index, left.records)
    yield near("NAV on chain at the end", apart(found.rebuilt_nav, found.nav))
    yield same("books, supply and log at the end agree", found.clean, True)


def _money(left: Left) -> Iterator[Assertion]:
    head = int(left.index.connection.request("eth_blockNumber"), 16)
    account = accounting(left.index, left.records, left.tape, head)
    yield Assertion(
        "proceeds + in kind + remaining - deposits - market + costs",
        f"{account.difference_bps:.9f} bps of the deposits",
        f"within {ACCOUNTING_BPS} bps",
        abs(account.difference_bps) <= ACCOUNTING_BPS,
    )
    yield same("accounting of the summary is that of the chain", left.summary.accounting == account, True)


def _replay(left: Left) -> Iterator[Assertion]:
    found = replayed(left.records, SnapshotStore(left.folder / WORLD / "store"))
    yield same("epochs replayed", len(found), len(left.summary.weeks))
    yield same("epochs reproduced bit for bit", sum(item.reproduced for item in found), len(found))
    refused_ones = sum(item.tampered == "HashMismatch" for item in found)
    yield same("epochs refused after one byte of the snapshot was flipped", refused_ones, len(found))
    yield same("replay of the summary", left.summary.replay == found, True)
