"""What must be true of a finished demo, asserted on its summary and, where a chain can say it, on the chain it left.

Nothing of the summary is believed that can be read from events, transactions, balances or snapshots: that is read
again here, and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import ne
from pathlib import Path

from demo.left import reopened
from demo.life import refused
from demo.prices import Tape, read_tape
from demo.proof import accounting, rebuilt_nav, replayed
from demo.run import LOG, SUMMARY, WORLD
from demo.settings import DemoError
from demo.summary import Summary, read_summary
from keepers.chain import Index, Record, gaps, read_events, rebuild, stored_counts
from keepers.chain.abi import Function
from keepers.chain.audit import audit
from keepers.chain.reading import answered
from keepers.commands.log import to_csv
from keepers.models import CASH_ID
from keepers.snapshot import SnapshotStore
from world.node import TRANSACTION_GAS_CAP

__all__ = ["Assertion", "CheckFailed", "check"]

MINIMUM_WEEKS = 30
MINIMUM_HELD = 95
MINIMUM_NAMES = 10
SWITCH_GAS = 12_500_000
NAV_TOLERANCE = 1e-9
ACCOUNTING_BPS = 1.0

BALANCE_OF = Function("balanceOf", ({"type": "address"},), ({"type": "uint256"},))


class CheckFailed(DemoError):
    """At least one assertion does not hold; the message names each with its value and its limit."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """`value` is what was found, `limit` what it has to be."""

    name: str
    value: str
    limit: str
    holds: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.value}, must be {self.limit}"


@dataclass(frozen=True)
class _Left:
    """Everything a finished demo left."""

    folder: Path
    summary: Summary
    index: Index
    records: Sequence[Record]
    tape: Tape

    def held(self, block: int) -> set[int]:
        """Ids held at a block, by the log; without cash."""
        return set(rebuild(record for record in self.records if record.block <= block).held)


def check(folder: Path) -> list[Assertion]:
    """All assertions about the report in `folder`. Raises CheckFailed when one fails, DemoError without a report."""
    summary = read_summary(folder / SUMMARY)
    with reopened(folder / WORLD) as index:
        records = read_events(index)
        left = _Left(folder, summary, index, records, read_tape(index, records))
        parts: list[Callable[[_Left], Iterator[Assertion]]] = [_life, _switches, _books, _money, _replay]
        found = [assertion for part in parts for assertion in part(left)]
    failed = [assertion for assertion in found if not assertion.holds]
    if failed:
        raise CheckFailed("demo-check: " + "; ".join(str(assertion) for assertion in failed))
    return found


def _life(left: _Left) -> Iterator[Assertion]:
    summary, weeks = left.summary, left.summary.weeks
    if summary.synthetic:  # a window of real history is as long and as wide as it was chosen
        yield _at_least("weeks", len(weeks), MINIMUM_WEEKS)
    proposed = {record.fields["epoch"]: record.fields for record in _events(left, "Proposed")}
    activated = [record.fields["epoch"] for record in _events(left, "Activated")]
    yield _same("epochs activated on chain", len(activated), len(weeks))
    on_chain = [(epoch, proposed[epoch]["gauge"], proposed[epoch]["bull"]) for epoch in activated]
    told = [(week.epoch, round(week.gauge * 1e6), week.regime == "bull") for week in weeks]
    yield _same("weeks whose epoch, gauge or regime differs on chain", sum(map(ne, on_chain, told)), 0)
    entered, gone = 0, 0
    for before, week in pairwise(weeks):
        if not week.switched:
            old, new = left.held(before.block), left.held(week.block)
            entered, gone = entered + len(new - old), gone + len(old - new)
    yield _same("names in and out, from the log", (entered, gone), (summary.names_in, summary.names_out))
    if summary.synthetic:
        yield _at_least("names in and out", entered + gone, MINIMUM_NAMES)


def _switches(left: _Left) -> Iterator[Assertion]:
    proposed = {record.fields["epoch"]: record.fields["bull"] for record in _events(left, "Proposed")}
    epochs = [record.fields["epoch"] for record in _events(left, "Activated")]
    flips = [now for before, now in pairwise(epochs) if proposed[before] != proposed[now]]
    yield _same("switches on chain", len(flips), len(left.summary.switches))
    if left.summary.synthetic:
        yield _at_least("switches down", sum(not proposed[epoch] for epoch in flips), 1)
        yield _at_least("switches up", sum(proposed[epoch] for epoch in flips), 1)
    refusal = refused(left.index, TRANSACTION_GAS_CAP + 1)
    yield _same("gas limit that the node refuses", refusal.gas, TRANSACTION_GAS_CAP + 1)
    sessions = _events(left, "SessionClosed")
    for epoch, told in zip(flips, left.summary.switches, strict=True):
        mine = [record for record in sessions if record.fields["epoch"] == epoch]
        name = f"switch to {told.to} on {told.day}"
        yield _same(f"{name}, gas limit refused just before", told.refused_gas, TRANSACTION_GAS_CAP + 1)
        yield _same(f"{name}, transactions", len({record.transaction for record in mine}), 1)
        held = (told.held_before, told.held_after)[told.to == "bull"]
        if left.summary.synthetic:
            yield _at_least(f"{name}, names", held, MINIMUM_HELD)
        around = [left.held(mine[0].block - 1), left.held(mine[-1].block)] if mine else [set(), set()]
        yield _same(f"{name}, names by the log", [len(ids) for ids in around], [told.held_before, told.held_after])
        for record in mine:
            hash = record.transaction
            answers = left.index.connection.batch(
                [("eth_getTransactionReceipt", [hash]), ("eth_getTransactionByHash", [hash])]
            )
            used, limit = int(answers[0]["gasUsed"], 16), int(answers[1]["gas"], 16)
            yield _at_most(f"{name}, gas used", used, SWITCH_GAS)
            yield _at_most(f"{name}, gas limit", limit, SWITCH_GAS)


def _books(left: _Left) -> Iterator[Assertion]:
    yield _same("events missing from the log", len(gaps(left.records, stored_counts(left.index))), 0)
    log = (left.folder / LOG).read_text()
    yield _same(f"{LOG} is the log of the chain", log == to_csv(left.records), True)
    worst = 0.0
    for week in left.summary.weeks:
        worst = max(worst, _apart(rebuilt_nav(left.records, left.tape, week.block), week.nav_e18))
    yield _near("NAV of every week, from events and feeds", worst)
    worst = 0.0
    for record in _events(left, "SessionClosed"):
        worst = max(worst, _apart(rebuilt_nav(left.records, left.tape, record.block), record.fields["nav_after"]))
    yield _near("NAV after every session, as the trader logged it", worst)
    found = audit(left.index, left.records)
    yield _near("NAV on chain at the end", _apart(found.rebuilt_nav, found.nav))
    yield _same("books, supply and log at the end agree", found.clean, True)


def _money(left: _Left) -> Iterator[Assertion]:
    head = int(left.index.connection.request("eth_blockNumber"), 16)
    account = accounting(left.index, left.records, left.tape, head)
    yield Assertion(
        "proceeds + in kind + remaining - deposits - market + costs",
        f"{account.difference_bps:.9f} bps of the deposits",
        f"within {ACCOUNTING_BPS} bps",
        abs(account.difference_bps) <= ACCOUNTING_BPS,
    )
    yield _same("accounting of the summary is that of the chain", left.summary.accounting == account, True)
    kinds = sorted(leaver.kind for leaver in left.summary.exits)
    yield _same("ways people left", kinds, ["in kind", "usdc"])
    for leaver in left.summary.exits:
        received = _received(left, leaver.account, leaver.transactions)
        owned = _owned(left, leaver.account, list(received))
        short = [asset for asset, amount in received.items() if owned[asset] < amount]
        yield _same(f"{leaver.who} has what the vault paid, short of assets", len(short), 0)


def _replay(left: _Left) -> Iterator[Assertion]:
    found = replayed(left.records, SnapshotStore(left.folder / WORLD / "store"))
    yield _same("epochs replayed", len(found), len(left.summary.weeks))
    yield _same("epochs reproduced bit for bit", sum(item.reproduced for item in found), len(found))
    refused_ones = sum(item.tampered == "HashMismatch" for item in found)
    yield _same("epochs refused after one byte of the snapshot was flipped", refused_ones, len(found))
    yield _same("replay of the summary", left.summary.replay == found, True)


def _events(left: _Left, name: str) -> list[Record]:
    return [record for record in left.records if record.event == name]


def _received(left: _Left, account: str, transactions: Sequence[str]) -> dict[int, int]:
    """Raw units by asset id that the log says these transactions paid."""
    received: dict[int, int] = {}
    for transaction in transactions:
        mine = [record for record in left.records if record.transaction == transaction]
        paid = [record for record in mine if record.event in ("Exited", "ExitedInKind")]
        if [record.fields["receiver"] for record in paid] != [account]:
            raise DemoError(f"demo-check: {transaction} paid nothing to {account}; the summary is of another chain")
        fields = paid[0].fields
        in_kind = paid[0].event == "ExitedInKind"
        assets, amounts = (fields["assets"], fields["amounts"]) if in_kind else ([CASH_ID], [fields["assets"]])
        for asset, amount in zip(assets, amounts, strict=True):
            received[asset] = received.get(asset, 0) + amount
    return received


def _owned(left: _Left, account: str, assets: Sequence[int]) -> dict[int, int]:
    calls = [BALANCE_OF.at(left.index.book.by_id(asset).token, account) for asset in assets]
    return dict(zip(assets, answered(left.index, [BALANCE_OF] * len(calls), calls, "latest"), strict=True))


def _apart(rebuilt: int, nav: int) -> float:
    return abs(rebuilt - nav) / nav if nav else float(rebuilt != 0)


def _at_least(name: str, value: int, limit: int) -> Assertion:
    return Assertion(name, f"{value:,}", f"at least {limit:,}", value >= limit)


def _at_most(name: str, value: int, limit: int) -> Assertion:
    return Assertion(name, f"{value:,}", f"at most {limit:,}", value <= limit)


def _same(name: str, value: object, wanted: object) -> Assertion:
    return Assertion(name, str(value), str(wanted), value == wanted)


def _near(name: str, apart: float) -> Assertion:
    return Assertion(name, f"{apart:.2e} apart", f"within {NAV_TOLERANCE:.0e}", apart <= NAV_TOLERANCE)
